"""Pieces that several cards share: counts, dates, durations, names and buttons."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.card import (
    Button,
    ButtonStyle,
    Code,
    Fact,
    Press,
    Text,
    Untrusted,
    When,
    WhenStyle,
    Words,
    joined,
    words,
)
from bot.domain.curriculum import Plan, Resource
from bot.domain.ids import PlanId
from bot.domain.outlook import Outlook

HOUR = 60


def said(text: str) -> Words:
    """A sentence of ours in which `things to type` stand between backticks."""
    pieces = text.split("`")
    return Words(
        tuple(Code(piece) if index % 2 else piece for index, piece in enumerate(pieces) if piece)
    )


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 reading", "3 readings"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def duration(minutes: int) -> str:
    """Minutes as people say them: "25 min", "2 h 10 min"."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def title_of(resource: Resource) -> Words:
    """A reading's title, which others wrote."""
    return words(Untrusted(resource.title))


def plan_name(plan: Plan) -> Words:
    """A plan's title, which others wrote."""
    return words(Untrusted(plan.title))


def day(at: datetime, zone: str) -> When:
    """An instant shown as its day."""
    return When(at, zone, WhenStyle.DAY)


def day_time(at: datetime, zone: str) -> When:
    """An instant shown with its day and time."""
    return When(at, zone, WhenStyle.DAY_TIME)


def full_date(at: datetime, zone: str) -> When:
    """An instant shown as a date with its year."""
    return When(at, zone, WhenStyle.DATE)


def listed(names: Iterable[str], *, most: int = 4) -> Words:
    """Names that others wrote, the first few of them: "A, B, and 3 more"."""
    every = list(names)
    shown = joined((Untrusted(name) for name in every[:most]), ", ")
    rest = len(every) - most
    return words(shown, f" and {rest} more") if rest > 0 else shown


def fact(label: str, *value: Text) -> Fact:
    """A label with its value."""
    return Fact(label, words(*value))


def button(
    label: str,
    verb: str,
    *,
    arg: str = "",
    plan: PlanId | None = None,
    style: ButtonStyle = ButtonStyle.PLAIN,
) -> Button:
    """A button; `plan` says which plan it means wherever it is pressed."""
    told = f"{arg} plan:{plan}".strip() if plan else arg
    return Button(label, Press(verb, told), style)


def next_now(outlook: Outlook, label: str = "Next reading now") -> tuple[Button, ...]:
    """The button that gives the next reading at once, while there is one."""
    return (button(label, "next", plan=outlook.plan.id),) if outlook.left else ()


def still_with_you(number: int) -> str:
    """How many readings wait: "1 reading is still with you"."""
    return f"{count(number, 'reading')} {'is' if number == 1 else 'are'} still with you"


def next_line(outlook: Outlook) -> Words:
    """When the next reading comes, or why none does."""
    if outlook.next_at is not None:
        return words("Next: ", day_time(outlook.next_at, outlook.zone), ".")
    if outlook.left:
        return said("Nothing is planned while you pause. Type `resume` to go on.")
    if outlook.waiting:
        waiting = still_with_you(len(outlook.waiting))
        return words(f"Nothing new is planned; {waiting}.")
    return words("Nothing more is planned.")


def effort(weeks: int, minutes: int) -> str:
    """What a plan takes: "9 weeks, about 25 min a week"."""
    return f"{count(weeks, 'week')}, about {duration(minutes)} a week"


def ahead(outlook: Outlook) -> tuple[Fact, ...]:
    """What lies ahead of a running plan: weeks and minutes, the next date and the last."""
    if outlook.next_at is None or outlook.last_at is None:
        return ()
    return (
        fact("Takes", effort(outlook.weeks, outlook.minutes_a_week)),
        fact("Next", day_time(outlook.next_at, outlook.zone)),
        fact("Last", full_date(outlook.last_at, outlook.zone)),
    )
