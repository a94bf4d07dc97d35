"""Whose Home may stand open is known to every process, and forgotten in the end."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.fakes.slack_bot import SlackBot, connected, slack_bot
from tests.fakes.slack_person import shown


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def looks(bot: SlackBot) -> list[int]:
    query = text("SELECT looked_at FROM home_looks")
    return list(await bot.store.database.read(lambda c: c.execute(query).scalars().all()))


def drawn(bot: SlackBot) -> int:
    return sum(method == "views.publish" for method, _ in bot.server.state.calls)


async def test_an_open_home_follows_what_another_process_is_told(bot: SlackBot) -> None:
    """Events go to the connection that came last, so the second process hears the change."""
    await bot.ada.says("enroll case studies tue 9:00")
    await bot.ada.opens_home()
    assert "It is paused" not in shown(bot.ada.home)
    async with connected(bot.server, bot.talk, team=bot.team) as other:
        await other.ada.says("pause")
        await bot.server.state.until(lambda: "It is paused" in shown(bot.ada.home))


async def test_looking_is_written_once_an_hour_and_forgotten_after_a_week(bot: SlackBot) -> None:
    await bot.ada.says("enroll case studies tue 9:00")
    assert await looks(bot) == []
    await bot.ada.opens_home()
    first = await looks(bot)
    bot.clock.advance(timedelta(minutes=59))
    await bot.ada.opens_home()
    assert await looks(bot) == first
    bot.clock.advance(timedelta(minutes=2))
    await bot.ada.opens_home()
    (last,) = await looks(bot)
    assert last > first[0]
    bot.clock.advance(timedelta(days=7))
    before = drawn(bot)
    async with connected(bot.server, bot.talk, team=bot.team) as other:
        await other.ada.says("pause")
        await other.ada.message("Paused")
    assert drawn(bot) == before
    await bot.store.home.tidy()
    assert await looks(bot) == []


async def test_nobody_s_home_is_drawn_who_never_opened_it(bot: SlackBot) -> None:
    await bot.ada.opens_home()
    bob, before = bot.person("UBOB", "bob"), drawn(bot)
    async with connected(bot.server, bot.talk, team=bot.team):
        await bob.says("enroll case studies tue 9:00")
        await bob.message("You are on")
    assert drawn(bot) == before
