"""The real listeners, use cases and database, connected to a local Slack by Socket Mode."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.platforms.slack.composition import SlackKit, Uses
from bot.platforms.slack.teams import open_session
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from bot.usecases.dispatch import Dispatch
from bot.usecases.drain import Desk, Drainer
from bot.usecases.enroll_form import EnrollForms
from bot.usecases.home import HomePage
from bot.usecases.letters import Letters
from bot.usecases.plan_due import Planner
from bot.usecases.publish import publish
from bot.usecases.study import Studies
from tests.fakes.clock import FakeClock
from tests.fakes.curricula import SomeHolidays, library
from tests.fakes.slack_person import Person
from tests.fakes.slack_server import FakeSlack, running
from tests.fakes.slack_state import User, Workspace
from tests.fakes.talk import CountingEngine


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
async def slack_bot(database_url: str, *, team_id: str = "T0001") -> AsyncIterator[SlackBot]:
    """The bot in one workspace, on a Monday morning in Paris."""
    clock = FakeClock()
    async with running(clock.real) as server, connected(server, database_url, clock=clock,
                                                        team_id=team_id) as bot:  # fmt: skip
        yield bot


@asynccontextmanager
async def connected(
    server: FakeSlack, database_url: str, *, clock: FakeClock, team_id: str
) -> AsyncIterator[SlackBot]:
    """The bot of one workspace on a running Slack."""
    team = server.state.workspace(team_id)
    database, books, stop = open_database(database_url), library(), asyncio.Event()
    try:
        async with open_session() as session, asyncio.TaskGroup() as tasks:
            store = open_store(database, clock)
            studies = Studies(books, clock=clock, holidays=SomeHolidays())
            await publish(store, studies)
            kit = SlackKit(session, bot_token=team.bot_token, api_url=server.api_url, clock=clock)
            desk = Desk(
                ledger=store.ledger,
                platforms={kit.platform.name: kit.platform},
                letters=Letters(books, clock),
                clock=clock,
            )
            dispatch = Dispatch(store=store, studies=studies, engine=CountingEngine())
            uses = Uses(conversation=dispatch, page=HomePage(dispatch), forms=EnrollForms(studies))
            socket = kit.socket(uses, app_token=team.app_token)
            before = server.sockets.hellos
            tasks.create_task(socket.serve(stop))
            await server.state.until(lambda: server.sockets.hellos > before)
            ada = User(id=f"UADA{team_id[1:]}", name="ada", home=team.id)
            team.users[ada.id] = ada
            try:
                yield SlackBot(
                    server=server,
                    team=team,
                    ada=Person(server=server, team=team, user=ada),
                    store=store,
                    clock=clock,
                    planner=Planner(store.plans, studies=studies, clock=clock),
                    drainer=Drainer(desk),
                )
            finally:
                stop.set()
    finally:
        await database.close()
