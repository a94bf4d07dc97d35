"""Weeks with reading in them, where a plan ends, and what the real pace makes of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pace import EVERY_DAY
from bot.domain.progress import (
    PlanEnd,
    active_weeks,
    minutes_a_week,
    plan_end,
    real_pace_finish,
    weeks_between,
    weeks_phrase,
)
from bot.domain.schedule import FIRST_GAP, FreeDays, Pace, Weekday, slots

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)  # a Wednesday
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MONDAYS = Pace(at=time(9), zone="UTC", weekdays=frozenset({Weekday.MON}))
DAILY = Pace(at=time(9), zone="UTC", weekdays=EVERY_DAY)


def weeks(*back: int, since: datetime | None = None) -> tuple[int, int]:
    done = [NOW - n * WEEK for n in back]
    return active_weeks(done, now=NOW, zone="UTC", since=since)


def test_a_missed_week_breaks_nothing() -> None:
    assert weeks(0, 1, 2, 4, 5, 7, 9) == (6, 8)
    assert weeks_phrase(6, 8) == "6 of the last 8 weeks"


def test_the_running_week_counts_only_once_it_has_something() -> None:
    assert weeks(1, 2, 3, 4, 5, 6, 7, 8) == (8, 8)
    assert weeks(0, 1, 2, 3, 4, 5, 6, 7, 8) == (8, 8)
    assert weeks(8) == (1, 8)
    assert weeks(0, 8) == (1, 8)


def test_only_weeks_since_the_start_are_looked_at() -> None:
    assert weeks(0, 1) == (2, 2)
    assert weeks(0, 1, since=NOW - 4 * WEEK) == (2, 5)
    assert weeks(since=NOW - 3 * WEEK) == (0, 3)
    assert weeks(since=NOW) == (0, 0)
    assert weeks() == (0, 0)


def test_what_is_done_after_now_does_not_count() -> None:
    assert active_weeks([NOW + WEEK], now=NOW, zone="UTC") == (0, 0)


def test_a_week_begins_on_monday_in_the_persons_zone() -> None:
    late_sunday = datetime(2026, 6, 28, 20, tzinfo=UTC)  # Monday already in Tokyo
    assert active_weeks([late_sunday], now=NOW, zone="UTC") == (1, 1)
    tokyo = active_weeks([late_sunday, NOW], now=NOW, zone="Asia/Tokyo")
    assert tokyo == (1, 1)
    assert active_weeks([late_sunday, NOW], now=NOW, zone="UTC") == (2, 2)


@pytest.mark.parametrize(
    ("active", "of", "phrase"),
    [
        (0, 0, "your first week"),
        (1, 1, "the last week"),
        (0, 1, "no week yet"),
        (3, 4, "3 of the last 4 weeks"),
    ],
)
def test_weeks_in_words(active: int, of: int, phrase: str) -> None:
    assert weeks_phrase(active, of) == phrase


def test_a_plan_ends_with_its_last_reading() -> None:
    end = plan_end(MONDAYS, remaining=4, after=NOW)
    assert end == PlanEnd(last=datetime(2026, 7, 27, 9, tzinfo=UTC), weeks=4, moved=0)
    two_each = Pace(at=time(9), zone="UTC", weekdays=frozenset({Weekday.MON}), per_slot=2)
    assert plan_end(two_each, remaining=4, after=NOW).last == datetime(2026, 7, 13, 9, tzinfo=UTC)
    assert plan_end(two_each, remaining=5, after=NOW).last == datetime(2026, 7, 20, 9, tzinfo=UTC)


def test_the_first_reading_at_once_leaves_12_hours_before_the_next() -> None:
    evening = datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert plan_end(DAILY, remaining=1, after=evening, first_now=True).last == evening
    second = plan_end(DAILY, remaining=2, after=evening, first_now=True).last
    assert second == datetime(2026, 7, 3, 9, tzinfo=UTC)
    assert plan_end(DAILY, remaining=1, after=evening).last == datetime(2026, 7, 2, 9, tzinfo=UTC)


def test_nothing_remaining_ends_now() -> None:
    for first_now in (False, True):
        end = plan_end(DAILY, remaining=0, after=NOW, first_now=first_now)
        assert end == PlanEnd(last=NOW, weeks=0, moved=0)


def test_free_days_move_the_end_and_are_counted() -> None:
    free = FreeDays(
        holidays=frozenset({date(2026, 7, 6)}), breaks=((date(2026, 7, 13), date(2026, 7, 26)),)
    )
    end = plan_end(MONDAYS, remaining=4, after=NOW, free=free)
    # Tuesday 7 July; 13 July's becomes one with 20 July's, which moves out of it: to 27 July
    assert end.last == datetime(2026, 8, 10, 9, tzinfo=UTC)
    assert end.moved == 3


def test_a_free_today_counts_while_its_time_is_ahead() -> None:
    free = FreeDays(holidays=frozenset({NOW.date()}))
    evenings = Pace(at=time(18), zone="UTC", weekdays=EVERY_DAY)
    assert plan_end(evenings, remaining=1, after=NOW, free=free).moved == 1
    assert plan_end(DAILY, remaining=1, after=NOW, free=free).moved == 0


@settings(max_examples=100, deadline=None)
@given(
    remaining=st.integers(1, 60),
    per_slot=st.integers(1, 5),
    first_now=st.integers(0, 1),
    free_in=st.frozensets(st.integers(0, 60)),
)
def test_the_end_is_where_handing_out_ends(
    remaining: int,
    per_slot: int,
    first_now: int,
    free_in: frozenset[int],
) -> None:
    pace = Pace(
        at=time(9),
        zone="Europe/Paris",
        weekdays=frozenset(Weekday(n) for n in (0, 3)),
        per_slot=per_slot,
    )
    free = FreeDays(holidays=frozenset(NOW.date() + n * DAY for n in free_in))
    end = plan_end(pace, remaining=remaining, after=NOW, free=free, first_now=first_now == 1)
    left, at = remaining, NOW
    coming = slots(pace, NOW + FIRST_GAP * first_now, free=free)
    if first_now:
        left -= 1
    while left > 0:
        left, at = left - pace.per_slot, next(coming)
    assert end.last == at
    assert end.weeks == weeks_between(NOW, at) >= 1
    assert (end.moved == 0) or free_in


def test_weeks_begun_are_whole() -> None:
    assert weeks_between(NOW, NOW) == 1
    assert weeks_between(NOW, NOW + WEEK - DAY) == 1
    assert weeks_between(NOW, NOW + WEEK) == 2
    assert weeks_between(NOW, NOW + WEEK + DAY) == 2


@pytest.mark.parametrize(("total", "in_weeks", "each"), [(100, 4, 25), (101, 4, 26), (30, 0, 30)])
def test_minutes_a_week_are_rounded_up(total: int, in_weeks: int, each: int) -> None:
    assert minutes_a_week(total, in_weeks) == each


def finish(done: list[datetime], undone: int, plan_last: datetime) -> date:
    return real_pace_finish(done, remaining_undone=undone, now=NOW, plan_last=plan_last, zone="UTC")


def test_the_real_pace_is_that_of_the_last_8_weeks() -> None:
    one_a_week = [NOW - n * WEEK for n in range(1, 8)]
    assert finish(one_a_week, 7, NOW + WEEK) == (NOW + 7 * WEEK).date()
    long_ago = [NOW - 40 * WEEK + n * DAY for n in range(100)]
    assert finish([*long_ago, *one_a_week], 7, NOW + WEEK) == (NOW + 8 * WEEK).date()


def test_nobody_finishes_before_the_last_reading_comes() -> None:
    quick = [NOW - n * DAY for n in range(20)]
    assert finish(quick, 5, NOW + 10 * WEEK) == (NOW + 10 * WEEK).date()


def test_too_little_history_falls_back_on_the_plan() -> None:
    last = NOW + 3 * WEEK
    assert finish([], 20, last) == last.date()
    assert finish([NOW - 5 * WEEK], 20, last) == last.date()
    assert finish([NOW - 13 * DAY, NOW - DAY], 20, last) == last.date()
    assert finish([NOW - 30 * WEEK, NOW - 29 * WEEK], 20, last) == last.date()


def test_an_estimate_ends_somewhere() -> None:
    slow = [NOW - 8 * WEEK, NOW - WEEK]
    assert finish(slow, 10**12, NOW) <= (NOW + 3650 * DAY).date()
