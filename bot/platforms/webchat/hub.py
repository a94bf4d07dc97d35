"""The open pages: whoever sits here hears of every new message. Telling never waits."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

SEATS = 10
"""How many pages may be open at once."""
WAITING_FRAMES = 256
"""How far a page may fall behind before it is let go; it comes back and reads the history."""


class HubFull(Exception):
    """Too many pages are open."""


class Seat:
    """One open page; `zone` is its person's IANA zone once it has said hello.

    `behind` says that it has missed frames and should be let go.
    """

    def __init__(self) -> None:
        self.zone: str | None = None
        self.behind = False
        self._frames: asyncio.Queue[str] = asyncio.Queue(WAITING_FRAMES)

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


class Hub:
    """Every seat taken at the moment."""

    def __init__(self) -> None:
        self._seats: set[Seat] = set()

    @property
    def taken(self) -> int:
        """How many pages are open."""
        return len(self._seats)

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

    def tell(self, frame: Mapping[str, object]) -> None:
        """Hand a frame to every open page."""
        text = json.dumps(frame, ensure_ascii=False)
        for seat in self._seats:
            seat.tell_text(text)
