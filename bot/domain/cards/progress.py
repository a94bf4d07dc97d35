"""Where a person stands on a plan: numbers, weeks, what waits, and when it will be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Code,
    Fact,
    Meter,
    Option,
    Picture,
    Tone,
    Words,
    joined,
    words,
)
from bot.domain.cards.parts import (
    button,
    day_time,
    duration,
    fact,
    full_date,
    next_now,
    plan_name,
    said,
    title_of,
)
from bot.domain.curriculum import Plan
from bot.domain.enrollment import Attention, EnrollmentState
from bot.domain.ids import ResourceId
from bot.domain.outlook import Outlook, reading_minutes
from bot.domain.progress import active_weeks, real_pace_finish, weeks_phrase
from bot.domain.schedule import local

MOST_WAITING = 5
_NOON = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a person has done of one plan (its `ids` in order), and when (study time)."""

    ids: tuple[ResourceId, ...]
    done_at: Mapping[ResourceId, datetime]
    started_at: datetime
    now: datetime
    attention: Attention


def progress_card(
    outlook: Outlook,
    record: Record,
    *,
    others: tuple[Plan, ...] = (),
    picture: Picture | None = None,
) -> Card:
    """How far somebody is, and what comes next; with a picture beside the numbers if given."""
    return Card(
        title=plan_name(outlook.plan),
        text=_state(outlook),
        facts=_facts(outlook, record),
        options=_waiting(outlook, record),
        meter=Meter(outlook.done, outlook.total),
        picture=picture,
        buttons=(*_buttons(outlook), *(() if picture else (_as_picture(outlook),))),
        footer=_others(others),
        tone=Tone.INFO,
    )


def _state(outlook: Outlook) -> tuple[Words, ...]:
    lines: list[Words] = []
    if outlook.state is EnrollmentState.FINISHED:
        lines.append(words("This plan is finished."))
        if outlook.left:
            lines.append(said(f"{added(outlook.left)} since; type `next` to read on."))
    if outlook.state is EnrollmentState.PAUSED:
        lines.append(said("It is paused; type `resume` to go on."))
    return tuple(lines)


def _facts(outlook: Outlook, record: Record) -> tuple[Fact, ...]:
    zone = record.attention.zone
    active, of = active_weeks(
        record.done_at.values(), now=record.now, zone=zone, since=record.started_at
    )
    facts = [fact("Done", f"{outlook.done} of {outlook.total}")]
    if outlook.skipped:
        facts.append(fact("Left out or known", f"{outlook.skipped}"))
    if of > 1:  # one week tells nothing yet
        facts.append(fact("Weeks with reading", weeks_phrase(active, of)))
    minutes = reading_minutes(outlook.curriculum, tuple(record.done_at))
    if minutes:
        facts.append(fact("Time read", f"about {duration(minutes)}"))
    if outlook.next_at is not None:
        facts.append(fact("Next", day_time(outlook.next_at, outlook.zone)))
    return (*facts, *_finish(outlook, record))


def _finish(outlook: Outlook, record: Record) -> tuple[Fact, ...]:
    """The last date, and the day it will really be done where that is another one."""
    if outlook.last_at is None:
        return ()
    day = real_pace_finish(
        record.done_at.values(),
        remaining_undone=outlook.left + len(outlook.waiting),
        now=record.now,
        plan_last=outlook.last_at,
        zone=outlook.zone,
    )
    last = fact("Last reading", full_date(outlook.last_at, outlook.zone))
    if day == local(outlook.last_at, outlook.zone).date():
        return (last,)
    return (last, fact("All done, as you read now", full_date(_noon(day), "UTC")))


def _noon(day: date) -> datetime:
    """A date as an instant that shows as that date."""
    return datetime.combine(day, _NOON, UTC)


def _waiting(outlook: Outlook, record: Record) -> tuple[Option, ...]:
    """What was sent and is neither done nor left out, by its number on the plan."""
    shown = outlook.waiting[:MOST_WAITING]
    if not shown:
        return ()
    rows = tuple(
        Fact(
            f"{record.ids.index(each) + 1}" if each in record.ids else "more",
            title_of(outlook.curriculum.resource(each)),
        )
        for each in shown
    )
    more = len(outlook.waiting) - len(shown)
    text = words(f"and {more} more") if more else words()
    return (Option(title=words("With you now"), text=text, facts=rows),)


def _buttons(outlook: Outlook) -> tuple[Button, ...]:
    if outlook.state is EnrollmentState.FINISHED:
        return (button("Choose another plan", "enroll", style=ButtonStyle.PRIMARY),)
    if outlook.state is EnrollmentState.PAUSED:
        return (button("Resume", "resume", plan=outlook.plan.id, style=ButtonStyle.PRIMARY),)
    return (*next_now(outlook), button("See the plan", "path", plan=outlook.plan.id))


def _as_picture(outlook: Outlook) -> Button:
    return button("Show it as a picture", "progress", arg="picture", plan=outlook.plan.id)


def _others(others: tuple[Plan, ...]) -> Words:
    """Other plans here, and how to ask for them."""
    if not others:
        return words()
    return words("Also here: ", joined((Code(f"progress plan:{each.id}") for each in others), ", "))


def added(count: int) -> str:
    """How many readings joined a plan that somebody had finished."""
    return "1 reading was added" if count == 1 else f"{count} readings were added"
