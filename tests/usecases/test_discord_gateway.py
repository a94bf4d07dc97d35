"""The gateway over one connection or several: nothing is sent before the servers are compared."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from discord.backoff import ExponentialBackoff

from bot.domain.card import Card, words
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.delivery import Destination, Outcome, Sent, Throttled, delivery_key
from bot.domain.ids import DeliveryId
from bot.library.search import LiveSearch
from bot.pictures.painter import PillowPainter
from bot.platforms.discord.api import use_addresses
from bot.platforms.discord.composition import DiscordKit, Uses
from bot.platforms.discord.gateway import DiscordGateway
from bot.platforms.discord.identifying import APART_S, Identifying
from bot.platforms.discord.opening import LONGEST_HOLD
from bot.ports import Outgoing
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from bot.storage.text_index import FtsIndex
from bot.usecases.study import Studies
from tests.fakes.clock import FakeClock
from tests.fakes.curricula import SomeHolidays, library
from tests.fakes.discord_bot import connected
from tests.fakes.discord_person import Person
from tests.fakes.discord_server import DiscordServer, discord_server
from tests.fakes.discord_state import TOKEN, Guild, user_data
from tests.fakes.talk import CountingEngine

CARD = Card(title=words("A reading"))


@dataclass
class Two:
    """A Discord that wants two connections, with a server on each of them."""

    server: DiscordServer
    clock: FakeClock
    guilds: tuple[Guild, Guild]


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    clock = FakeClock()
    async with discord_server(clock.real) as server:
        server.state.shards = 2
        made: list[Guild] = []
        for shard in range(2):
            guild = server.state.guild(f"On {shard}")
            del server.state.guilds[guild.id]
            guild.id = str(((int(guild.id) >> 23 << 1) | shard) << 22)
            server.state.guilds[guild.id] = guild
            for channel in guild.channels.values():
                channel.guild = guild.id
            made.append(guild)
        yield Two(server, clock, (made[0], made[1]))


async def known(store: SqlStore, *servers: str) -> None:
    """These servers have used the bot before."""
    for server in servers:
        origin = Origin(platform="discord", workspace=server, place="1", person="2", is_dm=False)
        await store.people.party(origin, zone="UTC")


def kit_on(server: DiscordServer, clock: FakeClock) -> DiscordKit:
    return DiscordKit(TOKEN, api_url=server.api_url, gateway_url=server.gateway_url, clock=clock)


def made_gateway(kit: DiscordKit, store: SqlStore, clock: FakeClock) -> DiscordGateway:
    """The gateway over a conversation that nobody holds here."""

    async def nothing(inbound: Inbound) -> Reply:
        assert inbound.event_id
        return Reply()

    books = library()
    return kit.gateway(
        Uses(
            conversation=nothing,
            studies=Studies(books, clock=clock, holidays=SomeHolidays()),
            search=LiveSearch(books, folders=dict, texts=FtsIndex),
            painter=PillowPainter(),
            store=store,
            tenants=store.tenants,
            engine=CountingEngine(),
        )
    )


@asynccontextmanager
async def listening(
    server: DiscordServer, store: SqlStore, clock: FakeClock
) -> AsyncIterator[DiscordKit]:
    kit, stop = kit_on(server, clock), asyncio.Event()
    gateway = made_gateway(kit, store, clock)
    try:
        async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            tasks.create_task(gateway.serve(stop))
            yield kit
            stop.set()
    finally:
        await kit.api.close()


async def sent(kit: DiscordKit, guild: Guild) -> Outcome:
    """What becomes of a message to the server's channel."""
    channel = next(iter(guild.channels))
    to = Destination(platform="discord", workspace=guild.id, place=channel, is_dm=False)
    key = delivery_key(DeliveryId(int(channel) % 1_000_000), 7)
    return await kit.platform.send(Outgoing(to=to, card=CARD, key=key))


async def test_commands_come_over_every_connection(two: Two, sqlite_url: str) -> None:
    async with connected(two.server, sqlite_url, clock=two.clock, guild=two.guilds[0]) as bot:
        assert two.server.gateway.identified == 2
        for guild in two.guilds:
            ada = bot.person("ada")
            ada.guild, ada.channel = guild, next(iter(guild.channels.values()))
            assert await ada.say("help")
        assert await Person(server=two.server, id=bot.ada.id, name="ada").say("help")


