"""The real listeners, use cases and database, connected to a local Slack by Socket Mode."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.pictures.painter import PillowPainter
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.composition import SlackKit, Uses
from bot.platforms.slack.http import PATH
from bot.platforms.slack.serving import SlackWeb
from bot.platforms.slack.teams import open_session
from bot.public import PublicServer
from bot.storage.store import SqlStore
from bot.usecases.drain import Drainer
from bot.usecases.edits import Editor
from bot.usecases.plan_due import Planner
from bot.usecases.recover import Recovery
from tests.fakes.clock import FakeClock
from tests.fakes.curricula import SmallLibrary
from tests.fakes.slack_person import Person
from tests.fakes.slack_server import FakeSlack, running
from tests.fakes.slack_state import User, Workspace
from tests.fakes.talk import Talk, at_once, talk_on


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
    editor: Editor
    platform: SlackPlatform
    recovery: Recovery
    talk: Talk
    web: SlackWeb | None = None

    async def deliver(self) -> None:
        """Plan what is due and send what is ready."""
        await self.planner.plan_due()
        await self.drainer.drain()

    def person(self, user_id: str, name: str, *, home: str = "", tz: str = "UTC") -> Person:
        """Somebody else; of another workspace where `home` names one."""
        user = User(id=user_id, name=name, home=home or self.team.id, tz=tz)
        self.team.users[user.id] = user
        return Person(server=self.server, team=self.team, user=user)


def uses_of(talk: Talk) -> Uses:
    """What listeners need of a conversation."""
    return Uses(
        conversation=talk.dispatch,
        studies=talk.studies,
        store=talk.store,
        painter=PillowPainter(),
    )


@asynccontextmanager
async def slack_bot(
    database_url: str, *, books: SmallLibrary | None = None
) -> AsyncIterator[SlackBot]:
    """The bot in one workspace, on a Monday morning in Paris."""
    async with (
        talk_on(database_url, books=books) as talk,
        running(talk.clock.real) as server,
        connected(server, talk, team_id="T0001") as bot,
    ):
        yield bot


@asynccontextmanager
async def connected(
    server: FakeSlack,
    talk: Talk,
    *,
    team_id: str = "",
    team: Workspace | None = None,
    http: Path | None = None,
) -> AsyncIterator[SlackBot]:
    """The bot of one workspace on a running Slack; over HTTP with `http` as its spool's folder."""
    team = team or server.state.workspaces.get(team_id) or server.state.workspace(team_id)
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        spool = http or Path(stack.enter_context(TemporaryDirectory()))
        session = await stack.enter_async_context(open_session())
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        kit = SlackKit(
            session,
            bot_token=team.bot_token,
            api_url=server.api_url,
            clock=talk.clock,
            spool=spool,
            tenants=talk.store.tenants,
        )
        uses = uses_of(talk)
        web = kit.web(uses, signing_secret=team.signing_secret) if http else None
        if web is not None:
            public = PublicServer(web.routes, host="127.0.0.1", port=0)
            team.request_url = f"http://{public.address}{PATH}"
            tasks.create_task(public.serve(stop))
            tasks.create_task(web.serve(stop))
        else:
            before = server.sockets.hellos
            tasks.create_task(kit.socket(uses, app_token=team.app_token).serve(stop))
            await server.state.until(lambda: server.sockets.hellos > before)
        ada = team.users.setdefault(
            f"UADA{team.id[1:]}", User(id=f"UADA{team.id[1:]}", name="ada", home=team.id)
        )
        platforms = {kit.platform.name: kit.platform}
        at_once(kit.platform)
        try:
            yield SlackBot(
                server=server,
                team=team,
                ada=Person(server=server, team=team, user=ada),
                store=talk.store,
                clock=talk.clock,
                planner=talk.planner,
                drainer=talk.desks.drainer(platforms),
                editor=talk.desks.editor(platforms),
                platform=kit.platform,
                talk=talk,
                web=web,
                recovery=talk.desks.recovery(platforms),
            )
        finally:
            stop.set()
