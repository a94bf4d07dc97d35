"""Natural forms of a pace: understood and said back, or answered with the nearest form."""

from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.pace import Pace, Weekday, describe, typed
from bot.domain.pace_words import (
    EXAMPLES,
    LONGEST_TEXT,
    PaceReading,
    UnclearPace,
    nearest_form,
    parse_pace,
)
from bot.domain.zones import UnknownZone

TODAY = date(2026, 7, 1)  # a Wednesday
WORKDAYS, EVERY_DAY = "w:0,1,2,3,4", "w:0,1,2,3,4,5,6"


def read(text: str) -> PaceReading:
    return parse_pace(text, default_zone="UTC", today=TODAY)


def refusal(text: str) -> UserError | None:
    """Why a text is refused, or None if it is understood; any other error comes through."""
    try:
        read(text)
    except UserError as refused:
        return refused
    return None


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("weekdays 9am", f"{WORKDAYS}|09:00|UTC|1"),
        ("Weekdays at 9 AM", f"{WORKDAYS}|09:00|UTC|1"),
        ("9:00 weekdays", f"{WORKDAYS}|09:00|UTC|1"),
        ("every weekday at noon", f"{WORKDAYS}|12:00|UTC|1"),
        ("business days 8am", f"{WORKDAYS}|08:00|UTC|1"),
        ("working days 8.30", f"{WORKDAYS}|08:30|UTC|1"),
        ("mon-fri 8:15", f"{WORKDAYS}|08:15|UTC|1"),
        ("Monday to Friday, 8:15", f"{WORKDAYS}|08:15|UTC|1"),
        ("mon \u2013 fri 8:15", f"{WORKDAYS}|08:15|UTC|1"),
        ("fri-mon 8", "w:0,4,5,6|08:00|UTC|1"),
        ("weekends 10", "w:5,6|10:00|UTC|1"),
        ("every weekend at 11", "w:5,6|11:00|UTC|1"),
        ("mon,thu 18:30 Europe/Paris", "w:0,3|18:30|Europe/Paris|1"),
        ("mon, thu, 18:30, europe/paris", "w:0,3|18:30|Europe/Paris|1"),
        ("18:30 Europe/Paris mon thu", "w:0,3|18:30|Europe/Paris|1"),
        ("Monday and Thursday at 6:30pm", "w:0,3|18:30|UTC|1"),
        ("Mondays & Thursdays 18h30", "w:0,3|18:30|UTC|1"),
        ("mon/wed/fri 9am", "w:0,2,4|09:00|UTC|1"),
        ("tues thurs 7.15", "w:1,3|07:15|UTC|1"),
        ("tue 14h", "w:1|14:00|UTC|1"),
        ("tue 14 h", "w:1|14:00|UTC|1"),
        ("mon 0900", "w:0|09:00|UTC|1"),
        ("mon 9", "w:0|09:00|UTC|1"),
        ("mon @ 9", "w:0|09:00|UTC|1"),
        ("mon 9.", "w:0|09:00|UTC|1"),
        ("mon 9 o'clock", "w:0|09:00|UTC|1"),
        ("mon 6:30", "w:0|06:30|UTC|1"),
        ("mon 6:30 p.m.", "w:0|18:30|UTC|1"),
        ("mon 12am", "w:0|00:00|UTC|1"),
        ("mon 12pm", "w:0|12:00|UTC|1"),
        ("Tue & Thu, 8:00 a.m.", "w:1,3|08:00|UTC|1"),
        ("sunday midnight", "w:6|00:00|UTC|1"),
        ("wed midday please", "w:2|12:00|UTC|1"),
        ("tue 7 in the evening", "w:1|19:00|UTC|1"),
        ("tue at 9 in the morning", "w:1|09:00|UTC|1"),
        ("mon 9 in Tokyo", "w:0|09:00|Asia/Tokyo|1"),
        ("tue 9 new york", "w:1|09:00|America/New_York|1"),
        ("tue 9 New York time", "w:1|09:00|America/New_York|1"),
        ("paris mondays 8am", "w:0|08:00|Europe/Paris|1"),
        ("daily 9:00 utc", f"{EVERY_DAY}|09:00|UTC|1"),
        ("every day at 9", f"{EVERY_DAY}|09:00|UTC|1"),
        ("at 9 each day", f"{EVERY_DAY}|09:00|UTC|1"),
        ("everyday 7:05", f"{EVERY_DAY}|07:05|UTC|1"),
        ("daily except sunday at 9", "w:0,1,2,3,4,5|09:00|UTC|1"),
        ("weekdays 9:00 but not on mon, wed", "w:1,3,4|09:00|UTC|1"),
        ("every day 9:00 except weekends", f"{WORKDAYS}|09:00|UTC|1"),
        ("every 3 days at 07:15", "e:3@2026-07-01|07:15|UTC|1"),
        ("every three days at 07:15", "e:3@2026-07-01|07:15|UTC|1"),
        ("every 3rd day at 7", "e:3@2026-07-01|07:00|UTC|1"),
        ("every other day 8am", "e:2@2026-07-01|08:00|UTC|1"),
        ("every 2 weeks on friday 9:00", "e:14@2026-07-03|09:00|UTC|1"),
        ("every other monday 10:00", "e:14@2026-07-06|10:00|UTC|1"),
        ("fortnightly on wed 10:00", "e:14@2026-07-01|10:00|UTC|1"),
        ("every 4 weeks on monday 09:00", "e:28@2026-07-06|09:00|UTC|1"),
        ("once a week on friday 9:00", "w:4|09:00|UTC|1"),
        ("weekly on friday 9:00", "w:4|09:00|UTC|1"),
        ("twice a week mon thu 9:00", "w:0,3|09:00|UTC|1"),
        ("every week on wed 9:00", "w:2|09:00|UTC|1"),
        ("mon x2 9:00", "w:0|09:00|UTC|2"),
        ("mon 9:00 2x", "w:0|09:00|UTC|2"),
        ("tue 9:00 2 at a time", "w:1|09:00|UTC|2"),
        ("tue 9:00, three readings", "w:1|09:00|UTC|3"),
        ("tue 9:00, 3 readings each time", "w:1|09:00|UTC|3"),
        ("2 per day at 9:00", f"{EVERY_DAY}|09:00|UTC|2"),
        ("2 readings per day on weekdays at 8", f"{WORKDAYS}|08:00|UTC|2"),
        ("2 articles every day at 8", f"{EVERY_DAY}|08:00|UTC|2"),
    ],
)
def test_a_pace_is_read_as_people_write_it(text: str, encoded: str) -> None:
    reading = read(text)
    assert reading.pace.encode() == encoded
    assert reading.assumed == ()


