"""What is known of Discord's doors: shared by all processes, and still known after a restart."""

from bisect import bisect_right
from collections import deque
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.domain.card import Button, Card, Press, words
from bot.domain.delivery import Destination, Rejected, Sent, Throttled, delivery_key
from bot.domain.ids import DeliveryId
from bot.platforms.discord import directs, refusals
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.long_presses import LongPresses
from bot.platforms.discord.presses import carried_by
from bot.platforms.discord.refusals import Refusals
from bot.platforms.discord.render import Stand, render_card
from bot.platforms.discord.shared import EVERY_S, SharedDoors
from bot.ports import Outgoing
from bot.ports.doors import Door, Known, News
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from tests.fakes.clock import FakeClock
from tests.fakes.discord_parts import discord_api
from tests.fakes.discord_server import DiscordServer, discord_server
from tests.fakes.discord_state import Channel, every_component

CARD = Card(title=words("A reading"))
SOON = timedelta(seconds=EVERY_S)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(database_url: str, clock: FakeClock) -> AsyncIterator[SqlStore]:
    database = open_database(database_url)
    yield open_store(database, clock)
    await database.close()


@pytest.fixture
async def server(clock: FakeClock) -> AsyncIterator[DiscordServer]:
    async with discord_server(clock.real) as made:
        yield made


def outgoing(to: Destination, number: int = 1) -> Outgoing:
    return Outgoing(to=to, card=CARD, key=delivery_key(DeliveryId(number), 7))


def channel(number: int) -> Destination:
    return Destination(platform="discord", workspace=f"g{number}", place=str(number), is_dm=False)


def place(made: Channel) -> Destination:
    return Destination(platform="discord", workspace=made.guild, place=made.id, is_dm=False)


async def test_a_channel_of_direct_messages_is_opened_once_whatever_restarts(
    server: DiscordServer, store: SqlStore, clock: FakeClock
) -> None:
    person = server.state.person("ada")
    to = Destination(platform="discord", workspace=f"user-{person}", place=person, is_dm=True)
    async with discord_api(server) as api:
        first = DiscordPlatform(api, clock=clock, doors=store.doors)
        assert isinstance(await first.send(outgoing(to, 1)), Sent)
        clock.advance(SOON)
        assert isinstance(await first.send(outgoing(to, 2)), Sent)
        second = DiscordPlatform(api, clock=clock, doors=store.doors)
        assert isinstance(await second.send(outgoing(to, 3)), Sent)
    assert len(server.state.requested("POST", "/users/@me/channels")) == 1


async def test_once_blocked_from_opening_no_process_opens_any(
    server: DiscordServer, store: SqlStore, clock: FakeClock
) -> None:
    server.state.fail("POST /users/@me/channels", 400, 40003)
    own = [
        Destination(platform="discord", workspace=f"user-{n}", place=str(n), is_dm=True)
        for n in range(1, 4)
    ]
    async with discord_api(server) as api:
        first = DiscordPlatform(api, clock=clock, doors=store.doors)
        assert isinstance(await first.send(outgoing(own[0])), Throttled)
        clock.advance(SOON)
        await first.send(outgoing(own[1]))  # it tells the others
        second = DiscordPlatform(api, clock=clock, doors=store.doors)
        assert isinstance(await second.send(outgoing(own[2])), Throttled)
    assert len(server.state.requested("POST", "/users/@me/channels")) == 1
    assert timedelta(minutes=5) < directs.BLOCKED


async def test_a_server_that_shows_nothing_stays_shut_over_a_restart(
    server: DiscordServer, store: SqlStore, clock: FakeClock
) -> None:
    guild = server.state.guild()
    channels = [server.state.channel(guild, name=f"c{number}") for number in range(4)]
    for each in channels:
        each.refusal = (403, 50001)
    async with discord_api(server) as api:
        first = DiscordPlatform(api, clock=clock, doors=store.doors)
        for number, each in enumerate(channels[:3], start=1):
            assert isinstance(await first.send(outgoing(place(each), number)), Rejected)
        clock.advance(SOON)
        assert isinstance(await first.send(outgoing(place(channels[3]), 4)), Throttled)
        second = DiscordPlatform(api, clock=clock, doors=store.doors)
        assert isinstance(await second.send(outgoing(place(channels[3]), 4)), Throttled)
        clock.advance(refusals.PROBE_EVERY)
        channels[3].refusal = None
        assert isinstance(await second.send(outgoing(place(channels[3]), 4)), Sent)
        clock.advance(SOON)
        assert isinstance(await second.send(outgoing(place(channels[3]), 5)), Sent)
        clock.advance(SOON)
        assert isinstance(await first.send(outgoing(place(channels[3]), 6)), Sent)


