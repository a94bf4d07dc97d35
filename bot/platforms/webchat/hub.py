"""The open pages: each hears of every new message its person may see. Telling never waits."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.domain.conversation import Origin
from bot.platforms.webchat import rooms

SEATS = 10
"""How many pages may be open at once."""
WAITING_FRAMES = 256
"""How far a page may fall behind before it is let go; it comes back and reads the history."""


class Seat:
    """One open page, the person who sits at it, and their IANA zone once they have said hello.

    `behind` says that it has missed frames and should be let go; `left` is set when it has gone.
    `tasks` holds what goes on while the page sends other frames.
    """

    def __init__(self) -> None:
        self.person = rooms.FIRST
        self.zone: str | None = None
        self.behind = False
        self.left = asyncio.Event()
        self.tasks: asyncio.TaskGroup | None = None
        self._frames: asyncio.Queue[str] = asyncio.Queue(WAITING_FRAMES)

    def origin(self, place: str = "", *, person: str = "") -> Origin:
        """Where this page's person speaks: in their own DM unless another of theirs is named."""
        who = person or self.person
        known = place if place in rooms.places_of(who) else rooms.dm(who)
        return rooms.origin_of(who, place=known, zone=self.zone)

    def tell(self, frame: Mapping[str, object]) -> None:
        """Hand a frame to this page alone."""
        self.tell_text(json.dumps(frame, ensure_ascii=False))

    def tell_text(self, text: str) -> None:
        """Hand a frame that is JSON already to this page alone."""
        try:
            self._frames.put_nowait(text)
        except asyncio.QueueFull:
            self.behind = True

    async def next_frame(self) -> str:
        """Wait for the next frame to send."""
        return await self._frames.get()


class HubFull(Exception):
    """Too many pages are open."""


class Hub:
    """Every seat taken at the moment.

    `answering` is held from a question to its answer: what is sent because of it comes after.
    """

    def __init__(self) -> None:
        self.answering = asyncio.Lock()
        self._seats: set[Seat] = set()

    @property
    def taken(self) -> tuple[Seat, ...]:
        """The open pages."""
        return tuple(self._seats)

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        """Sit down for as long as the page is open.

        Raises:
            HubFull: all seats are taken.
        """
        if len(self._seats) >= SEATS:
            raise HubFull
        seat = Seat()
        self._seats.add(seat)
        try:
            yield seat
        finally:
            self._seats.discard(seat)

    def tell(self, frame: Mapping[str, object], *, kept: str = "") -> None:
        """Hand a frame to every page, or to those whose person sees what is kept under this id."""
        text = json.dumps(frame, ensure_ascii=False)
        for seat in self._seats:
            if not kept or rooms.sees(seat.person, kept):
                seat.tell_text(text)

    def stir(self, kept: str, *, author: str = "") -> None:
        """Tell every page that somebody who sits nowhere has something new, and not what."""
        away = rooms.BY_ID.keys() - {author, *(seat.person for seat in self._seats)}
        for person in away:
            if rooms.sees(person, kept):
                self.tell({"type": "stirred", "person": person})
