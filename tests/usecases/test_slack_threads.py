"""Threads on Slack: the questions stand under their reading, and the button leads there."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.platforms.slack.presses import key_of
from tests.fakes.curricula import QUESTIONS, with_questions
from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_person import shown
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import Channel, Json


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url, books=with_questions()) as made:
        yield made


async def everything(bot: SlackBot) -> None:
    for _ in range(2):
        await bot.deliver()
        bot.clock.advance(timedelta(seconds=2))


async def in_channel(bot: SlackBot) -> tuple[Channel, Json]:
    """A plan runs in a channel; its first reading."""
    place = Channel(id="C1", name="reading", members={bot.ada.user.id, bot.team.bot_user.id})
    bot.team.channels[place.id] = place
    await bot.ada.types("enroll case studies tue 9:00 start now", place)
    await bot.deliver()
    return place, await bot.ada.message("Welcome to", place)


def replies(place: Channel, reading: Json) -> list[Json]:
    return [each for each in place.messages if each.get("thread_ts") == reading["ts"]]


async def test_discuss_in_a_channel_asks_the_questions_in_the_thread_and_leads_there(
    bot: SlackBot,
) -> None:
    place, reading = await in_channel(bot)
    before = len(place.messages)
    await bot.ada.presses("Discuss", reading, place)
    told = await bot.ada.message("It is being discussed", place)
    assert told["to"] == bot.ada.user.id
    address = f"https://acme.slack.com/archives/C1/p{reading['ts'].replace('.', '')}"
    assert address in str(told["blocks"])
    assert len(place.messages) == before
    await everything(bot)
    asked, lead = replies(place, reading)
    assert all(each in shown(asked) for each in QUESTIONS)
    assert "ada" in shown(lead).casefold()
    assert asked["metadata"]["event_payload"]["key"] == key_of(asked)
    await bot.ada.presses("Discuss", reading, place)
    await everything(bot)
    assert len(replies(place, reading)) == 2


async def test_alone_the_questions_come_as_a_reply_and_nothing_else(bot: SlackBot) -> None:
    await bot.ada.says("enroll case studies tue 9:00")
    await bot.deliver()
    reading = await bot.ada.message("Welcome to")
    before = len(bot.ada.direct.messages)
    await bot.ada.presses("Discuss", reading)
    await everything(bot)
    (asked,) = replies(bot.ada.direct, reading)
    assert QUESTIONS[1] in shown(asked)
    assert len(bot.ada.direct.messages) == before + 1


async def test_a_deleted_reading_takes_no_replies_and_stops_no_plan(bot: SlackBot) -> None:
    place, reading = await in_channel(bot)
    await bot.ada.presses("Discuss", reading, place)
    place.messages.remove(reading)
    await everything(bot)
    assert (await bot.store.operations.counts())["deliveries"] == {"sent": 3, "rejected": 2}
    await bot.ada.types("next", place)
    await bot.deliver()
    assert await bot.ada.message("Reading 2 of 4", place)


async def test_an_address_that_slack_does_not_tell_leaves_the_answer_without_it(
    bot: SlackBot,
) -> None:
    place, reading = await in_channel(bot)
    bot.server.fail("chat.getPermalink", Fault(error="channel_not_found"))
    await bot.ada.presses("Discuss", reading, place)
    told = await bot.ada.message("It is being discussed", place)
    assert "https://acme.slack.com" not in str(told["blocks"])


async def test_a_press_on_a_message_that_nobody_could_tell_of_says_where_it_stands(
    bot: SlackBot,
) -> None:
    place = (await in_channel(bot))[0]
    await bot.ada.types("next", place)
    bot.server.fail("chat.postMessage", Fault(drop=True, carried_out=True))
    await bot.deliver()
    reading = await bot.ada.message("Reading 2 of 4", place)
    await bot.ada.presses("Discuss", reading, place)
    await everything(bot)
    asked, opens = replies(place, reading)
    assert "Two questions to talk about" in shown(asked)
    assert "opens the discussion" in shown(opens)
