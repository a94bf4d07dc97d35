"""The words a pace is written with: what a text holds of days, times, counts and zones.

Nothing here decides; every part found is taken out of the text, and what is left over was not
understood. The expressions hold no nested repetition, so hostile text costs no more than plain.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import time

from bot.domain.pace import EVERY_DAY, WEEKEND, WORKDAYS, Weekday

_DAY_NAMES = {
    Weekday.MON: ("monday", "mon", "mo"),
    Weekday.TUE: ("tuesday", "tues", "tue", "tu"),
    Weekday.WED: ("wednesday", "weds", "wed", "we"),
    Weekday.THU: ("thursday", "thurs", "thur", "thu", "th"),
    Weekday.FRI: ("friday", "fri", "fr"),
    Weekday.SAT: ("saturday", "sat", "sa"),
    Weekday.SUN: ("sunday", "sun", "su"),
}
_DAYS = {name: day for day, names in _DAY_NAMES.items() for name in names}
VOCABULARY = (
    *(names[0] for names in _DAY_NAMES.values()),
    *("weekdays", "weekends", "daily", "weekly", "fortnightly", "twice", "every", "other"),
    *("noon", "midnight", "morning", "evening", "readings", "days", "weeks"),
)
"""The words that a slip of the finger is compared with."""

_NUMBERS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "once": "1 times",
    "twice": "2 times",
    "thrice": "3 times",
}
_NOISE = frozenset(
    ["and", "at", "by", "each", "every", "in", "oclock", "of", "on", "please", "the"]
)
_GROUPS = {"week": WORKDAYS, "work": WORKDAYS, "business": WORKDAYS, "weekend": WEEKEND}
_PARTS_OF_DAY = {"morning": time(9), "afternoon": time(14), "evening": time(18)}
_NOON = 12
_HOURS = 24
_MINUTES = 60

_DAY = rf"({'|'.join(sorted(_DAYS, key=len, reverse=True))})s?"
_PER = r"\s*(?:a|per|each|every|/)\s*"
_THINGS = r"(?:readings?|articles?|resources?|items?|lessons?|papers?|links?)"


def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.:+-])(?:{pattern})(?![\w:+]|\.\d)", re.ASCII)


_SLASHED = re.compile(r"(?<!\S)[a-z][a-z_+-]*(?:/[a-z0-9_+-]+){1,2}(?:\s+time)?(?!\S)", re.ASCII)
_CLOCK = _expression(r"(\d{1,2})(?:\s?[:.h]\s?(\d{2}))?\s*([ap])\.?m\.?|(\d{1,2})[:.h](\d{2})")
_HOUR = _expression(r"(\d{1,2})\s*h|(\d{2})(\d{2})(?:\s?h)?")
_NAMED_TIME = _expression(r"(noon|midday)|(midnight)")
_PART_OF_DAY = _expression(r"(?:(\d{1,2})\s*)?(?:in\s+the\s+)?(morning|afternoon|evening)s?")
_A_WEEK = _expression(rf"(\d+)\s*(?:x|times?|days?|{_THINGS})?{_PER}week|(?:{_PER})?week(ly)")
_TIMES_A_DAY = _expression(rf"(\d+)\s*(?:x|times?){_PER}day")
_A_DAY = _expression(rf"(\d+)\s*(?:{_THINGS}\s*)?(?:a|per|/)\s*day|(\d+)\s*{_THINGS}{_PER}day")
_A_TIME = _expression(
    rf"(\d+)\s*(?:{_THINGS}\s*)?(?:at\s+a|per|each)\s+time|(\d+)\s*each(?!\s*\w)|(\d+)\s*{_THINGS}"
    r"|x\s*(\d+)|(\d+)\s*x"
)
_STEP = _expression(
    rf"(?:every|each)\s+(?:(other|second|third|\d+)(?:st|nd|rd|th)?\s*)(?:days?|(weeks?)|{_DAY})"
)
_FORTNIGHT = _expression(r"(?:every\s+|a\s+)?fortnight(?:ly)?")
_EACH_WEEK = _expression(r"(?:every|each)\s+week")
_EACH_DAY = _expression(r"(?:(?:every|each)\s*)?(?:day|daily)")
_GROUP = _expression(r"(week|work|business)(?:ing)?[\s-]?days?|(weekend)s?")
_RANGE = _expression(rf"{_DAY}\s*(?:-|to|till|until|thru|through)\s*{_DAY}")
_ONE_DAY = _expression(_DAY)
_EXCEPT = _expression(
    r"(?:except|excluding|without|(?:but\s+)?not)\s+(?:for\s+|on\s+)?"
    rf"(?:(weekend)s?|{_DAY}(?:\s*(?:,|and|or)\s*{_DAY})?)"
)
_NUMBER = _expression(r"\d{1,2}")
_STEPS = {"other": 2, "second": 2, "third": 3}


class NotATime(ValueError):
    """A clock shows no such time; the message is the text that says it."""


@dataclass(slots=True, kw_only=True)
class Found:
    """What a text says of a pace. `leftover` are the stretches of words that nothing explains.

    `step` is a number of days, or of weeks where `step_weeks`; `a_week` is how often a week.
    """

    days: set[Weekday] = field(default_factory=set)
    times: list[time] = field(default_factory=list)
    assumed_time: time | None = None
    per_slot: list[int] = field(default_factory=list)
    a_week: list[int] = field(default_factory=list)
    steps: list[tuple[int, bool]] = field(default_factory=list)
    times_a_day: int | None = None
    slashed: list[str] = field(default_factory=list)
    leftover: list[str] = field(default_factory=list)


class _Text:
    """A text that patterns are taken out of; a gap stays where each stood."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Every match of a pattern, which is then no longer in the text."""
        found = list(pattern.finditer(self.rest))
        if found:
            self.rest = pattern.sub(" , ", self.rest)
        return found


