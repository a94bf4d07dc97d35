"""A group's plan ends: its channel is told once, wherever the last reading was closed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.channel import Channel, Heard
from tests.fakes.plain import plain
from tests.fakes.talk import Talk, talk_on

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Paris


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


async def all_read_but_one(talk: Talk) -> tuple[Channel, list[Heard]]:
    """A group of two with its last reading open; what of it stands in Bob's direct messages."""
    channel = Channel(talk)
    await channel.say("ada", "enroll case studies tue 10:00")
    await channel.say("bob", "join")
    await channel.say("bob", "group tell privately")
    await channel.say("ada", "start now")
    await channel.until(MONDAY + timedelta(days=22))
    readings = [each for each in channel.heard if "[Done]" in each.text]
    here = [each for each in readings if not each.message.to.is_dm]
    for each in here[:-1]:
        await channel.press("ada", "Done", each)
    return channel, [here[-1], next(e for e in reversed(readings) if e.message.to.is_dm)]


async def close(channel: Channel, how: str, last: list[Heard]) -> str:
    here, private = last
    if how in {"Done", "Skip"}:
        reply = await channel.press("ada", how, here)
    elif how == "privately":
        reply = await channel.press("bob", "Done", private)
    else:
        reply = await channel.reply("ada", how)
    assert reply.card is not None
    return plain(reply.card)


@pytest.mark.parametrize("how", ["Done", "privately", "move on", "Skip"])
async def test_the_end_of_a_plan_is_told_to_the_channel_once(talk: Talk, how: str) -> None:
    channel, last = await all_read_but_one(talk)
    answer = await close(channel, how, last)
    assert "We have read" not in answer
    assert ("[Share with the group]" in answer) is (how in {"Done", "privately"})
    heard = await channel.until(MONDAY + timedelta(days=30))
    (told,) = [each for each in heard if "We have read «Case studies»" in each.text]
    assert told.place == "#study"
    assert "Readings: 4\nFrom: 23 November 2026 to 15 December 2026" in told.text
    late = await channel.press("zoe", "Done", last[0])
    assert late.card is not None
    assert "You are in the group now" not in plain(late.card)
    assert "has finished its plan" in await channel.say("zoe", "leave group")
    book = await channel.press("bob", "Your season as a book", told)
    assert len(book.files) == 2


async def test_the_end_of_a_plan_waits_for_the_end_of_quiet_hours(talk: Talk) -> None:
    channel, (here, _) = await all_read_but_one(talk)
    await channel.say("ada", "quiet 8:00-12:00", private=True)
    await channel.press("ada", "Done", here)
    await channel.tick()
    assert not [each for each in channel.heard if "We have read" in each.text]
    heard = await channel.until(talk.clock.now() + timedelta(hours=4))
    assert len([each for each in heard if "We have read" in each.text]) == 1


async def test_a_plan_that_somebody_ended_tells_nobody_that_they_left_it(talk: Talk) -> None:
    channel = Channel(talk)
    await channel.say("ada", "enroll case studies tue 10:00 start now")
    await channel.tick()
    reading = next(each for each in channel.heard if "[Done]" in each.text)
    ended = await channel.reply("ada", "leave yes")
    assert ended.public
    assert ended.card is not None
    assert "«Case studies» has ended here" in plain(ended.card)
    pressed = await channel.press("bob", "Done", reading)
    assert pressed.card is not None
    assert "The plan of that message has ended here" in plain(pressed.card)
