"""The reminder of one person's plan, and the line that tells the same on a reading's message."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.budget import Every
from bot.domain.card import Button, ButtonStyle, Card, Fact, Meter, Tone, Words, words
from bot.domain.cards.parts import (
    button,
    count,
    day_time,
    duration,
    fact,
    listed,
    plan_name,
    said,
    still_with_you,
    title_of,
)
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import Enrollment
from bot.domain.ids import PlanId, ResourceId
from bot.domain.recap import LookBack
from bot.domain.reminders import RESTART, reminder_day

LESS_OFTEN = "Less often"
STOP = "Stop"
MOST_NAMED = 3
_FROM_NOW_ON = {
    Every.FORTNIGHTLY: "The last two found no answer, so from now on I write every two weeks.",
    Every.MONTHLY: "The last two found no answer, so from now on I write once a month.",
    Every.OFF: "The last two found no answer, so this is the last one. Your readings still come. "
    "To have these again: `settings reminders weekly`.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder: where its plan stands, the reading its buttons act on, when the next comes.

    `variant` holds what planning decided: a fresh start, or that it comes less often now.
    """

    look: LookBack
    enrollment: Enrollment
    current: ResourceId
    next_at: datetime | None
    variant: str

    @property
    def lowered(self) -> Every | None:
        """How often reminders come from now on, where that just changed."""
        return next((Every(word) for word in self.variant.split() if word != RESTART), None)


def weekly_card(reminder: Reminder, curriculum: Curriculum) -> Card:
    """What was finished, what waits, how long it takes, and what comes next."""
    if RESTART in reminder.variant.split():
        return _restart_card(reminder, curriculum)
    look, plan = reminder.look, curriculum.plan(reminder.enrollment.plan)
    waits = "waits" if len(look.waiting) == 1 else "wait"
    return Card(
        eyebrow=plan_name(plan),
        title=words(f"{count(len(look.waiting), 'reading')} {waits} for you"),
        text=(_meant(reminder, curriculum),),
        facts=_facts(reminder, curriculum),
        meter=Meter(look.done, look.total),
        buttons=(
            button("Did it", "done", style=ButtonStyle.PRIMARY),
            button("Move to tomorrow", "later", arg="tomorrow"),
            button("Skip this one", "skip"),
            *quieter(),
        ),
        footer=_footer(reminder),
        tone=Tone.GENTLE,
    )


def quieter() -> tuple[Button, ...]:
    """What every message that the bot starts by itself offers."""
    return (
        button(LESS_OFTEN, "settings reminders", arg="less", style=ButtonStyle.QUIET),
        button(STOP, "stop", style=ButtonStyle.QUIET),
    )


def restart_buttons(plan: PlanId) -> tuple[Button, ...]:
    """Three ways to go on after a long time."""
    return (
        button("Go on where you were", "restart", arg="on", plan=plan, style=ButtonStyle.PRIMARY),
        button("A slower pace", "restart", arg="slower", plan=plan),
        button("Start the section again", "restart", arg="section", plan=plan),
    )


def recap_line(look: LookBack, *, but: ResourceId) -> tuple[Words, ...]:
    """What waited before the reading of this very message, where something did."""
    sent = list(look.waiting)
    before = sent[: sent.index(but)] if but in sent else sent
    return (words(f"{still_with_you(len(before))} from before."),) if before else ()


def _restart_card(reminder: Reminder, curriculum: Curriculum) -> Card:
    plan = curriculum.plan(reminder.enrollment.plan)
    return Card(
        eyebrow=plan_name(plan),
        title=words("Nothing has piled up"),
        text=(
            words(
                "It has been a while. What you have not read comes again one by one, "
                "from wherever you like."
            ),
        ),
        facts=(
            fact("Done", f"{reminder.look.done} of {reminder.look.total}"),
            *_next(reminder),
        ),
        meter=Meter(reminder.look.done, reminder.look.total),
        buttons=(*restart_buttons(plan.id), *quieter()),
        footer=_footer(reminder),
        tone=Tone.GENTLE,
    )


def _meant(reminder: Reminder, curriculum: Curriculum) -> Words:
    """The reading that the buttons act on."""
    title = title_of(curriculum.resource(reminder.current))
    if len(reminder.look.waiting) == 1:
        return words(title, ".")
    return words("The buttons mean the latest one, ", title, ".")


def _facts(reminder: Reminder, curriculum: Curriculum) -> tuple[Fact, ...]:
    look = reminder.look
    lately = f", {look.lately} of them in the last 7 days" if look.lately else ""
    facts = [fact("Done", f"{look.done} of {look.total}{lately}")]
    if len(look.waiting) > 1:
        names = (curriculum.resource(each).title for each in look.waiting)
        facts.append(fact("With you", listed(names, most=MOST_NAMED)))
    if look.minutes:
        facts.append(fact("To catch up", f"about {duration(look.minutes)}"))
    return (*facts, *_next(reminder))


def _next(reminder: Reminder) -> tuple[Fact, ...]:
    if reminder.next_at is None or not reminder.enrollment.left:
        return ()
    return (fact("Next reading", day_time(reminder.next_at, reminder.enrollment.pace.zone)),)


def _footer(reminder: Reminder) -> Words:
    lowered = reminder.lowered
    if lowered is not None:
        return said(_FROM_NOW_ON[lowered])
    day = reminder_day(reminder.enrollment.pace)
    return words(f"I look back on a {day.label}, and only while something waits.")