async def test_a_server_that_shows_nothing_holds_no_direct_message_and_none_opens_it(
    server: DiscordServer, clock: FakeClock
) -> None:
    guild = server.state.guild()
    channels = [server.state.channel(guild, name=f"c{number}") for number in range(4)]
    person = server.state.person("ada")
    private = Destination(platform="discord", workspace=guild.id, place=person, is_dm=True)
    for each in channels:
        each.refusal = (403, 50001)
    async with discord_api(server) as api:
        platform = DiscordPlatform(api, clock=clock)
        for number, each in enumerate(channels[:3], start=1):
            await platform.send(outgoing(place(each), number))
        assert isinstance(await platform.send(outgoing(private, 5)), Sent)
        assert isinstance(await platform.send(outgoing(place(channels[3]), 4)), Throttled)


async def test_what_one_process_met_makes_all_of_them_careful(
    store: SqlStore, clock: FakeClock
) -> None:
    told, other = (SharedDoors(clock, store.doors) for _ in range(2))
    worked, strange = channel(1), channel(2)
    told.worked(worked.place)
    for _ in range(refusals.CAREFUL):
        told.count()
    await told.share()
    gate = Refusals(clock, other)
    assert isinstance(await gate.wait(strange), Throttled)
    assert await gate.wait(worked) is None
    clock.advance(refusals.LATELY + SOON)
    for _ in range(refusals.CAREFUL):
        told.count()
    await told.share()
    assert isinstance(await Refusals(clock, other).wait(worked), Throttled)
    clock.advance(timedelta(minutes=11))
    assert await gate.wait(strange) is None


async def test_places_where_nothing_arrives_any_more_are_forgotten(
    store: SqlStore, clock: FakeClock
) -> None:
    for place_id in ("old", "new"):
        clock.advance(timedelta(days=60))
        door = Door(channel="1", worked_at=clock.real())
        await store.doors.share("discord", News(doors={place_id: door}), since_step=0)
    await store.doors.tidy(before=clock.real() - timedelta(days=30))
    assert await store.doors.door("discord", "old") == Door()
    assert (await store.doors.door("discord", "new")).channel == "1"


async def test_each_refusal_is_counted_once_though_the_database_fails_at_times(
    clock: FakeClock,
) -> None:
    class Moody:
        """Implements `ports.Doors`: refuses every other time."""

        def __init__(self) -> None:
            self.calls = 0
            self.number = 0

        async def share(self, platform: str, news: News, *, since_step: int) -> Known:
            assert platform == "discord"
            self.calls += 1
            if self.calls % 2:
                raise ConnectionError
            self.number += sum(news.refused.values())
            step = max(news.refused, default=since_step)
            return Known(refused={step: self.number})

        async def door(self, platform: str, place: str) -> Door:
            raise AssertionError((platform, place))

        async def tidy(self, *, before: datetime) -> None:
            raise AssertionError(before)

    moody = Moody()
    doors = SharedDoors(clock, moody)
    for number in range(1, 7):
        doors.count()
        clock.advance(SOON)
        await doors.share()
        assert doors.lately() == number
    assert moody.number == 6


async def test_20_000_dead_channels_and_4_workers_stay_far_from_a_ban(sqlite_url: str) -> None:
    clock = FakeClock()
    database = open_database(sqlite_url)
    store = open_store(database, clock)
    doors = [SharedDoors(clock, store.doors) for _ in range(4)]
    workers = [Refusals(clock, each) for each in doors]
    dead = deque(channel(number) for number in range(20_000))
    at: list[float] = []
    turn = 0
    while dead:
        turn += 1
        to, mine = dead.popleft(), turn % 4
        clock.advance(DiscordPlatform.spacing)
        if await workers[mine].wait(to) is None:
            doors[mine].count()
            workers[mine].learn(to, Rejected(reason="50013 missing permissions"))
            at.append(clock.monotonic())
        else:
            clock.advance(timedelta(seconds=20))
            dead.append(to)
    await database.close()
    busiest = max(bisect_right(at, start + 600) - index for index, start in enumerate(at))
    assert len(at) == 20_000
    assert busiest <= 1_500


async def test_a_long_press_is_found_again_after_a_restart_until_it_is_tidied_away(
    store: SqlStore, clock: FakeClock
) -> None:
    press = Press("start", "case-studies " + "mon,thu 18:30 " * 20)
    card = Card(title=words("A plan"), buttons=(Button("Start", press), Button("No", Press("x"))))
    stand = Stand(own=True)
    await LongPresses(store.presses).keep(card, stand)
    shown = every_component(render_card(card, stand))
    ids = [each["custom_id"] for each in shown if "custom_id" in each]
    assert len(ids) == 2
    again = LongPresses(store.presses)
    found = [await again.found(carried_by(each)) for each in ids]
    assert [each.press for each in found if each] == [press, Press("x")]
    await store.presses.tidy(before=clock.real() + timedelta(days=1))
    assert await again.found(carried_by(ids[0])) is None
    assert await again.found(None) is None
