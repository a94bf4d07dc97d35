"""Channels of direct messages: opened once, one after the other, and not at all once refused.

Opening many at once gets a bot blocked from opening more (discord-api-docs, resources/user).
"""

from collections import OrderedDict
from datetime import timedelta

import discord

from bot.domain.delivery import Scope, Throttled
from bot.platforms.discord.api import DiscordApi
from bot.platforms.discord.outcomes import OPENING_TOO_FAST
from bot.ports import Clock

SPACING = timedelta(milliseconds=250)
BLOCKED = timedelta(minutes=10)
REMEMBERED = 20_000


class Directs:
    """The channel of each person; a slow opening is a Throttled, nobody sleeps."""

    def __init__(self, api: DiscordApi, *, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._channels: OrderedDict[str, str] = OrderedDict()
        self._next_at = 0.0

    async def channel(self, user: str) -> str | Throttled:
        """The person's channel, or when to ask again."""
        known = self._channels.get(user)
        if known is not None:
            return known
        now = self._clock.monotonic()
        if now < self._next_at:
            return _later(self._next_at - now)
        self._next_at = now + SPACING.total_seconds()
        try:
            opened = await self._api.open_direct(user)
        except discord.HTTPException as error:
            if error.code != OPENING_TOO_FAST:
                raise
            self._next_at = now + BLOCKED.total_seconds()
            return _later(BLOCKED.total_seconds())
        self.remember(user, opened)
        return opened

    def remember(self, user: str, channel: str) -> None:
        """Note a channel that is known from elsewhere."""
        self._channels[user] = channel
        while len(self._channels) > REMEMBERED:
            self._channels.popitem(last=False)

    def forget(self, user: str) -> None:
        """Drop a person's channel."""
        self._channels.pop(user, None)


def _later(seconds: float) -> Throttled:
    return Throttled(
        retry_in=timedelta(seconds=seconds), reason="opening DMs", scope=Scope.DESTINATION
    )
