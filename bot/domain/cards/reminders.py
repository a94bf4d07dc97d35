"""Under "wait for me": what waits, and how to go on."""

from datetime import datetime

from bot.domain.card import ButtonStyle, Card, Tone, words
from bot.domain.cards.parts import button, count, day_time, plan_name, still_with_you
from bot.domain.cards.recap import quieter
from bot.domain.curriculum import Plan


def reminder_card(
    plan: Plan, *, unfinished: int, paused: bool, next_at: datetime | None, zone: str
) -> Card:
    """What is sent in place of a new reading; `paused` where it was the last reminder."""
    if paused:
        return _paused(plan, unfinished)
    number = unfinished
    footer = words()
    if next_at is not None:
        footer = words("I will look again ", day_time(next_at, zone))
    return Card(
        eyebrow=plan_name(plan),
        title=words(f"{count(number, 'reading')} {'is' if number == 1 else 'are'} waiting for you"),
        text=(
            words(
                "Your plan waits for you, so nothing new is sent until one of them is done "
                "or left out."
            ),
        ),
        buttons=(
            button("What is waiting", "progress", plan=plan.id, style=ButtonStyle.PRIMARY),
            button("Keep going instead", "settings keep", plan=plan.id),
            *quieter(),
        ),
        footer=footer,
        tone=Tone.GENTLE,
    )


def _paused(plan: Plan, unfinished: int) -> Card:
    return Card(
        eyebrow=plan_name(plan),
        title=words("Your plan is paused"),
        text=(
            words(
                f"{still_with_you(unfinished)}, and there is no hurry. "
                "Nothing more is sent until you resume."
            ),
        ),
        buttons=(
            button("Resume", "resume", plan=plan.id, style=ButtonStyle.PRIMARY),
            button("What is waiting", "progress", plan=plan.id),
            *quieter(),
        ),
        tone=Tone.GENTLE,
    )
