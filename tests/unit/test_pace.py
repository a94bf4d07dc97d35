"""A pace as a value: what it may hold, how it is stored and how it is said."""

from datetime import UTC, date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pace import EVERY_DAY, WEEKEND, WORKDAYS, Pace, Weekday, describe

CALENDAR = settings(max_examples=150, deadline=None)
TUE, WED, SUN = Weekday.TUE, Weekday.WED, Weekday.SUN
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
zones = st.sampled_from(["UTC", "Europe/Paris", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
counts = st.integers(1, 5)
paces = st.builds(
    Pace,
    at=clocks,
    zone=zones,
    weekdays=st.frozensets(st.sampled_from(Weekday), min_size=1),
    per_slot=counts,
) | st.builds(
    Pace,
    at=clocks,
    zone=zones,
    every_days=st.integers(1, 364),
    anchor=st.dates(),
    per_slot=counts,
)


@CALENDAR
@given(paces)
def test_a_pace_survives_its_encoding(chosen: Pace) -> None:
    assert Pace.decode(chosen.encode()) == chosen
    assert "slot" not in describe(chosen)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "w:|09:00|UTC|1",
        "w:7|09:00|UTC|1",
        "w:1,0|09:00|UTC|1",
        "w:0|9:00|UTC|1",
        "w:0|09:00:30|UTC|1",
        "w:0|09:00|Mars/Base|1",
        "w:0|09:00|../UTC|1",
        "w:0|09:00|UTC|6",
        "w:0|09:00|UTC|1|",
        "e:0@2026-01-05|09:00|UTC|1",
        "e:365@2026-01-05|09:00|UTC|1",
        "e:3@|09:00|UTC|1",
        "x:3@2026-01-05|09:00|UTC|1",
    ],
)
def test_what_is_no_pace_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a pace"):
        Pace.decode(text)


def test_a_pace_has_weekdays_or_counted_days() -> None:
    with pytest.raises(ValueError, match="not both"):
        Pace(at=time(9), zone="UTC")
    with pytest.raises(ValueError, match="not both"):
        Pace(at=time(9), zone="UTC", weekdays=WORKDAYS, every_days=2, anchor=date(2026, 1, 1))
    with pytest.raises(ValueError, match="not both"):
        Pace(at=time(9), zone="UTC", every_days=2)
    with pytest.raises(ValueError, match="naive local time"):
        Pace(at=time(9, tzinfo=UTC), zone="UTC", weekdays=WORKDAYS)


@pytest.mark.parametrize(
    ("encoded", "shown"),
    [
        ("w:0,3|18:30|Europe/Paris|1", "Mondays and Thursdays at 18:30 (Europe/Paris time)"),
        ("w:1|09:00|UTC|1", "Tuesdays at 09:00 (UTC)"),
        (
            "w:0,2,4|09:00|UTC|2",
            "Mondays, Wednesdays and Fridays at 09:00 (UTC), 2 readings each time",
        ),
        ("w:0,1,2,3,4|09:00|UTC|1", "weekdays at 09:00 (UTC)"),
        ("w:5,6|10:00|UTC|1", "weekends at 10:00 (UTC)"),
        ("w:0,1,2,3,4,5,6|10:00|UTC|1", "every day at 10:00 (UTC)"),
        ("e:3@2026-07-01|07:15|UTC|1", "every 3 days at 07:15 (UTC)"),
        ("e:1@2026-07-01|07:15|UTC|1", "every day at 07:15 (UTC)"),
        ("e:7@2026-07-01|07:15|UTC|1", "every week on Wednesday at 07:15 (UTC)"),
        ("e:14@2026-07-03|07:15|UTC|1", "every 2 weeks on Friday at 07:15 (UTC)"),
    ],
)
def test_a_pace_is_said_in_words(encoded: str, shown: str) -> None:
    assert describe(Pace.decode(encoded)) == shown
    assert describe(Pace.decode(encoded), with_zone=False) in shown.replace(" (UTC)", "").replace(
        " (Europe/Paris time)", ""
    )


def test_the_weekend_is_two_days() -> None:
    assert WEEKEND | WORKDAYS == EVERY_DAY
    assert {day.label for day in (TUE, WED, SUN)} == {"Tuesday", "Wednesday", "Sunday"}
