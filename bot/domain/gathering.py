"""How a study group begins: the day of its first reading, and what the invitation says. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.curriculum import Curriculum, Plan
from bot.domain.date_words import UnclearDay, parse_day
from bot.domain.enrollment import Enrollment
from bot.domain.errors import UserError
from bot.domain.group import Discussion, Face, GroupState, Head
from bot.domain.outlook import reading_minutes
from bot.domain.pace import Pace
from bot.domain.progress import minutes_a_week, plan_end, weeks_between
from bot.domain.schedule import FreeDays, away_end, local, next_local, next_slot
from bot.domain.waiting import order

TIME_TO_GATHER = timedelta(days=3)
"""Where nobody names a day, the first reading comes on the plan's first day after so long."""
LONGEST_START = timedelta(days=180)
"""A group may gather for so long at most."""
_MOMENT = timedelta(microseconds=1)
_WORDS_OF_A_DAY = 4


class StartTooFar(UserError):
    """A group may gather for half a year at most. Try `start next monday`."""


class AtOnce(UserError):
    """In a direct message the first reading comes at once, so leave the start day out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """When a group begins: the local day, and the instant; None for at once."""

    day: date
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What the card of a group says: its plan, its dates and how many are in it.

    `first_at` is when the first reading comes or came, None where that is not known; `moved` is
    how many dates rest days put off.
    """

    plan: Plan
    pace: Pace
    state: GroupState
    cohort: str
    readings: int
    first_at: datetime | None
    last_at: datetime | None
    weeks: int
    minutes_a_week: int
    moved: int
    country: str
    discussion: Discussion | None
    head: Head


def usual_start(pace: Pace, *, now: datetime, free: FreeDays) -> date:
    """The local day of the first reading where nobody names one.

    The first of the plan's own days that leaves time to gather: another would bring two readings
    within a week.
    """
    return local(next_slot(pace, now + TIME_TO_GATHER, free=free), pace.zone).date()


def read_start(said: str, *, today: date) -> tuple[date | None, str]:
    """The day that the first words mean, and the words behind them; None where they mean none."""
    words = said.split()
    for used in range(min(len(words), _WORDS_OF_A_DAY), 0, -1):
        if words[0].casefold() in {"now", "immediately"}:
            return today, " ".join(words[1:])
        try:
            return parse_day(" ".join(words[:used]), today=today), " ".join(words[used:])
        except UnclearDay:
            continue
    return None, said


def start_day(said: str, *, today: date) -> date:
    """The local day of a group's first reading, as people write it.

    Raises:
        UnclearDay: it names none.
        DayGone: it has passed.
        StartTooFar: a group would gather for more than half a year.
    """
    day, rest = read_start(said, today=today)
    if day is None or rest:
        parse_day(said, today=today)
        raise UnclearDay
    if day > today + LONGEST_START:
        raise StartTooFar
    return day


def start_on(day: date, pace: Pace, *, now: datetime, at_once: bool, free: FreeDays) -> Start:
    """When a group that starts on a day begins: at the plan's time, rest days put it off.

    Today is at once where the plan's time has passed.
    """
    if at_once:
        return Start(day=day, at=None)
    while day in free:
        day += timedelta(days=1)
    at = next_local(away_end(day, pace.zone) - _MOMENT, pace.at, zone=pace.zone)
    return Start(day=day, at=at if at > now else None)


def cohort_name(day: date, others: Iterable[object]) -> str:
    """What tells a group from an earlier one of the same plan; empty for the first."""
    return f"from {day.day} {day:%B %Y}" if any(True for _ in others) else ""


def invitation(
    enrollment: Enrollment,
    curriculum: Curriculum,
    *,
    face: Face,
    next_at: datetime | None,
    free: FreeDays,
) -> Invitation:
    """The invitation to a group; `next_at` is when its next reading comes."""
    ids = order(curriculum, enrollment.plan, expanded=enrollment.expanded)
    gathers = face.group.state is GroupState.GATHERING
    last, weeks, moved = None, 1, 0
    if next_at is not None:
        rest = max(0, enrollment.left - enrollment.pace.per_slot)
        end = plan_end(enrollment.pace, remaining=rest, after=next_at, free=free)
        since = next_at if gathers else enrollment.started_at
        whole = plan_end(enrollment.pace, remaining=len(ids), after=since - _MOMENT, free=free)
        last, moved = end.last, whole.moved
        weeks = weeks_between(since, last)
    return Invitation(
        plan=curriculum.plan(enrollment.plan),
        pace=enrollment.pace,
        state=face.group.state,
        cohort=face.group.cohort,
        readings=len(ids),
        first_at=next_at if gathers else None,
        last_at=last,
        weeks=weeks,
        minutes_a_week=minutes_a_week(reading_minutes(curriculum, ids), weeks),
        moved=moved,
        country=enrollment.calendar.country,
        discussion=face.group.discussion,
        head=face.head,
    )
