"""The real listeners, use cases and database, connected to a local Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.desks import desks_on
from bot.domain.conversation import Inbound, Reply
from bot.library.search import LiveSearch
from bot.pictures.painter import PillowPainter
from bot.platforms.discord.composition import DiscordKit, Uses
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from bot.storage.text_index import FtsIndex
from bot.usecases.dispatch import Dispatch
from bot.usecases.drain import Drainer
from bot.usecases.edits import Editor
from bot.usecases.plan_due import Planner
from bot.usecases.publish import publish
from bot.usecases.study import Studies
from tests.fakes.clock import FakeClock
from tests.fakes.curricula import SmallLibrary, SomeHolidays, library
from tests.fakes.discord_person import Person
from tests.fakes.discord_server import DiscordServer, discord_server
from tests.fakes.discord_state import TOKEN, Channel, Guild
from tests.fakes.talk import CountingEngine, at_once


@dataclass
class DiscordBot:
    """A server with one channel, Ada in it, and the bot."""

    server: DiscordServer
    kit: DiscordKit
    store: SqlStore
    clock: FakeClock
    planner: Planner
    drainer: Drainer
    editor: Editor
    guild: Guild
    ada: Person

    @property
    def channel(self) -> Channel:
        return next(iter(self.guild.channels.values()))

    async def deliver(self) -> None:
        """Plan what is due and send what is ready."""
        await self.planner.plan_due()
        await self.drainer.drain()

    async def until_due(self) -> None:
        """Go to the date of the next reading."""
        due = await self.store.plans.next_due_at("discord", readings=True)
        assert due is not None
        self.clock.advance_to(due)

    async def until_served(self, guild: Guild, *, served: bool) -> None:
        """Wait until the bot has heard that it was removed from a server, or added again."""
        async with asyncio.timeout(10):
            while (await self.store.tenants.served("discord"))[guild.id] is not served:
                await self.in_direct(self.ada).command("help")

    def person(self, name: str, *, leads: bool = False, in_direct: bool = False) -> Person:
        """Somebody in the channel, or in their direct message with the bot."""
        return Person(
            server=self.server,
            id=self.server.state.person(name),
            name=name,
            guild=None if in_direct else self.guild,
            channel=None if in_direct else self.channel,
            leads=leads,
        )

    def in_direct(self, person: Person) -> Person:
        """The same person in their direct message with the bot."""
        return Person(server=self.server, id=person.id, name=person.name)


@asynccontextmanager
async def discord_bot(
    database_url: str, *, books: SmallLibrary | None = None
) -> AsyncIterator[DiscordBot]:
    """The bot in one server, on a Monday morning in Paris."""
    clock = FakeClock()
    async with discord_server(clock.real) as server:
        guild = server.state.guild()
        async with connected(server, database_url, clock=clock, guild=guild, books=books) as bot:
            yield bot


@asynccontextmanager
async def connected(
    server: DiscordServer,
    database_url: str,
    *,
    clock: FakeClock,
    guild: Guild,
    released: asyncio.Event | None = None,
    books: SmallLibrary | None = None,
) -> AsyncIterator[DiscordBot]:
    """The bot on a running Discord; with `released` every answer takes until it is set."""
    database, stop = open_database(database_url), asyncio.Event()
    books = books or library()
    store = open_store(database, clock)
    kit = DiscordKit(
        TOKEN,
        api_url=server.api_url,
        gateway_url=server.gateway_url,
        clock=clock,
        doors=store.doors,
        presses=store.presses,
    )
    try:
        async with asyncio.TaskGroup() as tasks:
            engine = CountingEngine()
            studies = Studies(books, clock=clock, holidays=SomeHolidays())
            await publish(store, studies)
            search = LiveSearch(books, folders=dict, texts=FtsIndex)
            desks = desks_on(store, studies, clock=clock, search=search)
            platforms = {kit.platform.name: kit.platform}
            at_once(kit.platform)
            dispatch = Dispatch(
                store=store,
                studies=studies,
                engine=engine,
                search=search,
                platforms=platforms,
            )

            async def slowly(inbound: Inbound) -> Reply:
                reply = await dispatch(inbound)
                await (released.wait() if released else asyncio.sleep(0))
                return reply

            uses = Uses(
                conversation=slowly,
                studies=studies,
                search=search,
                painter=PillowPainter(),
                store=store,
                tenants=store.tenants,
                engine=engine,
            )
            tasks.create_task(
                kit.gateway(uses, defer_after_s=0.02 if released else 1.8).serve(stop)
            )
            async with asyncio.timeout(10):
                await server.gateway.connected.wait()
                await kit.platform.opening.opened.wait()
            bot = DiscordBot(
                server=server,
                kit=kit,
                store=store,
                clock=clock,
                planner=desks.planner,
                drainer=desks.drainer(platforms),
                editor=desks.editor(platforms),
                guild=guild,
                ada=Person(server=server, id=server.state.person("ada"), name="ada"),
            )
            bot.ada.guild, bot.ada.channel = guild, bot.channel
            try:
                yield bot
            finally:
                stop.set()
    finally:
        await kit.api.close()
        await database.close()
