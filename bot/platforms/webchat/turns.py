"""One change at a time: the turn that frames take, and the events that were answered already."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.platforms.webchat.hub import Hub

REMEMBERED = 256


@dataclass(slots=True)
class Turns:
    """Whose turn it is. A page that lost its connection repeats itself: the newest are known."""

    hub: Hub
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _answered: OrderedDict[str, None] = field(default_factory=OrderedDict)

    @asynccontextmanager
    async def quiet(self) -> AsyncIterator[None]:
        """Take the turn without a word."""
        async with self._turn:
            yield

    @asynccontextmanager
    async def busy(self, what: str, *, place: str = "", kept: str = "") -> AsyncIterator[None]:
        """Take the turn; the pages that see what is kept there see that something is under way."""
        async with self._turn:
            self.hub.tell({"type": "busy", "what": what, "place": place}, kept=kept)
            try:
                yield
            finally:
                self.hub.tell({"type": "ready"}, kept=kept)

    def knows(self, event_id: str) -> bool:
        """Whether this was answered since the start, or not long ago."""
        return event_id in self._answered

    def remember(self, event_id: str) -> None:
        """This one is answered."""
        self._answered[event_id] = None
        while len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
