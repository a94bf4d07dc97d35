"""Reading a pace as people write it: understood and said back, or answered with the nearest form.

Nothing is guessed silently: what was assumed is listed, and a word that means nothing here is
refused together with the form that comes nearest to it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from difflib import get_close_matches
from typing import TypeVar

from bot.domain.errors import UserError
from bot.domain.pace import (
    EVERY_DAY,
    LONGEST_STEP_DAYS,
    MOST_PER_SLOT,
    WORKDAYS,
    Pace,
    Weekday,
    describe,
    typed,
)
from bot.domain.pace_scan import VOCABULARY, Found, NotATime, scan, tidy
from bot.domain.zones import UnknownZone, echo, parse_zone

LONGEST_TEXT = 200
DEFAULT_TIME = time(9, 0)
EXAMPLES = (
    "mon,thu 18:30 Europe/Paris",
    "weekdays 09:00",
    "weekends 10:00",
    "daily 09:00",
    "daily 09:00 x2",
    "every 3 days at 07:15",
    "every other day 08:00",
    "every 2 weeks on friday 09:00",
    "every 4 weeks on monday 09:00",
    "weekly",
    "twice a week",
    "3 times a week",
)
_TUE, _THU, _SAT = Weekday.TUE, Weekday.THU, Weekday.SAT
_DAYS_FOR = {
    1: frozenset({_TUE}),
    2: frozenset({_TUE, _THU}),
    3: frozenset({Weekday.MON, Weekday.WED, Weekday.FRI}),
    4: WORKDAYS - {Weekday.WED},
    5: WORKDAYS,
    6: WORKDAYS | {_SAT},
    7: EVERY_DAY,
}
T = TypeVar("T")
_ZONE_WORDS = frozenset({"time", "timezone", "zone", "tz"})
_WORDS_TO_CORRECT = 4
_SHORTEST = 3  # in shorter words a slip leaves too little to go by
_A_TIME = re.compile(r"(?<!\w)\d{1,4}(?:[:.h]\d{0,2})?\s*(?:[ap]m)?(?!\w)", re.ASCII)
_ONCE_A_MONTH = "every 4 weeks on tuesday 09:00"
_INSTEAD = {
    "biweekly": "every 2 weeks on tuesday 09:00",  # to others it means twice a week
    "hour": "daily 09:00 x2",
    "hourly": "daily 09:00 x2",
    "hours": "daily 09:00 x2",
    "month": _ONCE_A_MONTH,
    "monthly": _ONCE_A_MONTH,
    "months": _ONCE_A_MONTH,
}


class UnclearPace(UserError):
    """I could not read that. Name days and a time, such as `mon,thu 18:30 Europe/Paris`."""

    def __init__(self, text: str | None = None, *, nearest: str = EXAMPLES[0]) -> None:
        super().__init__(text)
        self.nearest = nearest  # the right form that comes nearest, ready to be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceReading:
    """A pace as understood; `assumed` are the parts nobody said, for example "at 09:00"."""

    pace: Pace
    assumed: tuple[str, ...] = ()


class _Unread(Exception):
    """A reason, a whole sentence, for which a text is no pace; `words` are those not understood."""

    def __init__(self, reason: str, *, words: str = "", nearest: str = "") -> None:
        super().__init__(reason)
        self.reason, self.words, self.nearest = reason, words, nearest


def parse_pace(text: str, *, default_zone: str, today: date) -> PaceReading:
    """The pace that a text means. `today` is the person's local date, where counting days starts.

    Days that are not said: `weekly` is Tuesday, twice a week Tuesday and Thursday, three times
    Monday, Wednesday and Friday. A time that is not said is 09:00. All that is listed as assumed.

    Raises:
        UnclearPace: something in it was not understood; the text says what, and the nearest form.
        UnknownZone: what stands where a zone would is none.
        ValueError: `default_zone` is not an IANA zone.
    """
    if len(text) > LONGEST_TEXT:
        raise UnclearPace(
            f"That is too long for days and a time ({LONGEST_TEXT} letters at most). "
            f"For example: `{EXAMPLES[0]}`"
        )
    tidied = tidy(text)[:LONGEST_TEXT]
    try:
        return _read(tidied, default_zone=default_zone, today=today)
    except _Unread as unread:
        raise _unclear(tidied, unread, default_zone=default_zone, today=today) from None


def nearest_form(text: str) -> str:
    """The example of a pace that looks most like a text."""
    close = get_close_matches(text[:LONGEST_TEXT].lower(), EXAMPLES, n=1, cutoff=0.3)
    return close[0] if close else EXAMPLES[0]


def _read(tidied: str, *, default_zone: str, today: date) -> PaceReading:
    try:
        found = scan(tidied)
    except NotATime as error:
        raise _Unread(f"{error} is not a time of day.") from None
    zone = _zone(found) or default_zone
    if found.times_a_day is not None:
        several = f"daily 09:00 x{min(max(found.times_a_day, 1), MOST_PER_SLOT)}"
        raise _Unread("A plan goes on at one time of the day.", nearest=several)
    at, assumed_time = _time(found)
    per_slot = _only(found.per_slot, "number of readings") or 1
    if not 1 <= per_slot <= MOST_PER_SLOT:
        raise _Unread(
            f"I can give 1 to {MOST_PER_SLOT} readings each time.",
            nearest=f"daily 09:00 x{MOST_PER_SLOT}",
        )
    pace = Pace(at=at, zone=zone, weekdays=EVERY_DAY, per_slot=per_slot)
    if found.steps:
        pace, assumed_days = _counted(found, pace, today=today)
    else:
        pace, assumed_days = _weekly(found, pace)
    return PaceReading(pace=pace, assumed=assumed_days + assumed_time)


def _zone(found: Found) -> str | None:
    zones = [parse_zone(name) for name in found.slashed]
    zones += [_spoken_zone(words) for words in found.leftover]
    if len(set(zones)) > 1:
        raise _Unread("I found two time zones.")
    return zones[0] if zones else None


def _spoken_zone(words: str) -> str:
    kept = words.split()
    said = kept[0] == "in" or not _ZONE_WORDS.isdisjoint(kept)
    name = " ".join(word for word in kept if word != "in" and word not in _ZONE_WORDS)
    try:
        return parse_zone(name)
    except UnknownZone as error:
        mistyped = any(_corrected(word) for word in kept[:_WORDS_TO_CORRECT])
        offset = name.startswith(("utc", "gmt"))
        if not mistyped and name and (said or offset or error.nearest):
            raise
        raise _Unread("", words=words) from None


def _time(found: Found) -> tuple[time, tuple[str, ...]]:
    said = _only(found.times, "time of day")
    if said is not None:
        return said, ()
    at = found.assumed_time or DEFAULT_TIME
    return at, (f"at {at:%H:%M}",)


def _weekly(found: Found, pace: Pace) -> tuple[Pace, tuple[str, ...]]:
    often = _only(found.a_week, "count a week")
    days = frozenset(found.days)
    if often is None and not days:
        raise _Unread("I need to know on which days.", nearest=f"weekdays {pace.at:%H:%M}")
    if often is None or (often == 1 and days) or len(days) == often:
        return replace(pace, weekdays=days), ()
    if days:
        named = replace(pace, weekdays=days)
        raise _Unread(f"The days named are not {often} a week.", nearest=typed(named))
    if often not in _DAYS_FOR:
        raise _Unread("A week has 1 to 7 days for readings.")
    chosen = replace(pace, weekdays=_DAYS_FOR[often])
    shown = describe(replace(chosen, per_slot=1), with_zone=False).partition(" at ")[0]
    return chosen, (shown if shown.startswith("every") else f"on {shown}",)


def _counted(found: Found, pace: Pace, *, today: date) -> tuple[Pace, tuple[str, ...]]:
    count, in_weeks = found.steps[0]
    every_days = count * (7 if in_weeks else 1)
    if not 1 <= every_days <= LONGEST_STEP_DAYS:
        raise _Unread("I can count 1 to 364 days, or 1 to 52 weeks.")
    day = min(found.days, default=_TUE)
    unit = f"weeks on {day.label.lower()}" if in_weeks else "days"
    plain = f"every {count} {unit} {pace.at:%H:%M}"
    if len(found.steps) > 1 or found.a_week:
        raise _Unread("That says twice how often.", nearest=plain)
    if len(found.days) > 1 or (found.days and not in_weeks):
        raise _Unread("Counted days cannot be chosen days as well.", nearest=plain)
    ahead = (day - today.weekday()) % 7 if in_weeks else 0
    counted = replace(
        pace, weekdays=frozenset(), every_days=every_days, anchor=today + timedelta(ahead)
    )
    return counted, (f"on {day.label}",) if in_weeks and not found.days else ()


def _only(values: list[T], what: str) -> T | None:
    if len(set(values)) > 1:
        raise _Unread(f"I found more than one {what}.")
    return values[0] if values else None


def _unclear(tidied: str, unread: _Unread, *, default_zone: str, today: date) -> UnclearPace:
    """The answer to a text that is no pace: why, and the right form nearest to it."""
    nearest = unread.nearest or _meant(tidied, unread.words, default_zone=default_zone, today=today)
    shown = echo(unread.words)
    reason = unread.reason or (
        f"I could not read '{shown}'." if shown else "I could not read that."
    )
    example = "" if nearest == EXAMPLES[0] else f" For example: `{EXAMPLES[0]}`"
    return UnclearPace(f"{reason} Did you mean `{nearest}`?{example}", nearest=nearest)


def _meant(tidied: str, words: str, *, default_zone: str, today: date) -> str:
    """The form that a text would have been with its mistyped words put right."""
    unread = words.split()[:_WORDS_TO_CORRECT]
    for word in unread:
        if word in _INSTEAD:
            return _INSTEAD[word]
    corrected = tidied if unread else _A_TIME.sub(" ", tidied)
    for word in unread:
        whole = rf"(?<!\w){re.escape(word)}(?!\w)"
        corrected = re.sub(whole, _corrected(word) or " ", corrected, count=1)
    try:
        reading = _read(corrected, default_zone=default_zone, today=today)
    except (_Unread, UnknownZone):
        return nearest_form(tidied)
    return typed(reading.pace, default_zone=default_zone)


def _corrected(word: str) -> str | None:
    close = get_close_matches(word, VOCABULARY, n=1, cutoff=0.75) if len(word) > _SHORTEST else []
    return close[0] if close else None