async def test_servers_are_compared_once_every_connection_has_told_its_part(
    two: Two, sqlite_url: str
) -> None:
    late = two.server.gateway.late[1] = asyncio.Event()
    database = open_database(sqlite_url)
    store = open_store(database, two.clock)
    gone = "999"
    await known(store, gone, *(each.id for each in two.guilds))
    try:
        async with listening(two.server, store, two.clock) as kit:
            await two.server.gateway.holds.wait()
            waits = await sent(kit, two.guilds[0])
            assert isinstance(waits, Throttled)
            assert all((await store.tenants.served("discord")).values())
            late.set()
            await kit.platform.opening.opened.wait()
            served = await store.tenants.served("discord")
            assert [each for each in served if not served[each]] == [gone]
            assert isinstance(await sent(kit, two.guilds[0]), Sent)
    finally:
        await database.close()


async def test_a_connection_that_begins_anew_tells_of_servers_that_removed_us_meanwhile(
    two: Two, sqlite_url: str
) -> None:
    database = open_database(sqlite_url)
    store, kit = open_store(database, two.clock), kit_on(two.server, two.clock)
    await known(store, *(each.id for each in two.guilds))
    client: Any = await made_gateway(kit, store, two.clock)._client()

    def ready(shard: int, *guilds: Guild) -> Any:  # noqa: ANN401 - JSON
        told = [{"id": each.id, "unavailable": True} for each in guilds]
        bot = user_data("1", "Study bot", bot=True)
        return {"shard": [shard, 2], "user": bot, "guilds": told}

    async def begins(shard: int, *guilds: Guild) -> list[bool]:
        await client.before_identify_hook(shard)
        await client.compare()  # another connection has told its part again
        during = list((await store.tenants.served("discord")).values())
        client._connection.parse_ready(ready(shard, *guilds))
        await client.on_shard_connect(shard)
        return during

    try:
        await client.login(TOKEN)
        for shard, guild in enumerate(two.guilds):
            await begins(shard, guild)
        client._identifying = Identifying(at_once=2)  # five seconds later
        assert all(await begins(1)), "nobody is gone before the list is here"
        served = await store.tenants.served("discord")
        assert [served[each.id] for each in two.guilds] == [True, False]
    finally:
        for task in client._connection._ready_tasks.values():
            task.cancel()
        await client.finish()
        await kit.api.close()
        await database.close()


async def test_a_gateway_that_cannot_be_reached_holds_messages_for_a_minute_only(
    two: Two, sqlite_url: str
) -> None:
    database = open_database(sqlite_url)
    kit = kit_on(two.server, two.clock)
    try:
        gateway = made_gateway(kit, open_store(database, two.clock), two.clock)
        assert isinstance(await sent(kit, two.guilds[0]), Throttled)
        two.clock.advance(LONGEST_HOLD)
        assert isinstance(await sent(kit, two.guilds[0]), Sent)
        gateway.stand_by()
        assert isinstance(await sent(kit, two.guilds[1]), Sent)
    finally:
        await kit.api.close()
        await database.close()


async def test_a_gateway_that_is_down_at_the_first_connection_is_tried_until_it_is_back(
    two: Two, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    class Hasty(ExponentialBackoff[Literal[False]]):
        """discord.py's own pause, over at once; then the gateway is back."""

        def delay(self) -> float:
            slept.append(0.0)
            use_addresses(api_url=two.server.api_url, gateway_url=two.server.gateway_url)
            return 0.0

    monkeypatch.setattr("discord.client.ExponentialBackoff", Hasty)
    two.server.state.shards = 1
    database = open_database(sqlite_url)
    try:
        async with listening(two.server, open_store(database, two.clock), two.clock) as kit:
            use_addresses(api_url=two.server.api_url, gateway_url="ws://127.0.0.1:9")
            await kit.platform.opening.opened.wait()
            assert isinstance(await sent(kit, two.guilds[0]), Sent)
    finally:
        await database.close()
    assert len(slept) == 1


async def test_a_process_that_stands_by_or_has_no_gateway_holds_nothing(
    two: Two, sqlite_url: str
) -> None:
    database = open_database(sqlite_url)
    kit = kit_on(two.server, two.clock)
    try:
        assert isinstance(await sent(kit, two.guilds[0]), Sent)
        gateway = made_gateway(kit, open_store(database, two.clock), two.clock)
        gateway.stand_by()
        assert isinstance(await sent(kit, two.guilds[1]), Sent)
    finally:
        await kit.api.close()
        await database.close()


async def test_connections_of_one_group_introduce_themselves_five_seconds_apart() -> None:
    turns = Identifying(at_once=2)
    async with asyncio.timeout(APART_S / 2):
        await turns.turn(0)
        await turns.turn(1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await turns.turn(2)
