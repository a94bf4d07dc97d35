"""Quiet hours: the part of a person's day in which the bot says nothing by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.zones import zone as zone_of

_DAYS_AHEAD = 4  # one more than needed: a clock change may swallow a day's only loud minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Silence from `start` until `end` on a person's wall clock; may pass midnight.

    Both are naive and in whole minutes, else ValueError; equal ones mean no quiet at all.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if any(at.tzinfo or at.second or at.microsecond for at in (self.start, self.end)):
            raise ValueError("quiet hours are naive local times in whole minutes")

    def hush(self, clock: time) -> bool:
        """Whether it is quiet when clocks show this time."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def until(self, at: datetime, zone: str) -> datetime | None:
        """When the quiet in which `at` lies ends (UTC), or None where it is not quiet.

        An end that the zone's clocks skip moves forward by the gap; where they show it twice it
        ends at the first, and a second pass through quiet hours is quiet again. What is returned
        is never quiet itself.

        Raises:
            ValueError: `at` is naive.
            UnknownZone: no zone has that name.
        """
        if at.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        tz = zone_of(zone)
        here = at.astimezone(tz)
        if not self.hush(here.time()):
            return None
        for days in range(_DAYS_AHEAD):
            end = datetime.combine(here.date() + timedelta(days), self.end, tz)
            ends = (end.astimezone(UTC), end.replace(fold=1).astimezone(UTC))
            if loud := [e for e in ends if e > at and not self.hush(e.astimezone(tz).time())]:
                return min(loud)
        raise AssertionError("every day has a minute outside quiet hours")

    def encode(self) -> str:
        """The quiet hours as one short word for storage, for example `22:00-07:30`."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    @staticmethod
    def decode(text: str) -> "QuietHours":
        """The quiet hours that `encode` wrote.

        Raises:
            ValueError: none are written like that.
        """
        start, _, end = text.partition("-")
        quiet = QuietHours(start=time.fromisoformat(start), end=time.fromisoformat(end))
        if quiet.encode() != text:
            raise ValueError(f"not quiet hours: {text[:20]!r}")
        return quiet


NO_QUIET = QuietHours(start=time(0, 0), end=time(0, 0))


def after_quiet(slot: datetime, quiet: QuietHours | None, *, zone: str) -> datetime:
    """The slot itself, or the end of the quiet hours it falls into (UTC).

    Raises:
        ValueError: the slot is naive.
    """
    if quiet is None:
        return slot
    return quiet.until(slot, zone) or slot
