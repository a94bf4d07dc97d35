"""Reading a day as people write it: tomorrow, friday, 2 weeks, 1 december, 2026-12-01."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.domain.errors import UserError
from bot.domain.zones import echo

LONGEST_TEXT = 100
FARTHEST = timedelta(days=3 * 365)
_EXAMPLES = "`friday`, `2 weeks` or `2026-12-01`"
_WEEK = 7
_MONTHS_A_YEAR = 12
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORTEST_NAME = 3
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_EMPTY = re.compile(r"^(?:(?:back|until|till|til|to|by|on|for|in|from|the|this)\s+)+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_COUNTED = re.compile(r"(\d{1,4}|[a-z]{1,5}) (day|week|month)s?", re.ASCII)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([a-z]{3,9})\.?(?:,? (\d{4}))?", re.ASCII
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?", re.ASCII)
_SPAN = re.compile(r"\s+(?:to|until|till|through|-|\u2013)\s+|\s*\.\.\s*")


class UnclearDay(UserError):
    """I could not read that day. Try `friday`, `2 weeks` or `2026-12-01`."""


class DayGone(UserError):
    """That day has passed already. Try a later one, for example `friday` or `2 weeks`."""


def parse_day(text: str, *, today: date) -> date:
    """The day a text means, seen from a person's local date; a weekday is the next one to come.

    Raises:
        UnclearDay: it names no day, or one more than three years away.
        DayGone: the day is before today.
    """
    said = _tidy(text)
    try:
        found = _read(said, today) if len(text) <= LONGEST_TEXT else None
    except (ValueError, OverflowError):
        found = None  # 31 february, or a year that no calendar has
    if found is None:
        raise UnclearDay(f"{_unread(text)} Try {_EXAMPLES}.")
    if found < today:
        raise DayGone
    if found > today + FARTHEST:
        raise UnclearDay(f"That is more than three years away. Try {_EXAMPLES}.")
    return found


def parse_span(text: str, *, today: date) -> tuple[date, date]:
    """The first and the last day that a text means, for example "2026-12-21 to 2027-01-03".

    Raises:
        UnclearDay: it does not name two days, the later one last.
        DayGone: the last day is before today.
    """
    parts = [part for part in _SPAN.split(text.strip()[: 2 * LONGEST_TEXT]) if part]
    if len(parts) != 2:  # noqa: PLR2004 - a first and a last day
        example = "`settings break 2026-12-21 to 2027-01-03`"
        raise UnclearDay(f"I need a first and a last day, for example {example}.")
    first = parse_day(parts[0], today=today)
    last = parse_day(parts[1], today=first)
    return first, last


def _tidy(text: str) -> str:
    plain = " ".join(text.casefold().replace(",", " ").split()).strip(" .!?")
    return _EMPTY.sub("", plain)


def _unread(text: str) -> str:
    shown = echo(text)
    return f"I could not read the day '{shown}'." if shown else "I need a day for that."


def _read(said: str, today: date) -> date | None:
    named = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2}
    if said in named:
        return today + timedelta(named[said])
    if weekday := _weekday(said, today):
        return weekday
    if found := _ISO.fullmatch(said):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _COUNTED.fullmatch(said):
        return _counted(found[1], found[2], today=today)
    return _month_and_day(said, today)


def _month_and_day(said: str, today: date) -> date | None:
    if found := _DAY_FIRST.fullmatch(said):
        return _dated(int(found[1]), found[2], year=found[3], today=today)
    if found := _MONTH_FIRST.fullmatch(said):
        return _dated(int(found[2]), found[1], year=found[3], today=today)
    return None


def _weekday(said: str, today: date) -> date | None:
    """The next such day after today; "next week" is its Monday."""
    name = said.removeprefix("next ")
    if said == "next week":
        name = _DAYS[0]
    if len(name) < _SHORTEST_NAME:
        return None
    for number, day in enumerate(_DAYS):
        if day.startswith(name) and (name == day or len(name) <= _SHORTEST_NAME + 2):
            return today + timedelta((number - today.weekday() - 1) % _WEEK + 1)
    return None


def _counted(number: str, unit: str, *, today: date) -> date | None:
    count = int(number) if number.isdigit() else _NUMBERS.get(number)
    if count is None:
        return None
    if unit == "month":
        return _months_later(today, count)
    return today + timedelta(count * (_WEEK if unit == "week" else 1))


def _months_later(today: date, count: int) -> date:
    """The same day of a later month, or the last one it has."""
    years, month = divmod(today.month - 1 + count, _MONTHS_A_YEAR)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _dated(day: int, month: str, *, year: str | None, today: date) -> date | None:
    """A day of a month; without a year the next one to come."""
    numbers = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(month)]
    if len(numbers) != 1:
        return None
    if year is not None:
        return date(int(year), numbers[0], day)
    found = date(today.year, numbers[0], day)
    return found if found >= today else date(today.year + 1, numbers[0], day)
