"""Pace: on which local days, at which local time and with how many readings a plan goes on."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import IntEnum
from functools import lru_cache

from bot.domain.zones import is_zone

MOST_PER_SLOT = 5
LONGEST_STEP_DAYS = 52 * 7
_WEEK = 7


class Weekday(IntEnum):
    """A day of the week, numbered as `date.weekday()` numbers it."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6

    @property
    def label(self) -> str:
        """The day's English name."""
        return _LABELS[self]


_LABELS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORKDAYS = frozenset(Weekday(day) for day in range(5))
WEEKEND = frozenset({Weekday.SAT, Weekday.SUN})
EVERY_DAY = WORKDAYS | WEEKEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a plan goes on: on chosen weekdays, or every `every_days` days counted from `anchor`.

    `at` is a wall-clock time (naive, whole minutes) in the IANA zone `zone`; `anchor` is a local
    date there and the first day of a counted pace. `per_slot` readings (1 to 5) go out each time.
    Any other combination raises ValueError.
    """

    at: time
    zone: str
    weekdays: frozenset[Weekday] = frozenset()
    every_days: int = 0
    anchor: date | None = None
    per_slot: int = 1
    _ahead: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _back: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check(self)
        object.__setattr__(self, "_ahead", _distances(self.weekdays, step=1))
        object.__setattr__(self, "_back", _distances(self.weekdays, step=-1))

    @property
    def any_day(self) -> bool:
        """Whether a day that is put off may land on a weekend."""
        return self.anchor is not None or not self.weekdays <= WORKDAYS

    def day_from(self, day: date) -> date:
        """The first day of this pace that is not before `day`, free days not considered."""
        if self.anchor is None:
            return day + timedelta(self._ahead[day.weekday()])
        return max(self.anchor, day + timedelta((self.anchor - day).days % self.every_days))

    def day_until(self, day: date) -> date | None:
        """The last day of this pace that is not after `day`; None before a counted pace begins."""
        if self.anchor is None:
            return day - timedelta(self._back[day.weekday()])
        if day < self.anchor:
            return None
        return day - timedelta((day - self.anchor).days % self.every_days)

    def days_between(self, after: date, until: date) -> int:
        """How many days of this pace lie after the one and not after the other."""
        if until <= after:
            return 0
        if self.anchor is not None:
            return _steps(self.anchor, until, every_days=self.every_days) - _steps(
                self.anchor, after, every_days=self.every_days
            )
        weeks, rest = divmod((until - after).days, _WEEK)
        first = after.weekday() + 1
        return weeks * len(self.weekdays) + sum(
            (first + offset) % _WEEK in self.weekdays for offset in range(rest)
        )

    def encode(self) -> str:
        """The pace as one short line for storage, for example `w:0,3|18:30|Europe/Paris|1`."""
        if self.anchor is None:
            days = "w:" + ",".join(str(int(day)) for day in sorted(self.weekdays))
        else:
            days = f"e:{self.every_days}@{self.anchor.isoformat()}"
        return f"{days}|{self.at:%H:%M}|{self.zone}|{self.per_slot}"

    @staticmethod
    def decode(text: str) -> "Pace":
        """The pace that `encode` wrote; paces are shared, equal text gives the same object.

        Raises:
            ValueError: no pace is written like that.
        """
        return _decode(text)


def describe(pace: Pace, *, with_zone: bool = True) -> str:
    """The pace for people, for example "Mondays and Thursdays at 18:30 (Europe/Paris time)"."""
    named = pace.zone if pace.zone == "UTC" else f"{pace.zone} time"
    where = f" ({named})" if with_zone else ""
    many = f", {pace.per_slot} readings each time" if pace.per_slot > 1 else ""
    return f"{_describe_days(pace)} at {pace.at:%H:%M}{where}{many}"


def typed(pace: Pace, *, default_zone: str = "") -> str:
    """The pace as somebody would type it; the zone is left out where it is the default one."""
    zone = "" if pace.zone == default_zone else f" {pace.zone}"
    many = f" x{pace.per_slot}" if pace.per_slot > 1 else ""
    return f"{_typed_days(pace)} {pace.at:%H:%M}{zone}{many}"


def _check(pace: Pace) -> None:
    if pace.at.tzinfo is not None or pace.at.second or pace.at.microsecond:
        raise ValueError(f"a pace has a naive local time in whole minutes, not {pace.at!r}")
    if not is_zone(pace.zone):
        raise ValueError(f"a pace needs an IANA time zone, not {pace.zone!r}")
    if not 1 <= pace.per_slot <= MOST_PER_SLOT:
        raise ValueError(f"a pace has 1 to {MOST_PER_SLOT} readings, not {pace.per_slot}")
    if pace.weekdays:
        counted = pace.every_days != 0 or pace.anchor is not None
    else:
        counted = 1 <= pace.every_days <= LONGEST_STEP_DAYS and pace.anchor is not None
    if counted == bool(pace.weekdays):
        raise ValueError("a pace has weekdays, or a step of 1 to 364 days and an anchor, not both")


@lru_cache(maxsize=256)
def _distances(weekdays: frozenset[Weekday], *, step: int) -> tuple[int, ...]:
    """For each day of the week how many days the nearest chosen one is away in one direction."""
    if not weekdays:
        return ()
    return tuple(
        next(n for n in range(_WEEK) if (day + step * n) % _WEEK in weekdays)
        for day in range(_WEEK)
    )


def _steps(anchor: date, day: date, *, every_days: int) -> int:
    """How many days of a counted pace lie from its anchor until `day`, both included."""
    return max(0, (day - anchor).days // every_days + 1)


@lru_cache(maxsize=4096)
def _decode(text: str) -> Pace:
    try:
        days, at, zone, per_slot = text.split("|")
        form, _, rest = days.partition(":")
        if form == "w":
            step, anchor = "0", None
            weekdays = frozenset(Weekday(int(day)) for day in rest.split(","))
        else:
            step, _, since = rest.partition("@")
            anchor, weekdays = date.fromisoformat(since), frozenset[Weekday]()
        pace = Pace(
            at=time.fromisoformat(at),
            zone=zone,
            weekdays=weekdays,
            every_days=int(step),
            anchor=anchor,
            per_slot=int(per_slot),
        )
    except ValueError as error:
        raise ValueError(f"not a pace: {text[:80]!r}") from error
    if pace.encode() != text:
        raise ValueError(f"not a pace: {text[:80]!r}")
    return pace


def _describe_days(pace: Pace) -> str:
    if pace.anchor is None:
        return _describe_weekdays(pace.weekdays)
    weeks, odd_days = divmod(pace.every_days, _WEEK)
    if odd_days:
        return "every day" if pace.every_days == 1 else f"every {pace.every_days} days"
    label = Weekday(pace.anchor.weekday()).label
    return f"every week on {label}" if weeks == 1 else f"every {weeks} weeks on {label}"


def _describe_weekdays(weekdays: frozenset[Weekday]) -> str:
    known = {WORKDAYS: "weekdays", WEEKEND: "weekends", EVERY_DAY: "every day"}
    if weekdays in known:
        return known[weekdays]
    *others, last = (f"{day.label}s" for day in sorted(weekdays))
    return f"{', '.join(others)} and {last}" if others else last


def _typed_days(pace: Pace) -> str:
    if pace.anchor is not None:
        return _describe_days(pace).lower()
    known = {WORKDAYS: "weekdays", WEEKEND: "weekends", EVERY_DAY: "daily"}
    if pace.weekdays in known:
        return known[pace.weekdays]
    labels = [day.label.lower() for day in sorted(pace.weekdays)]
    return labels[0] if len(labels) == 1 else ",".join(label[:3] for label in labels)