def tidy(text: str) -> str:
    """Lower case, plain dashes, numbers as digits; signs that mean nothing here are dropped."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub("['\u2019`]", "", plain)
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain)
    plain = re.sub(
        r"[&,;|()!?\"@]|\.(?!\d)(?!m)|(?<!\d)\+(?!\d)", lambda sign: _comma(sign[0]), plain
    )
    return re.sub(r"[a-z]+", lambda word: _NUMBERS.get(word[0], word[0]), plain)


def scan(tidied: str) -> Found:
    """Everything a tidied text says of a pace.

    Raises:
        NotATime: it holds a time that no clock shows.
    """
    text, found = _Text(tidied), Found()
    _scan_slashes(text, found)
    _scan_times(text, found)
    _scan_counts(text, found)
    _scan_days(text, found)
    _scan_bare_hour(text, found)
    found.leftover = [words for part in text.rest.split(",") if (words := _telling(part))]
    return found


def clock(hour: str, minute: str | None = None, *, half: str | None = None) -> time:
    """A time of day from its digits and, on a 12-hour clock, `a` or `p`.

    Raises:
        NotATime: a clock shows no such time.
    """
    shown = f"{hour}:{minute or '00'}" + (f" {half}m" if half else "")
    h, m = int(hour), int(minute or 0)
    if half and not 1 <= h <= _NOON:
        raise NotATime(shown)
    if half:
        h = h % _NOON + (_NOON if half == "p" else 0)
    if h >= _HOURS or m >= _MINUTES:
        raise NotATime(shown)
    return time(h, m)


def _comma(sign: str) -> str:
    return " , " if sign in "&,;|+" else " "


def _telling(part: str) -> str:
    words = part.split()
    while words and words[0] in _NOISE - {"in"}:
        words.pop(0)
    while words and words[-1] in _NOISE:
        words.pop()
    return " ".join(words)


def _scan_slashes(text: _Text, found: Found) -> None:
    for match in _SLASHED.finditer(text.rest):
        if not all(part.removesuffix("s") in _DAYS for part in match[0].split("/")):
            found.slashed.append(match[0].removesuffix("time").rstrip())
            text.rest = text.rest.replace(match[0], " , ", 1)
        else:
            text.rest = text.rest.replace(match[0], match[0].replace("/", " "), 1)


def _scan_times(text: _Text, found: Found) -> None:
    for match in text.take(_CLOCK):
        found.times.append(clock(match[1] or match[4], match[2] or match[5], half=match[3]))
    for match in text.take(_HOUR):
        found.times.append(clock(match[1] or match[2], match[3]))
    found.times += [time(_NOON if match[1] else 0) for match in text.take(_NAMED_TIME)]
    for match in text.take(_PART_OF_DAY):
        if match[1]:
            found.times.append(clock(match[1], None, half="a" if match[2] == "morning" else "p"))
        elif found.times:
            continue
        else:
            found.assumed_time = _PARTS_OF_DAY[match[2]]


def _scan_counts(text: _Text, found: Found) -> None:
    for match in text.take(_TIMES_A_DAY):
        found.times_a_day = int(match[1])
    for match in text.take(_STEP):
        count = _STEPS.get(match[1]) or int(match[1])
        found.steps.append((count, bool(match[2] or match[3])))
        if match[3]:
            found.days.add(_DAYS[match[3]])
    found.steps += [(2, True) for _ in text.take(_FORTNIGHT)]
    found.a_week += [int(match[1] or 1) for match in text.take(_A_WEEK)]
    found.a_week += [1 for _ in text.take(_EACH_WEEK)]
    for match in text.take(_A_DAY):
        found.per_slot.append(int(match[1] or match[2]))
        found.days |= set() if _mentions_days(text.rest) else EVERY_DAY
    found.per_slot += [int(next(filter(None, m.groups()))) for m in text.take(_A_TIME)]


def _mentions_days(rest: str) -> bool:
    return any(pattern.search(rest) for pattern in (_EACH_DAY, _GROUP, _RANGE, _ONE_DAY))


def _scan_days(text: _Text, found: Found) -> None:
    without = {day for match in text.take(_EXCEPT) for day in _excepted(match)}
    for _ in text.take(_EACH_DAY):
        found.days |= EVERY_DAY
    for match in text.take(_GROUP):
        found.days |= _GROUPS[match[1] or match[2]]
    for match in text.take(_RANGE):
        first, last = _DAYS[match[1]], _DAYS[match[2]]
        found.days |= {Weekday((first + n) % 7) for n in range((last - first) % 7 + 1)}
    found.days |= {_DAYS[match[1]] for match in text.take(_ONE_DAY)}
    found.days -= without


def _excepted(match: re.Match[str]) -> frozenset[Weekday]:
    return WEEKEND if match[1] else frozenset(_DAYS[day] for day in match.groups()[1:] if day)


def _scan_bare_hour(text: _Text, found: Found) -> None:
    if not found.times:
        found.times += [clock(match[0]) for match in text.take(_NUMBER)]
