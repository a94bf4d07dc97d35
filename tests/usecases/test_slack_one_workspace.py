"""One workspace by its own token that removes the app: it stops, and goes on or is erased."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.platforms.slack.composition import SlackKit
from bot.platforms.slack.teams import open_session
from tests.fakes.slack_bot import SlackBot, connected, slack_bot
from tests.fakes.slack_many import NOWHERE
from tests.fakes.slack_server import Fault
from tests.fakes.talk import at_once

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        await made.ada.says("enroll case studies daily 9:00")
        await made.deliver()
        await made.ada.message("Welcome to")
        yield made


@dataclass
class Worker:
    """Another process with the same token, which sends and looks after things."""

    bot: SlackBot
    kit: SlackKit

    async def deliver(self) -> None:
        await self.bot.planner.plan_due()
        platform = self.kit.platform
        await self.bot.talk.desks.drainer({platform.name: platform}).drain()

    @property
    def questions(self) -> int:
        return [method for method, _ in self.bot.server.state.calls].count("auth.test")


@pytest.fixture
async def worker(bot: SlackBot) -> AsyncIterator[Worker]:
    async with open_session() as session:
        kit = SlackKit(
            session,
            bot_token=bot.team.bot_token,
            api_url=bot.server.api_url,
            clock=bot.clock,
            spool=NOWHERE,
            tenants=bot.store.tenants,
        )
        at_once(kit.platform)
        yield Worker(bot, kit)


def sent(bot: SlackBot) -> int:
    return sum(method == "chat.postMessage" for method, _ in bot.server.state.calls)


async def is_served(bot: SlackBot) -> bool:
    return (await bot.store.tenants.served("slack"))[bot.team.id]


async def test_a_removed_app_sends_nothing_more_and_goes_on_with_a_token_that_works(
    bot: SlackBot, worker: Worker
) -> None:
    bot.clock.advance(HOUR)
    with capture_logs() as logs:
        await bot.ada.removes_the_app(event_id="Ev1")
        await bot.ada.event({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}})
    (told,) = [each for each in logs if each["log_level"] == "error"]
    assert "set SLACK_BOT_TOKEN" in told["next_step"]
    before = sent(bot)
    for _ in range(3):
        bot.clock.advance(DAY)
        await bot.deliver()
        await worker.deliver()
    assert "I am not in this workspace any more" in (await bot.ada.types("progress"))["text"]
    assert (sent(bot), await is_served(bot)) == (before, False)
    bot.team.installed = True
    async with connected(bot.server, bot.talk, team=bot.team) as again:
        await again.ada.removes_the_app(at=int(bot.clock.real().timestamp()) - 60)
        bot.team.installed = True
        await again.ada.says("help")
        await again.ada.removes_the_app(at=int(bot.clock.real().timestamp()) - 60)
        bot.team.installed = True
        await again.deliver()
        assert await again.ada.message("Reading 2 of 4")
    assert await is_served(bot)


async def test_other_people_s_tokens_and_other_workspaces_end_nothing(bot: SlackBot) -> None:
    await bot.ada.event({"type": "tokens_revoked", "tokens": {"oauth": ["UADA"], "bot": []}})
    away = bot.ada.told({"type": "app_uninstalled"}) | {"team_id": "T0009"}
    app_token = bot.team.app_token
    await bot.server.sockets.deliver("events_api", away, app_token=app_token)
    assert await bot.store.tenants.served("slack") == {"T0001": True}


async def test_a_refused_send_stops_everything_and_pauses_no_plan(
    bot: SlackBot, worker: Worker
) -> None:
    bot.team.installed = False
    bot.clock.advance(DAY)
    await bot.deliver()
    before = sent(bot)
    bot.clock.advance(DAY)
    await bot.deliver()
    assert (sent(bot), await is_served(bot)) == (before, False)
    await worker.kit.tidy()
    bot.team.installed = True
    await worker.kit.tidy()
    assert await is_served(bot)
    bot.clock.advance(DAY)
    await worker.deliver()
    assert await bot.ada.message("Reading 2 of 4")


async def test_a_process_that_began_without_slack_pauses_no_plan_either(
    bot: SlackBot, worker: Worker
) -> None:
    bot.team.installed = False
    bot.clock.advance(DAY)
    before = sent(bot)
    await worker.deliver()
    assert (sent(bot), await is_served(bot)) == (before, False)
    bot.team.installed = True
    await worker.kit.tidy()
    bot.clock.advance(DAY)
    await worker.deliver()
    assert await bot.ada.message("Reading 2 of 4")


async def test_the_token_is_asked_about_once_a_day_and_every_hour_while_it_does_not_work(
    bot: SlackBot, worker: Worker
) -> None:
    await worker.kit.tidy()
    before = worker.questions
    bot.clock.advance(DAY - HOUR)
    await worker.kit.tidy()
    assert worker.questions == before
    bot.clock.advance(HOUR)
    bot.server.fail("auth.test", Fault(error="invalid_auth"))
    await worker.kit.tidy()
    assert (worker.questions, await is_served(bot)) == (before + 1, True)
    bot.team.installed = False
    bot.clock.advance(DAY)
    for _ in range(2):
        await worker.kit.tidy()
    assert (worker.questions, await is_served(bot)) == (before + 3, False)
    bot.clock.advance(30 * DAY)
    assert await bot.store.tenants.erase_suspended(since=30 * DAY) == 1
    assert await bot.store.tenants.served("slack") == {}
