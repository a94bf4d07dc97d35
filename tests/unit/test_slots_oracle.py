"""Slots against `whenever`, an independent library: every zone, every clock change 2020-2040."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources

import pytest
import whenever
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pace import EVERY_DAY
from bot.domain.schedule import Pace, Weekday, latest_slot, next_local, next_slot
from bot.domain.zones import zone, zone_names

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
STRIDE = 12 * DAY  # no zone changes its clocks twice within it and ends where it began
TICK = timedelta(microseconds=1)
FIXED_TIMES = [(0, 0), (0, 30), (1, 30), (2, 15), (2, 30), (23, 30)]


@pytest.fixture(scope="module", autouse=True)
def _both_read_the_tzdata_package() -> Iterator[None]:
    """zoneinfo and whenever read one tz database, whatever this machine has installed."""
    before = zoneinfo.TZPATH
    _read_from(())
    yield
    _read_from(before)


def _read_from(path: tuple[str, ...]) -> None:
    zoneinfo.reset_tzpath(path)
    whenever.reset_tzpath(path)
    zoneinfo.ZoneInfo.clear_cache()
    whenever.clear_tzcache()
    zone.cache_clear()


def distinct_zones() -> list[str]:
    """One name for each content of the tz database; links differ in nothing else."""
    root = resources.files("tzdata") / "zoneinfo"
    return sorted({(root / name).read_bytes(): name for name in sorted(zone_names())}.values())


def clock_changes(name: str) -> Iterator[datetime]:
    """The first instant (whole minutes) after each change of a zone's offset."""
    tz, at, offset = zone(name), FIRST, FIRST.astimezone(zone(name)).utcoffset()
    while at < LAST:
        low, at = at, at + STRIDE
        if (now := at.astimezone(tz).utcoffset()) == offset:
            continue
        high = at
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) / 2
            middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
            low, high = (
                (middle, high) if middle.astimezone(tz).utcoffset() == offset else (low, middle)
            )
        yield high
        offset = now


def oracle(day: date, at: time, name: str) -> datetime:
    """The instant of a local time as `whenever` has it."""
    plain = whenever.PlainDateTime(day.year, day.month, day.day, at.hour, at.minute)
    instant = plain.assume_tz(name, disambiguation="compatible").to_instant()
    return datetime.fromtimestamp(instant.timestamp(), UTC)


@cache
def daily(name: str, at: time) -> Pace:
    return Pace(at=at, zone=name, weekdays=EVERY_DAY)


def times_around(change: datetime, name: str) -> set[time]:
    """Wall-clock times around a change, seen with the old offset and with the new."""
    tz = zone(name)
    old = (change - timedelta(minutes=1)).astimezone(tz) + timedelta(minutes=1)
    new = change.astimezone(tz)
    half = timedelta(minutes=15)
    walls = [wall + half * n for wall in (old, new) for n in (-1, 0, 1)]
    return {wall.time().replace(fold=0) for wall in walls} | {time(*hm) for hm in FIXED_TIMES}


def test_every_zone_agrees_at_every_clock_change() -> None:
    changes = 0
    for name in distinct_zones():
        for change in clock_changes(name):
            changes += 1
            day = change.astimezone(zone(name)).date()
            for at in times_around(change, name):
                chosen = daily(name, at)
                wanted = [oracle(day + n * DAY, at, name) for n in (-1, 0, 1)]
                start = wanted[0] - TICK
                found = [start := next_slot(chosen, start) for _ in wanted]
                assert found == wanted, (name, change, at)
    assert changes > 4000


def test_the_known_hard_zones_are_among_them() -> None:
    hard = ("Australia/Lord_Howe", "America/Nuuk", "Asia/Beirut", "America/Santiago")
    for name in hard:
        offsets = {at.astimezone(zone(name)).utcoffset() for at in clock_changes(name)}
        assert len(offsets) >= 2, name


def test_a_half_hour_gap_moves_a_slot_by_half_an_hour() -> None:
    slot = next_slot(
        daily("Australia/Lord_Howe", time(2, 15)), datetime(2026, 10, 3, 12, tzinfo=UTC)
    )
    assert slot.astimezone(zone("Australia/Lord_Howe")).time() == time(2, 45)


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
names = st.deferred(lambda: st.sampled_from(sorted(zone_names())))
instants = st.datetimes(
    FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC)
)
weekday_sets = st.frozensets(st.sampled_from(Weekday), min_size=1)


@settings(max_examples=150, deadline=None)
@given(names, clocks, weekday_sets, instants)
def test_a_weekly_slot_is_the_first_that_the_oracle_finds(
    name: str, at: time, weekdays: frozenset[Weekday], after: datetime
) -> None:
    days = [after.date() + n * DAY for n in range(-3, 11)]
    wanted = min(
        slot for d in days if d.weekday() in weekdays and (slot := oracle(d, at, name)) > after
    )
    chosen = Pace(at=at, zone=name, weekdays=weekdays)
    assert next_slot(chosen, after) == wanted
    assert next_local(after, at, zone=name) <= wanted


@settings(max_examples=100, deadline=None)
@given(names, clocks, st.integers(1, 30), instants, st.integers(0, 200))
def test_counted_slots_are_those_that_the_oracle_counts(
    name: str, at: time, step: int, after: datetime, later: int
) -> None:
    anchor = after.date() - 5 * DAY
    chosen = Pace(at=at, zone=name, every_days=step, anchor=anchor)
    every = [oracle(anchor + n * step * DAY, at, name) for n in range(240 // step + 4)]
    first = min(slot for slot in every if slot > after)
    until = first + later * DAY
    due = [slot for slot in every if first <= slot <= until]
    assert next_slot(chosen, after) == first
    latest = latest_slot(chosen, first=first, until=until)
    assert (latest.at, latest.covered) == (due[-1], len(due))
