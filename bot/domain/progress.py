"""How somebody is getting on: weeks that had reading in them, and when a plan will be finished."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from bot.domain.pace import Pace
from bot.domain.schedule import FIRST_GAP, NO_FREE_DAYS, FreeDays, local, slots

WEEKS_LOOKED_AT = 8
_WEEK = timedelta(weeks=1)
_LEAST_DONE = 2
_LEAST_HISTORY = timedelta(weeks=2)
_FARTHEST = timedelta(days=10 * 365)  # beyond that an estimate says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEnd:
    """Where a plan's last reading falls (UTC), in how many weeks.

    `moved` is how many of its times free days put off until then.
    """

    last: datetime
    weeks: int
    moved: int


def active_weeks(
    done_at: Iterable[datetime],
    *,
    now: datetime,
    zone: str,
    since: datetime | None = None,
    of: int = WEEKS_LOOKED_AT,
) -> tuple[int, int]:
    """In how many of the last weeks something was finished, and how many weeks that looks at.

    Weeks are ISO weeks (from Monday) in an IANA zone; the ones before `since`, or before the
    first thing done, do not count. Neither does the running week until something is done in it:
    a week that is not over takes nothing away.

    Raises:
        ValueError: an instant is naive.
    """
    this_week = _monday(now, zone)
    active = {week for at in done_at if (week := _monday(at, zone)) <= this_week}
    start = min([*active, this_week if since is None else _monday(since, zone)])
    latest = this_week if this_week in active else this_week - _WEEK
    first = max(start, latest - (of - 1) * _WEEK)
    looked_at = max(0, (latest - first) // _WEEK + 1)
    return sum(first <= week <= latest for week in active), looked_at


def weeks_phrase(active: int, of: int) -> str:
    """The weeks with reading in them, in words: "6 of the last 8 weeks"."""
    if of == 0:
        return "your first week"
    if of == 1:
        return "the last week" if active else "no week yet"
    return f"{active} of the last {of} weeks"


def plan_end(
    pace: Pace,
    *,
    remaining: int,
    after: datetime,
    free: FreeDays = NO_FREE_DAYS,
    first_now: bool = False,
) -> PlanEnd:
    """Where the last of `remaining` readings falls that go out at a pace from `after` on.

    With `first_now` one reading goes out at `after` itself, and the next time is more than
    12 hours later, as on the day somebody enrolls. Nothing remaining ends at `after`.

    Raises:
        ValueError: `after` is naive.
        NoStudyDay: the free days leave no day for three years.
    """
    due, start = remaining, after
    if first_now and remaining > 0:
        due, start = remaining - 1, after + FIRST_GAP
    times, last = -(-max(due, 0) // pace.per_slot), after
    if times:
        *_, last = islice(slots(pace, start, free=free), times)
    moved = _put_off_between(pace, start, until=last, free=free) if times else 0
    return PlanEnd(last=last, weeks=weeks_between(after, last) if remaining > 0 else 0, moved=moved)


def weeks_between(start: datetime, end: datetime) -> int:
    """How many weeks two instants span, the one in which the last falls counted whole."""
    return max(0, (end - start) // _WEEK) + 1


def minutes_a_week(total_minutes: int, weeks: int) -> int:
    """Reading time a week in minutes, rounded up."""
    return -(-total_minutes // max(1, weeks))


def real_pace_finish(
    done_at: Iterable[datetime],
    *,
    remaining_undone: int,
    now: datetime,
    plan_last: datetime,
    zone: str,
) -> date:
    """The local date on which everything will be done at the rate of the last 8 weeks.

    Never before the plan's last reading goes out. That day is also the answer when fewer than
    2 were finished in those weeks, or the first of all less than 2 weeks ago.

    Raises:
        ValueError: an instant is naive.
    """
    finish = _at_done_rate(done_at, remaining_undone=remaining_undone, now=now)
    return local(max(finish or plan_last, plan_last), zone).date()


def _at_done_rate(
    done_at: Iterable[datetime], *, remaining_undone: int, now: datetime
) -> datetime | None:
    """When the rest is done at the rate of the last weeks, or None where that is too little."""
    done = sorted(at for at in done_at if at <= now)
    if not done or now - done[0] < _LEAST_HISTORY:
        return None
    since = max(done[0], now - WEEKS_LOOKED_AT * _WEEK)
    recent = sum(at >= since for at in done)
    if recent < _LEAST_DONE:
        return None
    each = (now - since) / recent
    return now + min(_FARTHEST, min(max(0, remaining_undone), _FARTHEST // each + 1) * each)


def _put_off_between(pace: Pace, start: datetime, *, until: datetime, free: FreeDays) -> int:
    """How many times of a pace between two instants fall on a free day."""
    here, last = local(start, pace.zone), local(until, pace.zone).date()
    first = here.date() - timedelta(here.time() < pace.at)  # today's time may still be ahead
    return sum(pace.day_from(day) == day for day in free.between(first, last))


def _monday(at: datetime, zone: str) -> date:
    day = local(at, zone).date()
    return day - timedelta(day.weekday())
