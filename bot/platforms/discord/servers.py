"""Servers that the bot was added to or removed from, as tenants. An outage is none of these."""

from collections.abc import Set as AbstractSet

import structlog

from bot.platforms.discord.origins import NAME, is_server
from bot.ports import Clock, Engine, Tenants

log = structlog.get_logger(__name__)


class Servers:
    """Suspends who removed us and goes on where we are back; nobody is written to."""

    def __init__(self, tenants: Tenants, *, clock: Clock, engine: Engine) -> None:
        self._tenants = tenants
        self._clock = clock
        self._engine = engine

    async def compare(self, here: AbstractSet[str]) -> None:
        """Catch up with what happened while nobody listened."""
        for server, served in (await self._tenants.served(NAME)).items():
            if is_server(server) and served and server not in here:
                await self.left(server)
            elif not served and server in here:
                await self.joined(server)

    async def joined(self, server: str) -> None:
        """Go on where a server had removed us; a new one has nothing to go on with."""
        if await self._tenants.restore(NAME, server):
            log.info("server_restored", server=server)
            self._engine.wake()

    async def left(self, server: str) -> None:
        """Stop everything for a server; its rows are kept."""
        if await self._tenants.suspend(NAME, server, now=self._clock.now()):
            log.info("server_suspended", server=server)
