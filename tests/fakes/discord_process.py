"""The real program as a process of its own, connected to a local Discord."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_state import TOKEN, Message
from tests.fakes.process import ANSWER_S, Bot, ProcessDied


class DiscordProcess(Bot):
    """`python -m bot serve` with a token and the local addresses, and no web chat."""

    def __init__(self, folder: Path, server: DiscordServer, *, failpoint: str = "") -> None:
        settings = {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": server.api_url,
            "DISCORD_GATEWAY_URL": server.gateway_url,
        }
        super().__init__(folder, failpoint=failpoint, settings=settings)
        self._server = server

    async def _read_address(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.said += line.decode()
            if "Discord is on" in self.said:
                return
        raise ProcessDied(self.complaint)

    async def start(self) -> None:
        self._server.gateway.connected.clear()
        await super().start()
        async with asyncio.timeout(ANSWER_S):
            await self._server.gateway.connected.wait()

    def make_due(self) -> None:
        """Let every planned date be now."""
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            now = time.time_ns() // 1000
            connection.execute("UPDATE schedules SET due_at = ? WHERE due_at IS NOT NULL", (now,))

    async def delivered(self, person: str, count: int) -> list[Message]:
        """Wait until so many messages have arrived by themselves."""
        return await self.arrived(self._server.state.direct(person).id, count)

    async def arrived(self, channel: str, count: int) -> list[Message]:
        """The same in a channel or a thread."""
        async with asyncio.timeout(ANSWER_S):
            while len(found := self._found(channel)) < count:
                await self._server.state.changed.wait()
                self._server.state.changed.clear()
        return found

    def _found(self, channel: str) -> list[Message]:
        return [each for each in self._server.state.in_channel(channel) if each.nonce]
