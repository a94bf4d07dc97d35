"""What a member of a group asked to be brought in private: it comes, or their own word ends it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.enrollment import EnrollmentState
from tests.fakes.channel import Channel, Heard
from tests.fakes.plain import plain
from tests.fakes.talk import Talk

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Paris
DAY = timedelta(days=1)
TOMORROW = MONDAY + timedelta(days=1, hours=2)  # an hour after what was put off comes back


async def begun(talk: Talk) -> Channel:
    """Ada's group of four reads its first."""
    channel = Channel(talk)
    await channel.say("ada", "enroll case studies tue 10:00")
    for each in ("bob", "cleo", "dan"):
        await channel.say(each, "join")
    await channel.say("ada", "start now")
    await channel.tick()
    return channel


def reading(channel: Channel) -> Heard:
    return next(each for each in reversed(channel.heard) if "[Done]" in each.text)


def back(heard: list[Heard]) -> list[str]:
    return [each.place for each in heard if "Back again" in each.text]


async def put_off(channel: Channel, person: str) -> None:
    reply = await channel.press(person, "Later", reading(channel))
    assert reply.card is not None
    assert "in our direct message" in plain(reply.card)


async def test_later_still_comes_when_the_others_have_read_it_or_the_group_rests(
    talk: Talk,
) -> None:
    channel = await begun(talk)
    await put_off(channel, "bob")
    for each in ("ada", "cleo"):
        await channel.press(each, "Done", reading(channel))
    await channel.say("ada", "pause")
    assert back(await channel.until(TOMORROW)) == ["dm-bob"]


async def test_later_still_comes_when_the_group_has_finished_its_plan(small: Talk) -> None:
    channel = await begun(small)
    await channel.until(MONDAY + 22 * DAY)
    await put_off(channel, "bob")
    for each in [each for each in channel.heard if "[Done]" in each.text]:
        for person in ("ada", "cleo"):
            await channel.press(person, "Done", each)
    small.origin = channel.origin("ada")
    assert (await small.view()).enrollment.state is EnrollmentState.FINISHED
    assert back(await channel.until(TOMORROW + 22 * DAY)) == ["dm-bob"]


async def test_another_day_for_later_takes_the_place_of_the_one_before(small: Talk) -> None:
    channel = await begun(small)
    await put_off(channel, "bob")
    assert "Thu 26 Nov" in await channel.say("bob", "later thursday")
    await put_off(channel, "cleo")
    await put_off(channel, "cleo")
    assert back(await channel.until(TOMORROW)) == ["dm-cleo"]
    await channel.until(TOMORROW + 2 * DAY - timedelta(hours=1))
    assert back(channel.heard) == ["dm-cleo", "dm-bob"]


@pytest.mark.parametrize("words", ["done", "leave group"])
async def test_later_does_not_come_to_who_has_read_it_or_left(talk: Talk, words: str) -> None:
    channel = await begun(talk)
    await put_off(channel, "bob")
    await channel.say("bob", words)
    assert back(await channel.until(TOMORROW)) == []


async def test_a_copy_that_waits_still_comes_when_others_are_done_but_not_to_who_is(
    talk: Talk,
) -> None:
    channel = await begun(talk)
    for each in ("bob", "cleo"):
        await channel.say(each, "group tell privately")
        await channel.say(each, "quiet 8:00-12:00")
    await channel.until(MONDAY + DAY + timedelta(hours=1))  # Tuesday, 10:00 in Paris
    for each in ("ada", "bob"):
        await channel.press(each, "Done", reading(channel))
    await channel.say("cleo", "stop", private=True)
    heard = await channel.until(MONDAY + DAY + timedelta(hours=4))
    assert [each.place for each in heard if each.message.to.is_dm] == ["cleo"]