@pytest.mark.parametrize(
    ("text", "encoded", "assumed"),
    [
        ("weekly", "w:1|09:00|UTC|1", ("on Tuesdays", "at 09:00")),
        ("weekly 18:00", "w:1|18:00|UTC|1", ("on Tuesdays",)),
        ("once a week", "w:1|09:00|UTC|1", ("on Tuesdays", "at 09:00")),
        ("twice a week", "w:1,3|09:00|UTC|1", ("on Tuesdays and Thursdays", "at 09:00")),
        ("2x/week 18:00", "w:1,3|18:00|UTC|1", ("on Tuesdays and Thursdays",)),
        (
            "three times a week at 8",
            "w:0,2,4|08:00|UTC|1",
            ("on Mondays, Wednesdays and Fridays",),
        ),
        ("5 times a week 7am", f"{WORKDAYS}|07:00|UTC|1", ("on weekdays",)),
        ("7 days a week 7am", f"{EVERY_DAY}|07:00|UTC|1", ("every day",)),
        ("daily", f"{EVERY_DAY}|09:00|UTC|1", ("at 09:00",)),
        ("every day", f"{EVERY_DAY}|09:00|UTC|1", ("at 09:00",)),
        ("weekdays", f"{WORKDAYS}|09:00|UTC|1", ("at 09:00",)),
        ("2 per day", f"{EVERY_DAY}|09:00|UTC|2", ("at 09:00",)),
        ("tue evenings", "w:1|18:00|UTC|1", ("at 18:00",)),
        ("fortnightly 9:00", "e:14@2026-07-07|09:00|UTC|1", ("on Tuesday",)),
        ("every 2 weeks", "e:14@2026-07-07|09:00|UTC|1", ("on Tuesday", "at 09:00")),
    ],
)
def test_what_nobody_said_is_assumed_aloud(
    text: str, encoded: str, assumed: tuple[str, ...]
) -> None:
    reading = read(text)
    assert reading.pace.encode() == encoded
    assert reading.assumed == assumed


