"""The whole bot with its web chat in this process, on a clock that moves when it is told to."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from bot.app import App, open_app
from bot.platforms.webchat.rooms import origin_of
from bot.platforms.webchat.server import WebChatServer
from bot.settings import Settings
from bot.usecases.study_clock import MovableClock
from tests.fakes.clock import FakeClock

PLAYED_IN_S = 0.5
SLOW_S = 600.0


class LiveChat:
    """A running web chat; `address` lets one browser in, once."""

    def __init__(self, app: App, *, played_in: float) -> None:
        self.app = app
        self.address = ""
        # A test types faster than anybody: the limit of commands a minute has tests of its own.
        self._parts = dataclasses.replace(
            app.chat_parts(), conversation=app.unhurried, played_in=played_in
        )
        self._port = 0
        self._stop = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    @property
    def page(self) -> str:
        """The address of a browser that was let in already."""
        return self.address.partition("?")[0]

    def start(self) -> None:
        """Serve; a second time on the same port."""
        server = WebChatServer(self._parts, session_key=b"kept", port=self._port, password=None)
        server.bind()
        self.address = server.address
        self._port = int(self.page.rstrip("/").rpartition(":")[2])
        self._stop = asyncio.Event()
        self._serving = asyncio.create_task(server.serve(self._stop))

    async def stop(self) -> None:
        """Stop serving; what was kept stays."""
        self._stop.set()
        if self._serving is not None:
            await self._serving

    @asynccontextmanager
    async def at_leisure(self) -> AsyncIterator["LiveChat"]:
        """The same bot at another address, where plans are played slowly."""
        chat = LiveChat(self.app, played_in=SLOW_S)
        chat.start()
        try:
            yield chat
        finally:
            await chat.stop()

    async def forget(self) -> None:
        """Forget every plan and conversation, as Start over does."""
        await self._parts.clock.start_over(origin_of("you", place="dm:you", zone=None))


@asynccontextmanager
async def live_chat(
    url: str, *, played_in: float = PLAYED_IN_S, clock: MovableClock | None = None
) -> AsyncIterator[LiveChat]:
    """The bot on this migrated database, as `serve` puts it together."""
    async with open_app(Settings(database_url=SecretStr(url)), clock=clock or FakeClock()) as app:
        await app.begin()
        stop = asyncio.Event()
        engine = asyncio.create_task(app.engine.run(stop))
        chat = LiveChat(app, played_in=played_in)
        chat.start()
        try:
            yield chat
        finally:
            await chat.stop()
            stop.set()
            await engine
