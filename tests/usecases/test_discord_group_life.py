"""A study group on Discord, from its invitation to its weekly message, on a local Discord."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.discord.adapter import NO_MENTIONS
from tests.fakes.curricula import QUESTIONS, with_questions
from tests.fakes.discord_bot import DiscordBot, discord_bot
from tests.fakes.discord_person import Person
from tests.fakes.discord_state import Message, every_component, text_of

SECOND_READING = datetime(2026, 11, 24, 9, 1, tzinfo=UTC)
DISCUSSION = datetime(2026, 11, 26, 16, tzinfo=UTC)
EVE_OF_THE_DISCUSSION = datetime(2026, 11, 25, 16, 1, tzinfo=UTC)


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[DiscordBot]:
    async with discord_bot(sqlite_url, books=with_questions()) as made:
        yield made


async def settled(bot: DiscordBot) -> None:
    """Send what is ready and what comes behind it, then draw anew what has changed."""
    for _ in range(4):
        await bot.deliver()
        bot.clock.advance(timedelta(seconds=2))
    await bot.editor.edit()


def labels(message: Message) -> list[str]:
    found = every_component(message.body["components"])
    return [each["label"] for each in found if "label" in each]


def said(bot: DiscordBot, words: str, *, below: Message | None = None) -> list[Message]:
    """What stands in the channel, or in the thread below a message, with these words."""
    place = below.id if below is not None else bot.channel.id
    return [each for each in bot.server.state.in_channel(place) if words in text_of(each.body)]


def readings(bot: DiscordBot) -> list[Message]:
    return [each for each in said(bot, "Discuss") if "Done" in labels(each)]


async def gathered(bot: DiscordBot) -> tuple[Message, Person, Person]:
    """Ada's group, with what she has to start it; Ben, who pressed Join, and Eve, who typed it."""
    ada, ben, eve = bot.ada, bot.person("ben"), bot.person("eve")
    ada.leads = True
    plan = await ada.command("enroll", plan="case-studies", where="here", days="tue", time="9:00")
    await ada.press(plan, "Start this plan")
    await settled(bot)
    (invitation,) = said(bot, "In the group")
    await ben.press(invitation, "Join")
    await eve.command("group join")
    await settled(bot)
    assert "3 people" in text_of(invitation.body)
    return plan, ben, eve


async def test_a_group_reads_talks_and_hears_of_its_discussion(bot: DiscordBot) -> None:
    plan, ben, eve = await gathered(bot)
    await bot.ada.say("group discussion", day_and_time="thursday 16:00")
    assert "ada decides on this plan" in await ben.say("group start")
    await bot.ada.press(plan, "Start now")
    await settled(bot)
    (reading,) = readings(bot)
    assert said(bot, QUESTIONS[0], below=reading)
    assert said(bot, "opens the discussion", below=reading)

    told = (await ben.press(reading, "Done")).messages[-1]
    assert told.is_ephemeral
    assert "1 of 3 has read it" in text_of(told.body)
    form = await ben.press(told, "Share with the group")
    await ben.fill_in(form, "", told, learned="Cache by @here <@&77> the hour")
    await eve.press(reading, "Done")
    await settled(bot)
    (line,) = said(bot, "Cache by", below=reading)
    assert "ben" in text_of(line.body)
    assert line.body["allowed_mentions"] == NO_MENTIONS
    assert "2 of 3 have read it" in text_of(reading.body)
    assert "ben" not in text_of(reading.body)

    for moment in (SECOND_READING, EVE_OF_THE_DISCUSSION):
        bot.clock.advance_to(moment)
        await settled(bot)
    (week,) = said(bot, "Read by:")
    assert "Discussion:" in text_of(week.body)
    assert f"<t:{int(DISCUSSION.timestamp())}:" in text_of(week.body)
    assert [each.directs for each in (bot.ada, ben, eve)] == [[], [], []]
    refused = (await ben.press(week, "Less often")).messages[-1]
    assert "ada decides on this plan" in text_of(refused.body)
    assert "Less often" in labels(week)
    agreed = (await bot.ada.press(week, "Stop")).messages[-1]
    assert "Nothing besides your readings" in text_of(agreed.body)
    for moment in (SECOND_READING, EVE_OF_THE_DISCUSSION):
        bot.clock.advance_to(moment + timedelta(days=7))
        await settled(bot)
    assert said(bot, "Read by:") == [week]
    assert len(readings(bot)) == 3