@pytest.mark.parametrize(
    ("text", "said", "nearest"),
    [
        ("thrusday", "'thrusday'", "thursday 09:00"),
        ("thrusday 10 x2", "'thrusday'", "thursday 10:00 x2"),
        ("wensday 9", "'wensday'", "wednesday 09:00"),
        ("weekdys 9am", "'weekdys'", "weekdays 09:00"),
        ("mon 9 in the mornin", "mornin", "monday 09:00"),
        ("mon at 25:00", "25:00 is not a time of day", "monday 09:00"),
        ("mon 9:75", "9:75 is not a time of day", "monday 09:00"),
        ("mon 13pm", "13:00 pm is not a time of day", "monday 09:00"),
        ("mon 9:00 10:00", "more than one time of day", "monday 09:00"),
        ("9am", "on which days", "weekdays 09:00"),
        ("", "on which days", "weekdays 09:00"),
        ("biweekly", "'biweekly'", "every 2 weeks on tuesday 09:00"),
        ("every month", "'month'", "every 4 weeks on tuesday 09:00"),
        ("every 12 hours", "'hours'", "daily 09:00 x2"),
        ("twice a day", "one time of the day", "daily 09:00 x2"),
        ("daily 7 readings", "1 to 5 readings", "daily 09:00 x5"),
        ("twice a week on monday", "not 2 a week", "monday 09:00 UTC"),
        ("9 times a week", "1 to 7 days", "3 times a week"),
        ("every 0 days", "1 to 364 days", "every 3 days at 07:15"),
        ("every 400 days", "1 to 364 days", "every 3 days at 07:15"),
        ("every 2 weeks on mon and thu", "cannot be chosen days", "every 2 weeks on monday 09:00"),
        ("every 2 days twice a week", "twice how often", "every 2 days 09:00"),
        ("mon 9 paris, tokyo", "two time zones", EXAMPLES[0]),
        ("mon or tue 9", "'or'", "mon,tue 09:00"),
        ("not on mondays", "on which days", "weekdays 09:00"),
        ("\U0001f600", "could not read that", EXAMPLES[0]),
    ],
)
def test_what_is_not_understood_is_answered_with_the_nearest_form(
    text: str, said: str, nearest: str
) -> None:
    with pytest.raises(UnclearPace) as refused:
        read(text)
    assert said in refused.value.text
    assert refused.value.nearest == nearest
    assert f"Did you mean `{nearest}`?" in refused.value.text
    assert refusal(nearest) is None


@pytest.mark.parametrize("text", ["mon 9 tokio", "mon 9 Asia/Tokio", "mon 9 in tokio"])
def test_a_zone_that_is_none_is_answered_with_the_nearest(text: str) -> None:
    with pytest.raises(UnknownZone, match="Did you mean `Asia/Tokyo`"):
        read(text)


@pytest.mark.parametrize("text", ["mon 9 est", "mon 9 utc+2", "mon 9 in nowhere at all"])
def test_a_zone_that_could_be_several_is_not_guessed(text: str) -> None:
    with pytest.raises(UnknownZone):
        read(text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_understood(text: str) -> None:
    assert refusal(text) is None
    assert nearest_form(text) == text


@pytest.mark.parametrize("text", ["mon 9 " * 2_000, "1" * 10_000, "every " * 1_700, "\0" * 10_000])
def test_long_text_is_refused_before_it_is_read(text: str) -> None:
    with pytest.raises(UnclearPace, match=f"{LONGEST_TEXT} letters at most"):
        read(text)


def test_a_default_zone_that_is_none_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="IANA"):
        parse_pace("daily", default_zone="Mars", today=TODAY)


PIECES = (
    *("mon", "thu", "thrusday", "every", "other", "2", "9", "18:30", "25:00", "weeks", "days"),
    *("twice", "a", "week", "x2", "paris", "Europe/Paris", "in", "at", "-", ",", "/", "noon"),
    *("morning", "readings", "per", "day", "9999999999999999999999", "\ufdfa", "\ud800", "\0"),
)
texts = st.text(max_size=220) | st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(texts)
@example("every 99999999999999999999999999 days")
@example("\ufdfa" * 200)
@example("a " * 100)
def test_any_text_is_a_pace_or_is_refused_kindly(text: str) -> None:
    refused = refusal(text)
    if refused is not None:
        assert len(refused.text) < 400
        assert "slot" not in refused.text
    if isinstance(refused, UnclearPace):
        assert refusal(refused.nearest) is None


@settings(max_examples=150, deadline=None)
@given(
    st.frozensets(st.sampled_from(Weekday), min_size=1),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(["UTC", "Europe/Paris", "America/Argentina/Buenos_Aires"]),
    st.integers(1, 5),
)
def test_what_the_bot_says_can_be_typed_back(
    weekdays: frozenset[Weekday], at: time, zone: str, per_slot: int
) -> None:
    pace = Pace(at=at, zone=zone, weekdays=weekdays, per_slot=per_slot)
    assert read(describe(pace)).pace == pace
    assert read(typed(pace)).pace == pace
    assert parse_pace(typed(pace, default_zone=zone), default_zone=zone, today=TODAY).pace == pace


@pytest.mark.parametrize("step", [2, 3, 7, 14, 20, 364])
def test_counted_days_can_be_typed_back(step: int) -> None:
    pace = Pace(at=time(8), zone="UTC", every_days=step, anchor=TODAY)
    if step != 7:
        assert read(describe(pace)).pace == pace
        assert read(typed(pace)).pace == pace
    else:  # every week on Wednesday is no counted pace but a Wednesday
        assert read(describe(pace)).pace.weekdays == {Weekday.WED}
