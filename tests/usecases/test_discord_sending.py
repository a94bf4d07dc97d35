"""Sending to Discord: once, at its pace, and found again by the key."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.card import Button, Card, Press, words
from bot.domain.conversation import Origin
from bot.domain.delivery import (
    Absent,
    Destination,
    Found,
    Outcome,
    Rejected,
    Scope,
    Sent,
    Throttled,
    Unknown,
    Unreadable,
    delivery_key,
)
from bot.domain.ids import DeliveryId
from bot.domain.reaching import Closed, Reached
from bot.platforms.discord import directs, refusals
from bot.platforms.discord.adapter import NONCE_WINDOW, DiscordPlatform
from bot.platforms.discord.shared import WINDOW
from bot.ports import Outgoing
from bot.usecases.reach import Reaching
from tests.fakes.clock import FakeClock
from tests.fakes.discord_parts import discord_api, discord_platform
from tests.fakes.discord_server import discord_server
from tests.fakes.discord_state import NONCE_WINDOW as REAL_WINDOW
from tests.fakes.discord_state import Channel, State

CARD = Card(title=words("A reading"), buttons=(Button("Done", Press("done")),))
MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    """A platform on a local Discord with one server channel."""

    platform: DiscordPlatform
    state: State
    clock: FakeClock
    channel: Channel

    @property
    def here(self) -> Destination:
        return Destination(
            platform="discord", workspace=self.channel.guild, place=self.channel.id, is_dm=False
        )

    def own(self, person: str) -> Destination:
        return Destination(platform="discord", workspace=f"user-{person}", place=person, is_dm=True)

    async def send(self, number: int = 1, *, to: Destination | None = None) -> Outcome:
        key = delivery_key(DeliveryId(number), 7)
        return await self.platform.send(Outgoing(to=to or self.here, card=CARD, key=key))

    async def look(self, number: int = 1, *, ago: timedelta = MINUTE) -> object:
        key = delivery_key(DeliveryId(number), 7)
        return await self.platform.find(key, self.here, since=self.clock.real() - ago)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = FakeClock()
    async with discord_server(clock.real) as server, discord_platform(server, clock) as platform:
        guild = server.state.guild()
        channel = next(iter(guild.channels.values()))
        clock.advance(timedelta(seconds=1))
        yield Desk(platform, server.state, clock, channel)


async def test_a_lost_answer_is_unknown_and_a_repeat_makes_no_second_message(desk: Desk) -> None:
    desk.state.fail("POST .*/messages", after=True)
    assert isinstance(await desk.send(), Unknown)
    assert isinstance(await desk.look(), Found)
    assert isinstance(await desk.send(), Sent)
    assert len(desk.state.in_channel(desk.channel.id)) == 1


async def test_a_server_error_is_repeated_with_the_same_nonce(desk: Desk) -> None:
    desk.state.fail("POST .*/messages", 503)
    assert isinstance(await desk.send(), Unknown)
    assert isinstance(await desk.look(), Absent)
    assert isinstance(await desk.send(), Sent)


async def test_a_repeat_of_a_deleted_message_counts_as_sent(desk: Desk) -> None:
    await desk.send()
    desk.state.in_channel(desk.channel.id)[0].deleted = True
    assert await desk.send() == Sent(receipt="")


async def test_our_messages_edits_keep_the_key_and_others_messages_do_not_count(desk: Desk) -> None:
    await desk.send()
    message = desk.state.in_channel(desk.channel.id)[0]
    message.nonce = ""  # the history shows none
    assert isinstance(await desk.look(), Found)
    message.author = "42"
    assert isinstance(await desk.look(), Absent)


async def test_outside_the_nonces_window_an_unreadable_history_is_no_proof(desk: Desk) -> None:
    assert timedelta(0) < NONCE_WINDOW < REAL_WINDOW
    desk.channel.readable = False
    assert isinstance(await desk.look(ago=MINUTE), Absent)
    lookup = await desk.look(ago=timedelta(hours=1))
    assert isinstance(lookup, Unreadable)
    assert lookup.retry_in is None


async def test_a_readable_history_without_the_message_is_proof(desk: Desk) -> None:
    await desk.send(2)
    desk.clock.advance(timedelta(hours=2))
    assert isinstance(await desk.look(ago=timedelta(hours=1)), Absent)


async def test_a_message_behind_many_others_is_found(desk: Desk) -> None:
    for number in range(100, 230):
        desk.state.post(desk.channel.id, {"components": [], "nonce": str(number)})
        desk.clock.advance(timedelta(milliseconds=10))
    await desk.send()
    assert isinstance(await desk.look(), Found)


async def test_a_shut_channel_is_rejected_at_the_first_answer(desk: Desk) -> None:
    desk.channel.refusal = (403, 50013)
    outcome = await desk.send()
    assert isinstance(outcome, Rejected)
    assert outcome.scope is Scope.DESTINATION
    assert len(desk.state.requested("POST", "/messages$")) == 1


async def test_closed_direct_messages_are_rejected(desk: Desk) -> None:
    person = desk.state.person("ada")
    desk.state.closed_to_us[person] = 50007
    outcome = await desk.send(to=desk.own(person))
    assert isinstance(outcome, Rejected)
    assert "50007" in outcome.reason


async def test_a_bucket_is_used_to_its_end_and_then_nothing_is_asked(desk: Desk) -> None:
    desk.state.bucket_limit = 5
    outcomes = [await desk.send(number) for number in range(1, 8)]
    assert [type(each) for each in outcomes] == [Sent] * 5 + [Throttled] * 2
    assert {each.scope for each in outcomes if isinstance(each, Throttled)} == {Scope.DESTINATION}
    assert len(desk.state.requested("POST", "/messages$")) == 5


async def test_a_bucket_that_fills_again_at_once_is_waited_for(desk: Desk) -> None:
    desk.state.bucket_limit, desk.state.bucket_seconds = 2, 0.2
    outcomes = await asyncio.gather(*(desk.send(number) for number in range(1, 6)))
    assert [type(each) for each in outcomes] == [Sent] * 5
    assert all(status == 200 for *_, status in desk.state.requests)


async def test_a_limit_of_the_whole_bot_parks_its_lane(desk: Desk) -> None:
    everywhere = {"X-RateLimit-Global": "true", "Retry-After": "3", "X-RateLimit-Scope": "global"}
    desk.state.fail("POST .*/messages", 429, headers=everywhere, retry_after=3.0)
    outcome = await desk.send()
    assert outcome == Throttled(retry_in=timedelta(seconds=3), scope=Scope.WORKSPACE)


async def test_openings_of_direct_messages_keep_a_distance(desk: Desk) -> None:
    first, second = desk.state.person("ada"), desk.state.person("bob")
    assert isinstance(await desk.send(1, to=desk.own(first)), Sent)
    waits = await desk.send(2, to=desk.own(second))
    assert isinstance(waits, Throttled)
    assert waits.scope is Scope.DESTINATION
    assert isinstance(await desk.send(3, to=desk.own(first)), Sent)
    desk.clock.advance(directs.SPACING)
    assert isinstance(await desk.send(2, to=desk.own(second)), Sent)


async def test_openings_stop_at_the_first_refusal(desk: Desk) -> None:
    desk.state.fail("POST /users/@me/channels", 400, 40003)
    for person in ("1", "2", "3"):
        outcome = await desk.send(to=desk.own(person))
        assert isinstance(outcome, Throttled)
        desk.clock.advance(timedelta(seconds=30))
    assert len(desk.state.requested("POST", "/users/@me/channels")) == 1


async def test_what_discord_counts_against_an_address_is_counted(desk: Desk) -> None:
    desk.channel.refusal = (403, 50001)
    await desk.send(1)
    shared = {"X-RateLimit-Scope": "shared"}
    desk.state.fail("POST .*/messages", 429, headers=shared, retry_after=3.0)
    await desk.send(2)
    assert desk.platform.doors.lately() == 1


async def test_three_channels_that_cannot_be_seen_shut_their_server_until_a_probe(
    desk: Desk,
) -> None:
    guild = desk.state.guilds[desk.channel.guild]
    channels = [desk.state.channel(guild, name=f"c{number}") for number in range(6)]
    for channel in channels:
        channel.refusal = (403, 50001)
    places = [replace(desk.here, place=channel.id) for channel in channels]
    kinds = [type(await desk.send(number, to=to)) for number, to in enumerate(places, start=1)]
    assert kinds == [Rejected] * 3 + [Throttled] * 3
    desk.clock.advance(refusals.PROBE_EVERY)
    assert isinstance(await desk.send(4, to=places[3]), Rejected)
    assert isinstance(await desk.send(5, to=places[4]), Throttled)
    desk.clock.advance(refusals.PROBE_EVERY)
    channels[4].refusal = None
    assert isinstance(await desk.send(5, to=places[4]), Sent)
    assert isinstance(await desk.send(7), Sent)


async def test_after_many_refusals_only_places_that_worked_are_written_to(desk: Desk) -> None:
    stranger = desk.state.channel(desk.state.guild("Other"), name="other")
    there = replace(desk.here, place=stranger.id, workspace=stranger.guild)
    assert isinstance(await desk.send(1), Sent)
    for _ in range(refusals.CAREFUL):
        desk.platform.doors.count()
    assert isinstance(await desk.send(2), Sent)
    waits = await desk.send(3, to=there)
    assert isinstance(waits, Throttled)
    assert waits.scope is Scope.DESTINATION
    for _ in range(refusals.SILENT):
        desk.platform.doors.count()
    silent = await desk.send(4)
    assert isinstance(silent, Throttled)
    assert silent.scope is Scope.WORKSPACE
    desk.clock.advance(WINDOW * 2)
    assert isinstance(await desk.send(3, to=there), Sent)


async def test_a_token_that_is_not_accepted_silences_the_bot() -> None:
    clock = FakeClock()
    async with discord_server(clock.real) as server, discord_api(server) as api:
        api._token = "wrong"
        platform = DiscordPlatform(api, clock=clock)
        to = Destination(platform="discord", workspace="1", place="2", is_dm=False)
        outcome = await platform.send(Outgoing(to=to, card=CARD, key="1-7"))
        assert isinstance(outcome, Throttled)
        assert outcome.scope is Scope.WORKSPACE


async def test_closed_direct_messages_are_found_out_at_once_with_how_to_open_them(
    desk: Desk,
) -> None:
    person = desk.state.person("ada")
    origin = Origin(
        platform="discord", workspace="1", place=desk.channel.id, person=person, is_dm=False
    )
    reaching = Reaching({"discord": desk.platform})
    desk.state.closed_to_us[person] = 50007
    assert await reaching(origin, CARD, event_id="a") == Closed(desk.platform.how_to_open)
    del desk.state.closed_to_us[person]
    assert await reaching(origin, CARD, event_id="b") == Reached()
