"""A local Discord on loopback: REST and gateway from one state."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.discord_gateway import Gateway
from tests.fakes.discord_rest import API, Rest
from tests.fakes.discord_state import Guild, Interaction, Json, State

T = TypeVar("T")


class DiscordServer:
    """What tests hold: the state, the two addresses, and what servers and people may do."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.gateway = Gateway(state)
        self.rest = Rest(state, answered=self._tell)
        self._waiting: dict[str, asyncio.Event] = {}
        self.api_url = ""

    @property
    def gateway_url(self) -> str:
        return self.gateway.url

    def _tell(self, interaction: Interaction) -> None:
        self._waiting[interaction.token].set()

    async def call(self, interaction: Interaction, payload: Json, *, wait: bool = True) -> None:
        """Hand an interaction to the bot and, mostly, wait for its first answer."""
        self.state.interactions[interaction.token] = interaction
        self._waiting[interaction.token] = asyncio.Event()
        await self.gateway.dispatch("INTERACTION_CREATE", payload)
        if wait:
            await self.more(interaction)

    async def more(self, interaction: Interaction) -> None:
        """Wait for the next answer to an interaction."""
        async with asyncio.timeout(10):
            await self._waiting[interaction.token].wait()
        self._waiting[interaction.token].clear()

    async def join(self, name: str = "New readers") -> Guild:
        """The bot is added to a new server."""
        guild = self.state.guild(name)
        data = guild.data()
        del data["unavailable"]
        await self.gateway.dispatch("GUILD_CREATE", data)
        return guild

    async def rejoin(self, guild: Guild) -> None:
        """The bot is added once more, or an outage ends."""
        self.state.guilds[guild.id] = guild
        data = guild.data()
        del data["unavailable"]
        await self.gateway.dispatch("GUILD_CREATE", data)

    async def kick(self, guild: Guild, *, outage: bool = False) -> None:
        """The bot is removed from a server, or the server cannot be reached for a while."""
        if not outage:
            del self.state.guilds[guild.id]
        data: Json = {"id": guild.id, **({"unavailable": True} if outage else {})}
        await self.gateway.dispatch("GUILD_DELETE", data)


@asynccontextmanager
async def discord_server(
    now: Callable[[], datetime] | None = None,
) -> AsyncIterator[DiscordServer]:
    """A local Discord, running."""
    server = DiscordServer(State(now))
    app = web.Application()
    app.add_routes([*server.rest.routes(), web.get("/gateway", server.gateway.handle)])
    listening = TestServer(app, host="127.0.0.1")
    await listening.start_server()
    try:
        server.api_url = str(listening.make_url(API))
        server.gateway.url = f"ws://127.0.0.1:{listening.port}/gateway"
        server.rest.gateway_url = server.gateway.url
        yield server
    finally:
        await listening.close()


async def _entered(running: AbstractAsyncContextManager[T]) -> T:
    return await running.__aenter__()


async def _left(running: AbstractAsyncContextManager[object]) -> None:
    await running.__aexit__(None, None, None)


@contextmanager
def on_a_thread() -> Iterator[DiscordServer]:
    """A local Discord beside a test that runs loops of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    running = discord_server()

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(10)

    try:
        yield run(_entered(running))
    finally:
        run(_left(running))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
