"""Public holidays by country code, and kind words for codes that are none."""

from datetime import date

import pytest

from bot.library import CountryHolidays, UnknownCountry


def test_a_country_has_its_holidays_in_each_year_asked_for() -> None:
    found = CountryHolidays().dates("DE", [2026, 2027])
    assert {date(2026, 10, 3), date(2027, 1, 1)} <= found
    assert {day.year for day in found} == {2026, 2027}


def test_no_years_are_no_holidays() -> None:
    assert CountryHolidays().dates("DE", []) == frozenset()


def test_case_and_spaces_do_not_matter() -> None:
    holidays = CountryHolidays()
    assert holidays.dates(" us ", [2026]) == holidays.dates("US", [2026])


def test_a_calendar_that_ends_stays_quiet() -> None:
    assert CountryHolidays().dates("IN", [2040])


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("Germny", "DE (Germany)"),
        ("UK", "GB (United Kingdom)"),
        ("USA", "US (United States)"),
        ("united  states", "US (United States)"),
    ],
)
def test_an_unknown_country_names_the_nearest(asked: str, near: str) -> None:
    with pytest.raises(UnknownCountry) as unknown:
        CountryHolidays().dates(asked, [2026])
    assert near in unknown.value.text
    assert "For example: `settings holidays " in unknown.value.text


@pytest.mark.parametrize("asked", ["", "zzzzzzzz", "x" * 10_000, "\0"])
def test_what_is_like_no_country_gets_an_example(asked: str) -> None:
    with pytest.raises(UnknownCountry) as unknown:
        CountryHolidays().dates(asked, [2026])
    assert unknown.value.text == "I do not know that country. Give its two letters, for example DE."
