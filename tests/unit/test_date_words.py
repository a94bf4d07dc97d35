"""Days as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.date_words import FARTHEST, DayGone, UnclearDay, parse_day, parse_span
from bot.domain.errors import UserError
from tests.fakes.stopwatch import is_quick

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", date(2026, 11, 24)),
        ("Tomorrow!", date(2026, 11, 25)),
        ("the day after tomorrow", date(2026, 11, 26)),
        ("friday", date(2026, 11, 27)),
        ("until Fri", date(2026, 11, 27)),
        ("next monday", date(2026, 11, 30)),
        ("tuesday", date(2026, 12, 1)),
        ("next week", date(2026, 11, 30)),
        ("3 days", date(2026, 11, 27)),
        ("for 2 weeks", date(2026, 12, 8)),
        ("a week", date(2026, 12, 1)),
        ("in two weeks", date(2026, 12, 8)),
        ("3 months", date(2027, 2, 24)),
        ("2026-12-01", date(2026, 12, 1)),
        ("december 1", date(2026, 12, 1)),
        ("1 December", date(2026, 12, 1)),
        ("the 1st of december", date(2026, 12, 1)),
        ("Dec 1st, 2027", date(2027, 12, 1)),
        ("24. dec 2026", date(2026, 12, 24)),
        ("march 3", date(2027, 3, 3)),
    ],
)
def test_days_are_understood(text: str, expected: date) -> None:
    assert parse_day(text, today=TODAY) == expected


def test_a_month_later_is_the_last_day_where_the_month_is_shorter() -> None:
    assert parse_day("3 months", today=date(2026, 11, 30)) == date(2027, 2, 28)


@pytest.mark.parametrize("text", ["yesterday", "2026-11-23", "1 march 2026"])
def test_the_past_is_refused_kindly(text: str) -> None:
    with pytest.raises(DayGone):
        parse_day(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31 february",
        "2026-13-01",
        "9999 weeks",
        "ma 3",
        "0000-00-00",
        "24/12",
        "2030-01-01",
    ],
)
def test_what_is_no_day_is_answered_with_examples(text: str) -> None:
    with pytest.raises(UnclearDay) as caught:
        parse_day(text, today=TODAY)
    assert "`friday`" in caught.value.text


@pytest.mark.parametrize(
    "text",
    ["2026-12-21 to 2027-01-03", "21 december - 3 january", "december 21 until 3 january"],
)
def test_a_span_has_a_first_and_a_last_day(text: str) -> None:
    assert parse_span(text, today=TODAY) == (date(2026, 12, 21), date(2027, 1, 3))


@pytest.mark.parametrize("text", ["friday", "2026-12-21 to", "a to b to c", "to"])
def test_half_a_span_is_refused(text: str) -> None:
    with pytest.raises(UnclearDay):
        parse_span(text, today=TODAY)


def test_a_span_does_not_end_before_it_begins() -> None:
    with pytest.raises(DayGone):
        parse_span("2026-12-21 to 2026-12-01", today=TODAY)


@given(st.text(max_size=300), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_any_text_is_a_day_within_reach_or_a_kind_answer(text: str, today: date) -> None:
    try:
        found = parse_day(text, today=today)
    except UserError:
        return
    assert today <= found <= today + FARTHEST


@pytest.mark.parametrize("text", ["1 " * 5_000, "monday " * 1_500, "to " * 3_000, "-" * 10_000])
def test_hostile_text_is_answered_within_50_ms(text: str) -> None:
    def refused() -> None:
        with pytest.raises(UserError):
            parse_day(text, today=TODAY)
        with pytest.raises(UserError):
            parse_span(text, today=TODAY)

    assert is_quick(refused, cpu_s=0.05)
