"""Groups' weekly messages and private nudges on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.storage.store import open_store
from bot.usecases.plan_due import Planner
from tests.fakes.channel import Channel
from tests.fakes.talk import Talk, talk_on

EVE = datetime(2026, 11, 25, 15, tzinfo=UTC)  # Wednesday, 16:00 in Paris
HOUR = timedelta(hours=1)


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Talk]:
    async with talk_on(database_url) as made:
        yield made


async def group(talk: Talk) -> Channel:
    """Ada and Bob read together on Mondays and talk on Thursdays; Bob said yes to nudges."""
    channel = Channel(talk)
    await channel.say("ada", "enroll case studies monday 10:00")
    await channel.say("ada", "group start")
    await channel.say("ada", "group discussion thursday 16:00")
    await channel.say("bob", "join")
    await channel.say("bob", "group nudges yes")
    return channel


async def rows(talk: Talk, condition: str) -> int:
    counting = text(f"SELECT count(*) FROM deliveries WHERE {condition}")  # noqa: S608 - ours
    return int(await talk.store.database.read(lambda c: c.execute(counting).scalar_one()))


async def test_the_channel_and_the_quiet_member_hear_once(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(EVE - HOUR)
    await channel.say("ada", "done")
    heard = await channel.until(EVE + HOUR)
    told = [each for each in heard if "Read by:" in each.text or each.message.to.is_dm]
    assert sorted(each.place for each in told) == ["#study", "bob"]
    assert any("Read by: 1 of 2" in each.text for each in told), "both read the group at once"
    assert await rows(talk, "kind = 'digest'") == 1
    assert await rows(talk, "kind = 'nudge' AND person_id IS NOT NULL") == 1
    await channel.until(EVE + 20 * HOUR)
    assert await rows(talk, "kind IN ('digest', 'nudge')") == 2


async def test_two_planners_write_the_message_and_the_nudge_once(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(EVE - HOUR)
    talk.clock.advance_to(EVE)
    other = open_store(talk.store.database, talk.clock)
    again = Planner(other.plans, studies=talk.studies, clock=talk.clock)
    await asyncio.gather(talk.planner.plan_due(), again.plan_due())
    assert await rows(talk, "kind = 'digest'") == 1
    assert await rows(talk, "kind = 'nudge'") == 1


async def test_a_nudge_goes_with_the_person_who_is_erased(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(EVE + HOUR)
    party = await talk.store.people.party(channel.origin("bob", private=True), zone="UTC")
    assert await rows(talk, f"person_id = {party.person_id}") == 1
    asked = await channel.say("bob", "data forget", private=True)
    word = asked.partition("data forget ")[2].split("`")[0]
    await channel.say("bob", f"data forget {word}", private=True)
    assert await rows(talk, "person_id IS NOT NULL") == 0
    place = text("SELECT count(*) FROM places WHERE external_id = 'bob'")
    assert await talk.store.database.read(lambda c: c.execute(place).scalar_one()) == 0
    await channel.until(EVE + 24 * 7 * HOUR)
