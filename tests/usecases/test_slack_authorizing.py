"""Whether we are installed cannot be told just now: no call of Slack is lost for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.platforms.slack.intake import Intake
from tests.fakes.slack_bot import SlackBot, connected, slack_bot
from tests.fakes.slack_http import asked
from tests.fakes.slack_many import many_bot
from tests.fakes.slack_server import Fault, running
from tests.fakes.slack_state import Json
from tests.fakes.talk import talk_on

UNSURE = Fault(error="internal_error")
GONE = Fault(drop=True)
MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def over_http(url: str, folder: Path) -> AsyncIterator[SlackBot]:
    async with (
        talk_on(url) as talk,
        running(talk.clock.real) as server,
        connected(server, talk, team_id="T0001", http=folder) as bot,
    ):
        await bot.ada.says("enroll case studies tue 9:00")
        await bot.deliver()
        yield bot


async def forgets(bot: SlackBot) -> None:
    """The next call makes us ask Slack anew who we are."""
    await bot.ada.removes_the_app()
    bot.team.installed = True


async def notes(bot: SlackBot) -> list[str]:
    query = text("SELECT body FROM notes ORDER BY number")
    return list(await bot.store.database.read(lambda c: c.execute(query).scalars().all()))


async def told(bot: SlackBot, body: Json) -> int:
    status, _ = await asked(bot.server.state, bot.team, kind="events_api", payload=body)
    return status


def note(bot: SlackBot, words: str) -> Json:
    return bot.ada.told(bot.ada.said(f"note {words}"))


def intake(bot: SlackBot) -> Intake:
    assert bot.web is not None
    return bot.web._intake


async def test_over_http_slack_sends_again_what_nobody_could_place(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with over_http(sqlite_url, tmp_path) as bot:
        await forgets(bot)
        limited = Fault(error="ratelimited", status=429)
        bot.server.fail("auth.test", UNSURE, Fault(status=503), limited, UNSURE)
        kept = note(bot, "kept")
        assert [await told(bot, kept) for _ in range(3)] == [503] * 3
        assert "try again in a minute" in str(await bot.ada.types("done"))
        assert (await told(bot, kept), await notes(bot)) == (200, ["kept"])


async def test_where_slack_cannot_be_reached_events_wait_on_disk(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with over_http(sqlite_url, tmp_path) as bot:
        await forgets(bot)
        bot.server.fail("auth.test", *[GONE] * 9)
        assert await told(bot, note(bot, "kept")) == 200
        assert await notes(bot) == []
        bot.server.faults.clear()
        await intake(bot).replay()
        assert await notes(bot) == ["kept"]


async def test_a_kept_event_waits_for_slack_ten_minutes_and_then_lets_the_others_by(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with over_http(sqlite_url, tmp_path) as bot:
        spool = intake(bot)._spool
        await forgets(bot)
        bot.server.fail("auth.test", UNSURE)
        await spool.keep(note(bot, "young"), number=spool.number())
        for _ in range(2):
            await intake(bot).replay()
        assert await notes(bot) == ["young"]
        await forgets(bot)
        bot.server.fail("auth.test", UNSURE)
        await spool.keep(note(bot, "old"), number=spool.number() - 601 * 10**6)
        await spool.keep(note(bot, "next"), number=spool.number())
        await intake(bot).replay()
        assert await notes(bot) == ["young", "next"]


async def test_over_socket_mode_it_is_not_acknowledged_and_comes_again(sqlite_url: str) -> None:
    async with slack_bot(sqlite_url) as bot:
        bot.server.fail("auth.test", UNSURE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await bot.ada.says("help", event_id="Ev1")
        await bot.ada.says("help", event_id="Ev1", retry=1)
        assert await bot.ada.message("What you can say")


async def test_where_tokens_cannot_be_renewed_just_now_the_event_comes_again(
    sqlite_url: str,
) -> None:
    async with many_bot(sqlite_url) as bot:
        bot.server.oauth.rotates = True
        ada = bot.team()
        await bot.installs(ada)
        bot.talk.clock.advance(780 * MINUTE)
        bot.server.fail("oauth.v2.access", UNSURE)
        for wanted in (503, 200):
            body = ada.told(ada.said("help"), event_id="Ev1")
            status, _ = await asked(bot.server.state, ada.team, kind="events_api", payload=body)
            assert status == wanted
            bot.talk.clock.advance(MINUTE)
        assert await ada.message("What you can say")
