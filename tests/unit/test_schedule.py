"""Slots, free days and grace: what must hold for every pace at every instant."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import islice, pairwise, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pace import EVERY_DAY, WORKDAYS
from bot.domain.schedule import (
    NO_FREE_DAYS,
    FreeDays,
    NoStudyDay,
    Pace,
    QuietHours,
    Weekday,
    grace,
    latest_slot,
    local,
    next_local,
    next_slot,
    slots,
)

CALENDAR = settings(max_examples=150, deadline=None)

PARIS = "Europe/Paris"
MON, TUE, WED, THU, FRI, SAT, SUN = Weekday
ZONES = (
    *("UTC", PARIS, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Nuuk"),
    *("Asia/Beirut", "America/Santiago", "Pacific/Apia", "Africa/Casablanca", "Antarctica/Troll"),
    *("America/Havana", "Africa/Cairo", "Pacific/Chatham", "America/Asuncion", "Asia/Gaza"),
)
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 29, 30, 31, 59]))
zones = st.sampled_from(ZONES)
dates = st.dates(date(2020, 1, 1), date(2040, 12, 31))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)
weekday_sets = st.frozensets(st.sampled_from(Weekday), min_size=1)
counts = st.integers(1, 5)
weekly_paces = st.builds(Pace, at=clocks, zone=zones, weekdays=weekday_sets, per_slot=counts)
counted_paces = st.builds(
    Pace,
    at=clocks,
    zone=zones,
    every_days=st.sampled_from([1, 2, 3, 5, 7, 14, 21, 364]),
    anchor=dates,
    per_slot=counts,
)
paces = weekly_paces | counted_paces


@st.composite
def rests(draw: st.DrawFn, near: date) -> FreeDays:
    """Free days around a date: single ones, and breaks of up to 15 days."""
    day = st.integers(-10, 40).map(lambda days: near + timedelta(days))
    spans = st.tuples(day, st.integers(0, 15)).map(lambda b: (b[0], b[0] + timedelta(b[1])))
    return FreeDays(
        holidays=draw(st.frozensets(day, max_size=25)),
        breaks=tuple(draw(st.lists(spans, max_size=3))),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Pace, datetime, FreeDays]:
    """A pace, an instant, and free days around it."""
    after = draw(instants)
    return draw(paces), after, draw(st.just(NO_FREE_DAYS) | rests(after.date()))


def pace(*days: Weekday, at: time = time(9), zone: str = "UTC") -> Pace:
    return Pace(at=at, zone=zone, weekdays=frozenset(days))


def utc(*parts: int) -> datetime:
    year, month, day, *rest = parts
    hour, minute = (*rest, 0, 0)[:2]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def slot_days(chosen: Pace, free: FreeDays, *, since: date, many: int) -> list[date]:
    """The slow, plain reading of the rule: the days with a slot among `many` days."""
    found = []
    days = [since + timedelta(n) for n in range(many)]
    regular = [day for day in days if chosen.day_from(day) == day]
    for day, stop in pairwise(regular):
        open_days = (
            day + timedelta(n)
            for n in range((stop - day).days)
            if (day + timedelta(n)) not in free
            and (n == 0 or chosen.any_day or (day + timedelta(n)).weekday() < 5)
        )
        found += list(islice(open_days, 1))
    return found


@CALENDAR
@given(situations())
def test_a_slot_is_later_and_never_on_a_free_day(case: tuple[Pace, datetime, FreeDays]) -> None:
    chosen, after, free = case
    slot = next_slot(chosen, after, free=free)
    assert slot > after
    assert slot.tzinfo is UTC
    here = local(slot, chosen.zone)
    if here.time() == chosen.at:
        assert here.date() not in free


@CALENDAR
@given(paces, instants)
def test_without_free_days_a_slot_lies_on_a_chosen_day_at_the_chosen_time(
    chosen: Pace, after: datetime
) -> None:
    here = local(next_slot(chosen, after), chosen.zone)
    shown = here.replace(tzinfo=None)
    day = chosen.day_until(here.date())
    assert day is not None
    moved_by = shown - datetime.combine(day, chosen.at)
    assert timedelta(0) <= moved_by <= timedelta(hours=2)
    skipped = local(here.astimezone(UTC) - moved_by, chosen.zone)
    assert moved_by == timedelta(0) or skipped.utcoffset() != here.utcoffset()


@CALENDAR
@given(situations(), st.floats(0, 1))
def test_no_slot_lies_between_an_instant_and_its_next_slot(
    case: tuple[Pace, datetime, FreeDays], part: float
) -> None:
    chosen, after, free = case
    slot = next_slot(chosen, after, free=free)
    between = after + (slot - after) * part
    if between < slot:
        assert next_slot(chosen, between, free=free) == slot


@CALENDAR
@given(situations())
def test_slots_rise_and_follow_the_plain_reading_of_the_rule(
    case: tuple[Pace, datetime, FreeDays],
) -> None:
    chosen, after, free = case
    since, many = after.date() - timedelta(30), 150
    if chosen.anchor is not None:
        since = chosen.day_until(since) or chosen.anchor
        many += 4 * chosen.every_days
    found = list(islice(slots(chosen, after, free=free), 8))
    assert found == sorted(set(found))
    days = slot_days(chosen, free, since=since, many=many)
    wanted = sorted(next_local(start_of(d, chosen), chosen.at, zone=chosen.zone) for d in days)
    assert found[:1] == [at for at in wanted if at > after][:1]
    seen = [at for at in wanted if found[0] <= at <= found[-1]]
    assert seen == found[: len(seen)]


def start_of(day: date, chosen: Pace) -> datetime:
    """Just before a day's time in a pace's zone, wherever its clocks may stand."""
    zone = local(datetime(2020, 1, 1, tzinfo=UTC), chosen.zone).tzinfo
    return datetime.combine(day, chosen.at, zone).astimezone(UTC) - timedelta(microseconds=1)


@CALENDAR
@given(situations(), st.integers(0, 400))
def test_the_latest_slot_agrees_with_walking_the_slots(
    case: tuple[Pace, datetime, FreeDays], later_days: int
) -> None:
    chosen, after, free = case
    first = next_slot(chosen, after, free=free)
    until = first + timedelta(days=later_days, hours=later_days % 24)
    latest = latest_slot(chosen, first=first, until=until, free=free)
    walked = [first, *takewhile(lambda at: at <= until, slots(chosen, first, free=free))]
    assert (latest.at, latest.covered) == (walked[-1], len(walked))
    assert latest.next_at == next_slot(chosen, until, free=free)


def test_ten_missed_years_are_one_latest_slot() -> None:
    daily = pace(*EVERY_DAY)
    latest = latest_slot(daily, first=utc(2026, 1, 1, 9), until=utc(2036, 1, 1, 9))
    assert (latest.at, latest.covered) == (utc(2036, 1, 1, 9), 3653)
    assert latest.next_at == utc(2036, 1, 2, 9)


def test_a_due_time_that_the_pace_no_longer_has_still_counts() -> None:
    latest = latest_slot(pace(MON), first=utc(2026, 7, 1, 12), until=utc(2026, 7, 7))
    assert (latest.at, latest.covered) == (utc(2026, 7, 6, 9), 2)
    early = latest_slot(pace(MON), first=utc(2026, 7, 1, 12), until=utc(2026, 7, 2))
    assert (early.at, early.covered, early.next_at) == (utc(2026, 7, 1, 12), 1, utc(2026, 7, 6, 9))


def test_nothing_is_due_before_the_first_slot() -> None:
    with pytest.raises(ValueError, match="before its first"):
        latest_slot(pace(MON), first=utc(2026, 7, 6, 9), until=utc(2026, 7, 6, 8))


def test_counted_days_start_with_their_anchor() -> None:
    every_third = Pace(at=time(7, 15), zone="UTC", every_days=3, anchor=date(2026, 7, 10))
    found = list(islice(slots(every_third, utc(2026, 7, 1)), 3))
    assert found == [utc(2026, 7, 10, 7, 15), utc(2026, 7, 13, 7, 15), utc(2026, 7, 16, 7, 15)]


def test_a_skipped_time_moves_forward_and_a_repeated_one_happens_once() -> None:
    early = pace(*EVERY_DAY, at=time(2, 30), zone=PARIS)
    spring = list(islice(slots(early, utc(2026, 3, 28, 12)), 2))
    assert spring == [utc(2026, 3, 29, 1, 30), utc(2026, 3, 30, 0, 30)]  # 03:30, then 02:30
    autumn = list(islice(slots(early, utc(2026, 10, 24, 12)), 2))
    assert autumn == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)]  # the first 02:30


def test_a_day_that_never_was_crashes_nothing() -> None:
    daily = pace(*EVERY_DAY, zone="Pacific/Apia")
    found = list(islice(slots(daily, utc(2011, 12, 28)), 5))
    assert found == sorted(set(found))
    fridays = pace(FRI, zone="Pacific/Apia")  # 30 December 2011 was one, and was left out
    assert local(next_slot(fridays, utc(2011, 12, 29)), "Pacific/Apia").day == 31
    assert next_slot(fridays, utc(2011, 12, 30, 18, 59)) == utc(2011, 12, 30, 19)


def test_naive_instants_are_refused() -> None:
    naive = datetime(2026, 7, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="needs a time zone"):
        next_slot(pace(MON), naive)
    with pytest.raises(ValueError, match="needs a time zone"):
        next_local(naive, time(9), zone="UTC")
    with pytest.raises(ValueError, match="needs a time zone"):
        QuietHours(start=time(22), end=time(7)).until(naive, "UTC")


def test_any_aware_instant_will_do() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert next_slot(pace(MON), datetime(2026, 7, 6, 17, 59, tzinfo=tokyo)) == utc(2026, 7, 6, 9)


@pytest.mark.parametrize(
    ("chosen", "free", "days"),
    [
        # Monday 6 July is free: Tuesday instead, Thursday as ever
        (pace(MON, THU), FreeDays(holidays=frozenset({date(2026, 7, 6)})), [7, 9, 13]),
        # all until Thursday is free: Monday's becomes one with Thursday's
        (pace(MON, THU), FreeDays(breaks=((date(2026, 7, 6), date(2026, 7, 8)),)), [9, 13, 16]),
        # Thursday too: both move, as one, to Friday
        (pace(MON, THU), FreeDays(breaks=((date(2026, 7, 6), date(2026, 7, 9)),)), [10, 13, 16]),
        # a free Friday of a workday pace does not move into the weekend but becomes Monday's
        (pace(*WORKDAYS), FreeDays(holidays=frozenset({date(2026, 7, 10)})), [6, 7, 8, 9, 13]),
        # a weekend pace may move onto a Sunday
        (pace(SAT), FreeDays(holidays=frozenset({date(2026, 7, 11)})), [12, 18]),
        # a daily pace loses a free day
        (pace(*EVERY_DAY), FreeDays(holidays=frozenset({date(2026, 7, 7)})), [6, 8, 9]),
        # a weekly one moves within its week, over the weekend to Monday
        (pace(FRI), FreeDays(holidays=frozenset({date(2026, 7, 10)})), [13, 17]),
    ],
)
def test_a_free_day_puts_its_slot_off(chosen: Pace, free: FreeDays, days: list[int]) -> None:
    found = islice(slots(chosen, utc(2026, 7, 5, 12), free=free), len(days))
    assert [at.day for at in found] == days


@pytest.mark.parametrize("asked", [10, 11, 12])
def test_a_slot_put_off_is_found_from_any_day_on_the_way(asked: int) -> None:
    free = FreeDays(holidays=frozenset({date(2026, 7, 10)}))
    assert next_slot(pace(FRI), utc(2026, 7, asked, 12), free=free) == utc(2026, 7, 13, 9)


def test_counted_days_may_move_to_a_weekend() -> None:
    friday = Pace(at=time(9), zone="UTC", every_days=14, anchor=date(2026, 7, 10))
    free = FreeDays(holidays=frozenset({date(2026, 7, 10)}))
    assert next_slot(friday, utc(2026, 7, 9), free=free) == utc(2026, 7, 11, 9)


def test_free_days_without_end_are_refused_and_not_walked_forever() -> None:
    never = FreeDays(breaks=((date(2000, 1, 1), date(9999, 12, 31)),))
    with pytest.raises(NoStudyDay, match="no day for a reading"):
        next_slot(pace(*EVERY_DAY), utc(2026, 7, 1), free=never)


def test_a_break_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        FreeDays(breaks=((date(2026, 7, 2), date(2026, 7, 1)),))
    assert date(2026, 7, 1) in FreeDays(breaks=((date(2026, 7, 1), date(2026, 7, 1)),))
    assert not NO_FREE_DAYS


@pytest.mark.parametrize(("gap_hours", "wanted_hours"), [(2, 1), (24, 12), (72, 12)])
def test_grace_is_half_the_gap_and_12_hours_at_most(gap_hours: int, wanted_hours: int) -> None:
    slot = utc(2026, 7, 6, 9)
    assert grace(slot, slot + timedelta(hours=gap_hours)) == timedelta(hours=wanted_hours)


@CALENDAR
@given(instants, clocks, zones)
def test_the_next_wall_time_is_the_first_after(after: datetime, at: time, zone: str) -> None:
    found = next_local(after, at, zone=zone)
    assert after < found <= after + timedelta(hours=26)
    assert found == next_slot(pace(*EVERY_DAY, at=at, zone=zone), after)
