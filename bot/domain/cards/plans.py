"""Cards about plans as a whole: the welcome, what there is to choose, and a plan just begun."""

from collections.abc import Sequence

from bot.domain.budget import Every
from bot.domain.card import ButtonStyle, Card, Fact, Link, Option, Tone, Untrusted, Words, words
from bot.domain.cards.attention import HOW_OFTEN
from bot.domain.cards.parts import (
    ahead,
    button,
    count,
    effort,
    fact,
    full_date,
    plan_name,
    said,
)
from bot.domain.outlook import Offer, Outlook
from bot.domain.pace import describe

REMINDED = said(
    "In a direct message I also look back with you once a week while something waits; "
    "`settings reminders off` ends that."
)
"""What starting a plan says yes to besides its readings."""


def welcome_card(offers: Sequence[Offer], *, own_computer: bool, zone: str) -> Card:
    """The first words in a new place, with the plans to start from."""
    title = "A reading plan that comes to you, and ends"
    if own_computer:
        title = "The whole bot, on your computer; nothing leaves it"
    return Card(
        title=words(title),
        text=(
            words(
                "Choose a plan and I bring it one reading at a time, on the days you like. "
                "You see what it takes before you say yes, and you can pause or leave at any time."
            ),
            REMINDED,
            *_credits(offers),
        ),
        options=tuple(_option(offer) for offer in offers),
        links=_guides(offers),
        footer=words(f"Dates are in {zone} time. ", said("Type `help` to see what I can do.")),
    )


def plans_card(offers: Sequence[Offer], *, note: Words | None = None, zone: str) -> Card:
    """The plans there are, each with what it takes."""
    return Card(
        title=words("Which plan would you like?"),
        text=(*((note,) if note else ()), REMINDED),
        options=tuple(_option(offer) for offer in offers),
        footer=words(
            said("With your own days: `enroll case studies mon,thu 18:30`. "),
            f"Dates are in {zone} time.",
        ),
    )


def begun_card(
    outlook: Outlook, *, assumed: Sequence[str], known: int, waits: bool, reminded: Every
) -> Card:
    """A plan has started: what was understood, what it takes, and what happens next."""
    text: list[Words] = [words("Your first reading is on its way.")]
    if assumed:
        text.append(_assumed(assumed))
    if known:
        come = "does not come" if known == 1 else "do not come"
        readings = count(known, "reading")
        text.append(words(f"What you have done before counts: {readings} {come} again."))
    mode = "wait for me" if waits else "keep going"
    return Card(
        title=words("You are on ", plan_name(outlook.plan)),
        text=tuple(text),
        facts=(
            fact("Days and time", describe(outlook.pace)),
            fact("Readings", _share(outlook)),
            *ahead(outlook),
            fact("If you fall behind", mode),
            *_reminders(reminded),
        ),
        buttons=(
            button("Change day and time", "pace", plan=outlook.plan.id),
            button("See the plan", "path", plan=outlook.plan.id),
        ),
        tone=Tone.SUCCESS,
    )


def following_card(outlook: Outlook) -> Card:
    """The answer to starting a plan that runs already."""
    return Card(
        title=words("You are on ", plan_name(outlook.plan), " already"),
        text=(words(f"{outlook.done} of {count(outlook.total, 'reading')} done."),),
        facts=ahead(outlook),
        buttons=(
            button("Progress", "progress", plan=outlook.plan.id, style=ButtonStyle.PRIMARY),
            button("Next reading now", "next", plan=outlook.plan.id),
            button("Settings", "settings", plan=outlook.plan.id),
        ),
        tone=Tone.GENTLE,
    )


def _assumed(assumed: Sequence[str]) -> Words:
    return words(
        f"I filled in what you did not say: {' and '.join(assumed)}. ",
        said("Change it with `pace weekdays 9am`."),
    )


def _reminders(every: Every) -> tuple[Fact, ...]:
    often = f"{HOW_OFTEN[every]}, while something waits"
    return (fact("Reminders", often),) if every is not Every.OFF else ()


def _share(outlook: Outlook) -> str:
    return f"{outlook.total}" if not outlook.done else f"{outlook.done} of {outlook.total} done"


def _option(offer: Offer) -> Option:
    return Option(
        title=plan_name(offer.plan),
        text=words(Untrusted(offer.plan.summary)) if offer.plan.summary else words(),
        facts=(
            fact("Readings", _readings(offer)),
            fact("Days and time", describe(offer.pace, with_zone=False)),
            fact("Takes", effort(offer.end.weeks, offer.minutes_a_week)),
            fact("Last", full_date(offer.end.last, offer.pace.zone)),
        ),
        buttons=(
            button("Start this plan", "start", arg=offer.plan.id),
            button("Show preview", "preview", arg=offer.plan.id),
        ),
    )


def _readings(offer: Offer) -> str:
    if not offer.books:
        return f"{offer.readings}"
    shelf = "1 is a book or course" if offer.books == 1 else f"{offer.books} are books or courses"
    return f"{offer.readings}, of which {shelf} for the shelf"


def _credits(offers: Sequence[Offer]) -> tuple[Words, ...]:
    """Whose work the plans stand on, as each curriculum says it."""
    said_once = dict.fromkeys(offer.curriculum.credit for offer in offers)
    return tuple(words(Untrusted(credit)) for credit in said_once if credit)


def _guides(offers: Sequence[Offer]) -> tuple[Link, ...]:
    """One link to each guide that the plans come from."""
    guides = {offer.curriculum.url: offer.curriculum.title for offer in offers}
    return tuple(Link(words(Untrusted(title)), url) for url, title in guides.items())
