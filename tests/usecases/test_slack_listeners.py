"""Slack as people use it: real listeners and use cases, a local Slack over Socket Mode."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_person import shown


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def test_from_enroll_to_the_first_reading_it_takes_one_form(bot: SlackBot) -> None:
    assert await bot.ada.types("enroll") == {}
    assert await bot.ada.sends(bot.ada.window, when="weekdays 9am") == {}
    begun = await bot.ada.message("You are on")
    assert "Weekdays at 09:00" in shown(begun)
    await bot.deliver()
    reading = await bot.ada.message("Welcome to")
    assert reading["metadata"]["event_payload"]["key"]
