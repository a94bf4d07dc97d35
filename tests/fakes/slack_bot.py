"""The real listeners, use cases and database, connected to a local Slack by Socket Mode."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.platforms.slack.composition import SlackKit, Uses
from bot.platforms.slack.teams import open_session
from bot.storage.store import SqlStore
from bot.usecases.drain import Desk, Drainer
from bot.usecases.enroll_form import EnrollForms
from bot.usecases.home import HomePage
from bot.usecases.plan_due import Planner
from tests.fakes.clock import FakeClock
from tests.fakes.slack_person import Person
from tests.fakes.slack_server import FakeSlack, running
from tests.fakes.slack_state import User, Workspace
from tests.fakes.talk import Talk, talk_on


@dataclass
class SlackBot:
    """One workspace, Ada in it, and the bot that serves it."""

    server: FakeSlack
    team: Workspace
    ada: Person
    store: SqlStore
    clock: FakeClock
    planner: Planner
    drainer: Drainer

    async def deliver(self) -> None:
        """Plan what is due and send what is ready."""
        await self.planner.plan_due()
        await self.drainer.drain()

    def person(self, user_id: str, name: str, *, home: str = "", tz: str = "UTC") -> Person:
        """Somebody else; of another workspace where `home` names one."""
        user = User(id=user_id, name=name, home=home or self.team.id, tz=tz)
        self.team.users[user.id] = user
        return Person(server=self.server, team=self.team, user=user)


@asynccontextmanager
async def slack_bot(database_url: str) -> AsyncIterator[SlackBot]:
    """The bot in one workspace, on a Monday morning in Paris."""
    async with (
        talk_on(database_url) as talk,
        running(talk.clock.real) as server,
        connected(server, talk, team_id="T0001") as bot,
    ):
        yield bot


@asynccontextmanager
async def connected(server: FakeSlack, talk: Talk, *, team_id: str) -> AsyncIterator[SlackBot]:
    """The bot of one workspace on a running Slack."""
    team, stop = server.state.workspace(team_id), asyncio.Event()
    async with open_session() as session, asyncio.TaskGroup() as tasks:
        kit = SlackKit(session, bot_token=team.bot_token, api_url=server.api_url, clock=talk.clock)
        uses = Uses(
            conversation=talk.dispatch,
            page=HomePage(talk.dispatch),
            forms=EnrollForms(talk.studies, may_start=talk.dispatch.may_start),
        )
        before = server.sockets.hellos
        tasks.create_task(kit.socket(uses, app_token=team.app_token).serve(stop))
        await server.state.until(lambda: server.sockets.hellos > before)
        ada = User(id=f"UADA{team_id[1:]}", name="ada", home=team.id)
        team.users[ada.id] = ada
        desk = Desk(
            ledger=talk.store.ledger,
            platforms={kit.platform.name: kit.platform},
            letters=talk.letters,
            clock=talk.clock,
        )
        try:
            yield SlackBot(
                server=server,
                team=team,
                ada=Person(server=server, team=team, user=ada),
                store=talk.store,
                clock=talk.clock,
                planner=talk.planner,
                drainer=Drainer(desk),
            )
        finally:
            stop.set()
