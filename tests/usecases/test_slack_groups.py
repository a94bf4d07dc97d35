"""A study group on Slack, from its invitation to its weekly message, on a local Slack."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.curricula import QUESTIONS, with_questions
from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_checks import interactive
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_state import Channel, Json

SECOND_READING = datetime(2026, 11, 24, 8, 1, tzinfo=UTC)
EVE_OF_THE_DISCUSSION = datetime(2026, 11, 25, 15, 1, tzinfo=UTC)


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url, books=with_questions()) as made:
        yield made


async def settled(bot: SlackBot) -> None:
    """Send what is ready and what comes behind it, then draw anew what has changed."""
    for _ in range(4):
        await bot.deliver()
        bot.clock.advance(timedelta(seconds=2))
    await bot.editor.edit()


def labels(message: Json) -> list[str]:
    return [each["text"]["text"] for each in interactive(message["blocks"]) if "text" in each]


def said(place: Channel, words: str) -> list[Json]:
    return [each for each in place.messages if words in shown(each)]


async def gathered(bot: SlackBot) -> tuple[Channel, Person, Person]:
    """Ada's group with Bob, who pressed Join, and Eve, who typed it."""
    bob, eve = bot.person("UBOB", "bob"), bot.person("UEVE", "eve")
    people = {each.user.id for each in (bot.ada, bob, eve)}
    place = Channel(id="C1", name="reading", members=people | {bot.team.bot_user.id})
    bot.team.channels[place.id] = place
    await bot.ada.types("enroll case studies tue 9:00", place)
    await settled(bot)
    (invitation,) = place.messages
    await bob.presses("Join", invitation, place)
    await eve.types("join", place)
    await settled(bot)
    assert "3 people" in shown(invitation)
    return place, bob, eve


async def test_a_group_reads_talks_and_hears_of_its_discussion(bot: SlackBot) -> None:
    place, bob, eve = await gathered(bot)
    await bot.ada.types("group discussion thursday 16:00", place)
    await bot.ada.types("start now", place)
    await settled(bot)
    (reading,) = [each for each in place.messages if "Done" in labels(each)]
    below = [each for each in place.messages if each.get("thread_ts") == reading["ts"]]
    assert QUESTIONS[0] in shown(below[0])
    assert "opens the discussion" in shown(below[1])

    await bob.presses("Done", reading, place)
    told = await bob.message("1 of 3 has read it", place)
    assert told["to"] == bob.user.id
    (share,) = [each for each in labels(told) if each.startswith("Share")]
    await bob.presses(share, told, place, fields={"field:learned": "Cache by <!here> the hour"})
    await eve.presses("Done", reading, place)
    await settled(bot)
    (line,) = said(place, "Cache by <!here> the hour")
    assert line["thread_ts"] == reading["ts"]
    assert "bob" in shown(line)
    assert "2 of 3 have read it" in shown(reading)
    assert "bob" not in shown(reading)

    for moment in (SECOND_READING, EVE_OF_THE_DISCUSSION):
        bot.clock.advance_to(moment)
        await settled(bot)
    (week,) = said(place, "Read by:")
    assert "Discussion: Thu 26 Nov, 16:00" in shown(week)
    assert "thread_ts" not in week
    assert [each.messages for each in (bot.ada.direct, bob.direct, eve.direct)] == [[], [], []]


async def test_only_who_leads_decides_and_the_others_are_told_who_can(bot: SlackBot) -> None:
    place, bob, _ = await gathered(bot)
    await bob.types("start now", place)
    refused = await bob.message("ada", place)
    assert refused["to"] == bob.user.id
    await settled(bot)
    assert not said(place, "opens the discussion")
    await bot.ada.types("group leads add bob", place)
    await bob.types("start now", place)
    await settled(bot)
    assert len(said(place, "opens the discussion")) == 1
    await bot.ada.types("group leads remove bob", place)
    await bob.types("pause", place)
    await settled(bot)
    assert (await bot.store.operations.counts())["plans"] == {"active": 1}


async def test_who_leaves_the_channel_is_in_its_group_no_longer(bot: SlackBot) -> None:
    place, bob, _ = await gathered(bot)
    await bot.ada.types("start now", place)
    await settled(bot)
    (lead,) = said(place, "opens the discussion")
    assert "ada" in shown(lead)
    event = {"type": "member_left_channel", "channel": place.id, "channel_type": "C"}
    for user in (bot.ada.user.id, bot.ada.user.id, "UNOBODY"):
        left = event | {"user": user, "team": bot.team.id, "event_ts": bot.server.state.ts()}
        await bot.ada.event(left)
    await settled(bot)
    assert "2 people" in shown(await bob.types("group", place))
    assert "bob" in shown(lead)
