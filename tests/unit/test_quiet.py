"""Quiet hours and being away: when the bot may speak again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.schedule import NO_QUIET, QuietHours, after_quiet, away_end, local

CALENDAR = settings(max_examples=150, deadline=None)
PARIS = "Europe/Paris"
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 29, 30, 31, 59]))
zones = st.sampled_from(
    ["UTC", PARIS, "Australia/Lord_Howe", "America/Nuuk", "Asia/Beirut", "America/Santiago"]
)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


def utc(*parts: int) -> datetime:
    year, month, day, *rest = parts
    hour, minute = (*rest, 0, 0)[:2]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@CALENDAR
@given(st.builds(QuietHours, start=clocks, end=clocks), instants, zones)
@example(QuietHours(start=time(22), end=time(2, 30)), utc(2026, 3, 29, 0, 30), PARIS)
@example(QuietHours(start=time(22), end=time(2, 30)), utc(2026, 10, 25, 1, 10), PARIS)
@example(QuietHours(start=time(3), end=time(2, 45)), utc(2026, 3, 29, 0, 30), PARIS)
def test_the_end_of_quiet_hours_is_never_quiet(quiet: QuietHours, at: datetime, zone: str) -> None:
    end = quiet.until(at, zone)
    assert (end is not None) == quiet.hush(local(at, zone).time())
    if end is not None:
        assert at < end <= at + timedelta(hours=50)
        assert quiet.until(end, zone) is None
    assert after_quiet(at, quiet, zone=zone) == (end or at)
    assert QuietHours.decode(quiet.encode()) == quiet


def test_quiet_hours_pass_midnight_and_end_on_the_wall_clock() -> None:
    quiet = QuietHours(start=time(22), end=time(7, 30))
    assert quiet.until(utc(2026, 7, 1, 21), PARIS) == utc(2026, 7, 2, 5, 30)
    assert quiet.until(utc(2026, 7, 1, 19, 59), PARIS) is None
    assert quiet.until(utc(2026, 7, 2, 5, 30), PARIS) is None
    assert quiet.until(utc(2026, 10, 24, 21), PARIS) == utc(2026, 10, 25, 6, 30)


def test_a_quiet_hour_that_comes_twice_is_quiet_twice() -> None:
    quiet = QuietHours(start=time(22), end=time(2, 30))
    assert quiet.until(utc(2026, 10, 25, 0, 10), PARIS) == utc(2026, 10, 25, 0, 30)
    assert quiet.until(utc(2026, 10, 25, 1, 10), PARIS) == utc(2026, 10, 25, 1, 30)


@pytest.mark.parametrize("text", ["", "22:00", "22:00-7:00", "22:00-24:00", "22:00-07:00:01"])
def test_what_are_no_quiet_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        QuietHours.decode(text)


def test_no_quiet_hours_hush_nothing() -> None:
    at = utc(2026, 7, 1)
    assert after_quiet(at, NO_QUIET, zone=PARIS) == at
    assert after_quiet(at, None, zone=PARIS) == at


@pytest.mark.parametrize(
    ("until", "zone", "wanted"),
    [
        (date(2026, 7, 10), PARIS, utc(2026, 7, 9, 22)),
        (date(2026, 3, 29), "Asia/Beirut", utc(2026, 3, 28, 22)),  # midnight is skipped: 01:00
        (date(2026, 7, 10), "UTC", utc(2026, 7, 10)),
    ],
)
def test_who_is_away_is_back_as_the_day_begins(until: date, zone: str, wanted: datetime) -> None:
    assert away_end(until, zone) == wanted
