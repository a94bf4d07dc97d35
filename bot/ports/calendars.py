"""Calendars: feeds that calendar programs fetch, and how an agenda is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.agenda import Agenda, Sent
from bot.domain.enrollment import EnrollmentView
from bot.domain.group import Discussion
from bot.ports.kept import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A plan of a feed, when its readings were sent first, and when its group talks, if ever."""

    view: EnrollmentView
    sent: Sent
    discussion: Discussion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed is of: a person's own plans, or those of a channel they named."""

    zone: str
    place_name: str
    is_dm: bool
    plans: Sequence[Followed]


class Feeds(Protocol):
    """The feeds that people asked for, one a person and place; known by a hash alone."""

    async def made_at(self, party: Party) -> datetime | None:
        """When this person's feed of this place was made (real time); None without one."""
        ...

    async def renew(self, party: Party, *, digest: str, event_id: str) -> None:
        """Make it anew: the one before ends.

        Raises:
            AlreadyHandled: this event was handled before.
            LimitReached: the person has as many as they may have.
        """
        ...

    async def end(self, party: Party, *, event_id: str) -> bool:
        """End it; whether there was one.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def gone(self, platform: str, workspace: str, *, person: str, place: str = "") -> int:
        """End a person's feed of a place that they left, or all of theirs; how many there were.

        `person` and `place` are the platform's ids.
        """
        ...

    async def opened(self, digest: str) -> Feed | None:
        """What the feed of this hash shows now; None where there is none."""
        ...

    async def here(self, party: Party) -> Feed:
        """What this person's feed of this place shows, or would show."""
        ...


class CalendarWriter(Protocol):
    """Writes an agenda as a file that calendar programs read."""

    def write(self, agenda: Agenda) -> bytes:
        """The file, iCalendar (RFC 5545)."""
        ...
