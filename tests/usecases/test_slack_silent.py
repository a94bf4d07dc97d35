"""Slack does not answer just now: nothing starts on a guess, and nothing that was asked goes."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_person import shown
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import Channel

SILENT = Fault(status=503)


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


def crowd(bot: SlackBot) -> Channel:
    place = Channel(id="C1", name="all", members={bot.ada.user.id}, strangers=300)
    bot.team.channels[place.id] = place
    return place


async def test_the_button_stays_until_the_plan_has_started(bot: SlackBot) -> None:
    place = crowd(bot)
    await bot.ada.types("enroll case studies tue 9:00", place)
    question = place.ephemeral[-1]
    bot.server.fail("conversations.info", SILENT)
    await bot.ada.presses("Start it here", question, place, at="1795420900.000100")
    await bot.ada.message("try again in a minute", place)
    assert question in place.ephemeral
    await bot.ada.presses("Start it here", question, place, at="1795420960.000100")
    await bot.ada.message("You are on", place)
    await bot.server.state.until(lambda: question not in place.ephemeral)


async def test_the_form_stays_as_it_was_filled_in(bot: SlackBot) -> None:
    place = crowd(bot)
    await bot.ada.types("enroll", place)
    form = bot.ada.window
    await bot.ada.sends(form, when="weekdays 9am")
    bot.server.fail("conversations.info", SILENT)
    await bot.ada.sends(bot.ada.window)
    assert "try again in a minute" in shown(bot.ada.window)
    assert bot.team.modals[form["id"]] == form


async def test_who_may_be_a_guest_starts_nothing_while_slack_does_not_say(bot: SlackBot) -> None:
    place = Channel(id="C1", name="reading", members={bot.ada.user.id})
    bot.team.channels[place.id] = place
    bot.ada.user.is_restricted = True
    bot.server.fail("users.info", *(SILENT for _ in range(6)))
    told = shown(await bot.ada.types("enroll case studies tue 9:00", place))
    assert "who you are just now" in told
    assert "conversations.join" not in [method for method, _ in bot.server.state.calls]


async def test_what_a_whole_workspace_refuses_waits_and_no_plan_pauses(bot: SlackBot) -> None:
    await bot.ada.says("enroll case studies tue 9:00")
    await bot.deliver()
    bot.clock.advance(timedelta(days=1))
    bot.server.fail("chat.postMessage", Fault(error="invalid_auth"))
    await bot.deliver()
    bot.clock.advance(timedelta(hours=1, minutes=1))
    await bot.deliver()
    assert await bot.ada.message("Reading 2 of 4")
