"""Writing to somebody in private to see whether they can be reached, while they wait for it."""

import asyncio
import hashlib
from collections.abc import Mapping
from typing import assert_never

from bot.domain.card import Card
from bot.domain.conversation import Origin
from bot.domain.delivery import Outcome, Rejected, Scope, Sent, Throttled, Unknown
from bot.domain.reaching import Closed, NotNow, Reach, Reached
from bot.ports import Outgoing, Platform

WITHIN_S = 1.0
"""Less than an answer may take; what takes longer is not known."""
_LONGEST_KEY = 24


class Reaching:
    """Tries doors. Only for who has just asked to be written to: nobody else gets a message."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = platforms

    def place(self, origin: Origin) -> str:
        """What the platform calls the private place of who speaks; empty without the platform."""
        platform = self._platforms.get(origin.platform)
        return platform.direct(origin).place if platform is not None else ""

    async def __call__(self, origin: Origin, card: Card, *, event_id: str) -> Reach:
        """Send a card to the direct messages of who speaks; the same event sends it once."""
        platform = self._platforms.get(origin.platform)
        if platform is None:
            return NotNow()
        key = hashlib.sha256(f"reach:{event_id}".encode()).hexdigest()[:_LONGEST_KEY]
        message = Outgoing(to=platform.direct(origin), card=card, key=key)
        try:
            async with asyncio.timeout(WITHIN_S):
                outcome = await platform.send(message)
        except TimeoutError:
            return NotNow()
        return _reach(outcome, how=platform.how_to_open)


def _reach(outcome: Outcome, *, how: str) -> Reach:
    match outcome:
        case Sent():
            return Reached()
        case Rejected(scope=Scope.DESTINATION):
            return Closed(how)
        case Rejected() | Throttled() | Unknown():
            return NotNow()
        case _:
            assert_never(outcome)
