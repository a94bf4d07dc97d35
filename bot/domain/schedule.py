"""Slots: the instants at which a pace is due, right across daylight saving.

A local time that a zone skips moves forward by the gap, one that it repeats counts once, at its
first occurrence: plain zoneinfo with fold=0. Every slot belongs to a day of the pace; a day that
is free puts its slot off to the first later day that is not, and where the pace's next day comes
first the two become one. So the slots are a pure function of pace and free days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.pace import Pace, Weekday, describe
from bot.domain.quiet import NO_QUIET, QuietHours, after_quiet
from bot.domain.zones import zone as zone_of

__all__ = [
    "FIRST_GAP",
    "NO_FREE_DAYS",
    "NO_QUIET",
    "FreeDays",
    "LatestSlot",
    "NoStudyDay",
    "Pace",
    "QuietHours",
    "Weekday",
    "after_quiet",
    "away_end",
    "describe",
    "grace",
    "latest_slot",
    "local",
    "next_local",
    "next_slot",
    "slots",
]

FIRST_GAP = timedelta(hours=12)
"""The least time between the first reading, given at once, and the slot after it."""

LONGEST_GRACE = timedelta(hours=12)
LONGEST_REST = timedelta(days=3 * 365)
_DAY = timedelta(days=1)
_SATURDAY = 5


class NoStudyDay(ValueError):
    """Three years hold no day on which anything may be read: the free days must be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeDays:
    """Local dates without readings: holidays, and breaks from a first to a last day, inclusive.

    A break that ends before it begins raises ValueError.
    """

    holidays: frozenset[date] = frozenset()
    breaks: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        if any(last < first for first, last in self.breaks):
            raise ValueError("a break cannot end before it begins")

    def __contains__(self, day: date) -> bool:
        return day in self.holidays or any(first <= day <= last for first, last in self.breaks)

    def __bool__(self) -> bool:
        return bool(self.holidays or self.breaks)

    def between(self, after: date, until: date) -> Iterator[date]:
        """Each free day after the one and not after the other, once, in no order."""
        seen = {day for day in self.holidays if after < day <= until}
        for first, last in self.breaks:
            day = max(first, after + _DAY)
            while day <= min(last, until):
                seen.add(day)
                day += _DAY
        yield from seen


NO_FREE_DAYS = FreeDays()


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestSlot:
    """The slot to act on: how many slots it stands for (1 is itself alone), and what follows."""

    at: datetime
    covered: int
    next_at: datetime


def next_slot(pace: Pace, after: datetime, *, free: FreeDays = NO_FREE_DAYS) -> datetime:
    """The first slot strictly later than `after`; aware in, UTC out.

    Raises:
        ValueError: `after` is naive.
        NoStudyDay: the free days leave no day for three years.
    """
    return _next(pace, after, free=free)[1]


def slots(pace: Pace, after: datetime, *, free: FreeDays = NO_FREE_DAYS) -> Iterator[datetime]:
    """Every slot strictly later than `after`, in order, in UTC, without end.

    Raises:
        ValueError: as `next_slot` does.
    """
    while True:
        after = next_slot(pace, after, free=free)
        yield after


@lru_cache(maxsize=1024)  # whoever shares days and time with others is due together with them
def latest_slot(
    pace: Pace, *, first: datetime, until: datetime, free: FreeDays = NO_FREE_DAYS
) -> LatestSlot:
    """What is due once `first` was: the latest slot not after `until`, standing for all missed.

    `first` counts as due even where the pace no longer has a slot there. The work does not grow
    with the slots missed, only with the free days among them.

    Raises:
        ValueError: an instant is naive, or `until` is before `first`.
        NoStudyDay: as `next_slot` does.
    """
    if until < first:
        raise ValueError("nothing is due before its first slot")
    day, at = _next(pace, first, free=free)
    if at > until:
        return LatestSlot(at=first.astimezone(UTC), covered=1, next_at=at)
    next_day, next_at = _next(pace, until, free=free)
    last = _slot_day_before(pace, next_day, free=free)
    covered = 2 + _slot_days_between(pace, day, until=last, free=free)
    latest = _instant(last, pace.at, tz=zone_of(pace.zone))
    return LatestSlot(at=latest, covered=covered, next_at=next_at)


def grace(slot: datetime, following: datetime) -> timedelta:
    """How late a slot may still go out: half the gap to the following one, 12 hours at most."""
    return min((following - slot) / 2, LONGEST_GRACE)


def local(at: datetime, zone: str) -> datetime:
    """The same instant on the wall clock of an IANA zone.

    Raises:
        ValueError: `at` is naive.
        UnknownZone: no zone has that name.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(zone_of(zone))


def next_local(after: datetime, at: time, *, zone: str) -> datetime:
    """The first instant (UTC) strictly after `after` at which a zone's clocks show `at`.

    Raises:
        ValueError: `after` is naive.
        UnknownZone: no zone has that name.
    """
    tz, day = zone_of(zone), local(after, zone).date() - _DAY
    while (found := _instant(day, at, tz=tz)) <= after:
        day += _DAY
    return found


def away_end(until: date, zone: str) -> datetime:
    """When somebody who is away until a date is back: as that day begins in their zone (UTC)."""
    return _instant(until, time(0, 0), tz=zone_of(zone))


def _next(pace: Pace, after: datetime, *, free: FreeDays) -> tuple[date, datetime]:
    """The first slot strictly later than `after`, with the local day it belongs to."""
    if after.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    tz, at = zone_of(pace.zone), pace.at
    day = after.astimezone(tz).date() - _DAY  # a gap may carry yesterday's slot into today
    while True:
        day = _slot_day_from(pace, day, free=free) if free else pace.day_from(day)
        found = _instant(day, at, tz=tz)
        if found > after:
            return day, found
        day += _DAY


def _instant(day: date, at: time, *, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tz).astimezone(UTC)


def _put_off(pace: Pace, day: date, *, free: FreeDays) -> date | None:
    """Where a day of the pace has its slot: there, later if it is free, or with the next: None."""
    if day not in free:
        return day
    end = pace.day_from(day + _DAY)
    later = day + _DAY
    while later < end:
        if later not in free and (pace.any_day or later.weekday() < _SATURDAY):
            return later
        later += _DAY
    return None


def _slot_day_from(pace: Pace, day: date, *, free: FreeDays) -> date:
    """The first day with a slot that is not before `day`."""
    regular = pace.day_until(day) or pace.day_from(day)
    last = max(day, regular) + LONGEST_REST
    while regular <= last:
        found = _put_off(pace, regular, free=free)
        if found is not None and found >= day:
            return found
        regular = pace.day_from(regular + _DAY)
    raise NoStudyDay(f"no day for a reading from {day} to {last}")


def _slot_day_before(pace: Pace, day: date, *, free: FreeDays) -> date:
    """The last day with a slot before `day`; the caller knows that there is one."""
    regular = pace.day_until(day - _DAY)
    while regular is not None:
        found = _put_off(pace, regular, free=free)
        if found is not None and found < day:
            return found
        regular = pace.day_until(regular - _DAY)
    raise AssertionError(f"no slot before {day}")


def _slot_days_between(pace: Pace, after: date, *, until: date, free: FreeDays) -> int:
    """How many slots there are after one slot's day until another's."""
    owner, last = pace.day_until(after), pace.day_until(until)
    if owner is None or last is None:
        raise AssertionError("a slot's day comes from a day of the pace")
    merged = (
        day
        for day in free.between(owner, last)
        if pace.day_from(day) == day and _put_off(pace, day, free=free) is None
    )
    return pace.days_between(owner, last) - sum(1 for _ in merged)
