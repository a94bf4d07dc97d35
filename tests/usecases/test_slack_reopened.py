"""Channels that opened while nobody listened: Slack is asked, and their plans go on."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.platforms.slack.composition import SlackKit
from bot.platforms.slack.teams import open_session
from tests.fakes.slack_bot import SlackBot, connected, slack_bot, uses_of
from tests.fakes.slack_many import NOWHERE, many_bot
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import Channel

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


def a_channel(ada: Person, name: str = "C1") -> Channel:
    place = Channel(id=name, name="reading", members={ada.user.id, ada.team.bot_user.id})
    ada.team.channels[place.id] = place
    return place


async def archived(ada: Person, place: Channel) -> None:
    place.archived = True
    event = {"type": "channel_archive", "channel": place.id, "event_ts": ada.server.state.ts()}
    await ada.event(event)


def asked(bot: SlackBot) -> list[str]:
    calls = bot.server.state.calls
    return [args["channel"] for method, args in calls if method == "conversations.info"]


async def looked(bot: SlackBot) -> None:
    """An hour's housekeeping of a process."""
    async with open_session() as session:
        kit = SlackKit(
            session,
            bot_token=bot.team.bot_token,
            api_url=bot.server.api_url,
            clock=bot.clock,
            spool=NOWHERE,
            tenants=bot.store.tenants,
        )
        await kit.tidy()  # one that does not listen has nothing to look after
        kit.socket(uses_of(bot.talk), app_token=bot.team.app_token)
        await kit.tidy()


async def test_after_a_restart_plans_go_on_in_channels_that_opened_meanwhile(
    bot: SlackBot,
) -> None:
    plan, cases = a_channel(bot.ada), a_channel(bot.ada, "C2")
    await bot.ada.types("enroll case studies tue 9:00 start now", plan)
    await bot.ada.types("casestudy weekly", cases)
    for place in (plan, cases):
        await archived(bot.ada, place)
        place.archived = False
    bot.clock.advance(HOUR)
    async with connected(bot.server, bot.talk, team=bot.team) as after:
        await after.ada.says("help")
        assert "Next: Tue 24 Nov" in shown(await after.ada.message("Welcome back", plan))
        assert "Next: Tue 24 Nov" in shown(await after.ada.message("Welcome back", cases))


async def test_the_daily_look_finds_an_open_channel_and_leaves_what_somebody_paused(
    bot: SlackBot,
) -> None:
    place, kept, shut = (a_channel(bot.ada, name) for name in ("C1", "C2", "C3"))
    for each in (place, kept, shut):
        await bot.ada.types("enroll case studies tue 9:00 start now", each)
    await bot.ada.types("pause", kept)
    for each in (place, kept, shut):
        await archived(bot.ada, each)
    place.archived = kept.archived = False
    before = len(asked(bot))
    await looked(bot)
    bot.clock.advance(DAY)
    bot.server.fail("conversations.info", Fault(error="internal_error"))
    await looked(bot)
    assert asked(bot)[before:] == ["C1", "C3"], "one that fails does not hold up the others"
    await looked(bot)
    assert len(asked(bot)) == before + 2
    bot.clock.advance(DAY)
    await looked(bot)
    await looked(bot)
    assert asked(bot)[before + 2 :] == ["C1", "C3"]
    assert len([each for each in place.messages if "Welcome back" in shown(each)]) == 1
    assert not [each for each in (*kept.messages, *shut.messages) if "Welcome" in shown(each)]


@pytest.mark.parametrize("words", ["pause", "pause until friday"])
async def test_what_somebody_pauses_while_it_is_shut_stays_paused(
    bot: SlackBot, words: str
) -> None:
    place = a_channel(bot.ada)
    await bot.ada.types("enroll case studies tue 9:00 start now", place)
    await archived(bot.ada, place)
    place.archived = False
    await bot.ada.types(words, place)
    bot.clock.advance(DAY)
    await looked(bot)
    assert not [each for each in place.messages if "Welcome back" in shown(each)]


async def test_of_many_workspaces_each_is_asked_with_its_own_token(sqlite_url: str) -> None:
    async with many_bot(sqlite_url) as many:
        for name in ("T0001", "T0002"):
            ada = many.team(name)
            await many.installs(ada)
            place = a_channel(ada)
            await ada.types("enroll case studies tue 9:00 start now", place)
            await archived(ada, place)
            place.archived = name == "T0002"
        many.talk.clock.advance(DAY)
        await many.kit.tidy()
        teams = many.server.state.workspaces
        assert "Welcome back" in shown(teams["T0001"].channels["C1"].messages[-1])
        assert teams["T0002"].channels["C1"].messages == []
