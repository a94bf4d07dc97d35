"""How letters and moments are shown where a platform has no form of its own for them."""

import unicodedata
from datetime import date

from bot.domain.card import When, WhenStyle
from bot.domain.schedule import local

_JOINERS = frozenset({"\u200c", "\u200d"})  # emoji and several scripts need them
_SPACES = frozenset({"Cc", "Zl", "Zp"})
_GONE = frozenset({"Cf", "Cs"})  # bidi controls, invisible signs, lone surrogates


def clean(text: str) -> str:
    """The same words on one line, without control, bidi or invisible characters."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else _shown(each) for each in text)
    return " ".join(text.split())


def keeps(text: str) -> bool:
    """Whether every database can keep this text: no U+0000, no half of a character."""
    return not any(letter == "\0" or unicodedata.category(letter) == "Cs" for letter in text)


def moment(when: When) -> str:
    """An instant in its zone, in plain English: Tue 24 Nov, 09:00."""
    at = local(when.at, when.zone)
    match when.style:
        case WhenStyle.DAY:
            return f"{at:%a} {at.day} {at:%b}"
        case WhenStyle.DAY_TIME:
            return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"
        case WhenStyle.DATE:
            return full_day(at)


def full_day(day: date) -> str:
    """A date with its year, in plain English: 24 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in _SPACES:
        return " "
    return "" if category in _GONE and letter not in _JOINERS else letter
