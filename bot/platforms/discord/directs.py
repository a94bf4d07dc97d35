"""Channels of direct messages: opened once, one after the other, and not at all once refused.

Opening many at once gets a bot blocked from opening more (discord-api-docs, resources/user). What
was opened, and that we are blocked, all processes of the bot know.
"""

from collections import OrderedDict
from datetime import timedelta

import discord

from bot.domain.delivery import Scope, Throttled
from bot.platforms.discord.api import DiscordApi
from bot.platforms.discord.outcomes import OPENING_TOO_FAST
from bot.platforms.discord.shared import SharedDoors
from bot.ports import Clock
from bot.ports.doors import Shut

SPACING = timedelta(milliseconds=250)
BLOCKED = timedelta(minutes=10)
REMEMBERED = 20_000
_OPENINGS = "openings"
"""Stands where a server's id would: no server has this one."""


class Directs:
    """The channel of each person; a slow opening is a Throttled, nobody sleeps."""

    def __init__(self, api: DiscordApi, *, clock: Clock, doors: SharedDoors) -> None:
        self._api = api
        self._clock = clock
        self._doors = doors
        self._channels: OrderedDict[str, str] = OrderedDict()
        self._next_at = 0.0

    async def channel(self, user: str) -> str | Throttled:
        """The person's channel, or when to ask again."""
        known = self._channels.get(user) or await self._doors.channel(user)
        if known:
            self._remember(user, known)
            return known
        wait = self._wait()
        if wait > timedelta(0):
            return _later(wait)
        self._next_at = self._clock.monotonic() + SPACING.total_seconds()
        try:
            opened = await self._api.open_direct(user)
        except discord.HTTPException as error:
            if error.code != OPENING_TOO_FAST:
                raise
            until = self._clock.real() + BLOCKED
            self._doors.note_shut(_OPENINGS, Shut(places=frozenset(), probe_at=until))
            return _later(BLOCKED)
        self._remember(user, opened)
        self._doors.opened(user, opened)
        return opened

    def forget(self, user: str) -> None:
        """Drop a person's channel."""
        self._channels.pop(user, None)
        self._doors.forget(user)

    def _wait(self) -> timedelta:
        """How long nothing may be opened."""
        blocked = self._doors.shut(_OPENINGS)
        if blocked is not None and blocked.probe_at > self._clock.real():
            return blocked.probe_at - self._clock.real()
        return timedelta(seconds=self._next_at - self._clock.monotonic())

    def _remember(self, user: str, channel: str) -> None:
        self._channels[user] = channel
        while len(self._channels) > REMEMBERED:
            self._channels.popitem(last=False)


def _later(wait: timedelta) -> Throttled:
    return Throttled(retry_in=wait, reason="opening DMs", scope=Scope.DESTINATION)
