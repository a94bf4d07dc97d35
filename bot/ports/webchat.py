"""What the web chat needs beside the conversation: its history and the study clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.conversation import Origin


class Pauses(StrEnum):
    """Where the web chat may move study time to."""

    NEXT_DELIVERY = "next"
    NEXT_DAY = "day"
    NEXT_MONDAY = "monday"  # the next Monday, 09:00 in the person's zone
    NEXT_HERE = "here"  # the next reading of the place where it is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFace:
    """What the clock bar shows: study time, and when the next reading is due, if one is.

    `movable` says whether study time may be moved at all.
    """

    now: datetime
    offset: timedelta
    zone: str
    next_due_at: datetime | None
    movable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What lies ahead of the plans of one place: the next date, and how many readings are left."""

    next_at: datetime | None
    left: int


class StudyClock(Protocol):
    """What the web chat may do with study time; forward only."""

    async def face(self, origin: Origin) -> ClockFace:
        """Study time as this person sees it."""
        ...

    async def move(self, origin: Origin, to: Pauses, *, event_id: str = "") -> int:
        """Move study time, delivering all that is due on the way; returns how many went out.

        An event that moved it before moves nothing, in a later run of the program either.

        Raises:
            UserError: there is nothing to move to, or the clock may not be moved here.
        """
        ...

    async def ahead(self, origin: Origin) -> Ahead:
        """What lies ahead in the place of this origin."""
        ...

    async def start_over(self, origin: Origin, *, event_id: str = "") -> bool:
        """Erase the web chat's workspace and set study time back to real time.

        Returns whether it did: an event that did it before erases nothing that came since.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One line of the web chat's history.

    `id` grows with every message; `author` is a person's id, empty for the bot; `payload` is the
    rendered message (JSON); `key` is unique: posting the same key twice keeps the first.
    `revision` grows with every replacement of the payload. `under` is the message that this one
    replies to, shown beneath it.
    """

    id: int
    place: str
    author: str
    key: str
    at: datetime
    payload: str
    revision: int = 0
    under: int | None = None


class ChatLog(Protocol):
    """The web chat's messages; kept across restarts."""

    async def post(
        self,
        *,
        place: str,
        author: str,
        key: str,
        at: datetime,
        payload: str,
        under: int | None = None,
    ) -> ChatMessage:
        """Add a message, or return the one that has this key already."""
        ...

    async def replace(self, key: str, *, payload: str) -> ChatMessage | None:
        """Change a message in place; None where there is none of this key."""
        ...

    async def find(self, key: str) -> ChatMessage | None:
        """The message of this key."""
        ...

    async def by_id(self, message_id: int) -> ChatMessage | None:
        """The message of this id."""
        ...

    async def history(
        self,
        place: str,
        *,
        beside: str = "",
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
    ) -> Sequence[ChatMessage]:
        """Messages of a place in order: the newest `limit`, optionally older than `before`.

        `beside` names a second place whose messages stand between them.
        """
        ...

    async def unread(self, places: Sequence[str], *, after: int, reader: str) -> int:
        """How many messages by others came after this one; 100 at most, which means many."""
        ...

    async def search(
        self, places: Sequence[str], words: Sequence[str], *, limit: int
    ) -> Sequence[ChatMessage]:
        """The newest messages whose payload holds all words (in lower case), newest first.

        The payload's own structure may match too: look at what it shows before showing it.
        """
        ...

    async def once(self, event_id: str, *, real: datetime) -> bool:
        """Whether this event comes for the first time in all runs (`real` is real time)."""
        ...

    async def erase(self) -> None:
        """Forget the web chat's workspace with everything in it."""
        ...
