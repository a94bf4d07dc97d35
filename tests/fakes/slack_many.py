"""The bot for many workspaces on its public listener, and a browser that installs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.platforms.slack.installed import AppSecrets
from bot.platforms.slack.installing import InstallKeeping
from bot.platforms.slack.many import ManyKit, ManySettings, ManyWeb
from bot.platforms.slack.teams import open_session
from bot.public import PublicServer
from bot.usecases.drain import Drainer
from tests.fakes.slack_bot import uses_of
from tests.fakes.slack_person import Person
from tests.fakes.slack_server import FakeSlack, running
from tests.fakes.slack_state import Json, User, Workspace
from tests.fakes.talk import Talk, at_once, talk_on

PUBLIC_URL = "https://bot.example.org/study"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOWHERE = Path("/nowhere")


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a browser got."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def title(self) -> str:
        return self.text.partition("<h1>")[2].partition("</h1>")[0]


@dataclass
class Browser:
    """Somebody's browser: it reaches our public address, and keeps cookies as browsers do."""

    address: str
    public_url: str = PUBLIC_URL
    cookies: dict[str, str] = field(default_factory=dict)

    async def opens(self, url: str, *, method: str = "GET") -> Page:
        """Open an address under our public one, without following where it leads."""
        assert url.startswith(self.public_url + "/slack/"), url
        where = f"http://{self.address}{url.removeprefix(self.public_url)}"
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": sent, "Host": "evil.example.com"} if sent else {}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(method, where, headers=headers, allow_redirects=False) as answer,
        ):
            for line in answer.headers.getall("Set-Cookie", []):
                for name, each in SimpleCookie(line).items():
                    self.cookies[name] = each.value
            return Page(
                status=answer.status,
                text=await answer.text(),
                headers={name.lower(): value for name, value in answer.headers.items()},
            )

    async def begins(self) -> str:
        """Press Add to Slack; Slack's address."""
        page = await self.opens(f"{self.public_url}/slack/install", method="POST")
        assert page.status == 303, page.text
        return page.headers["location"]


@dataclass
class ManyBot:
    """The bot, a local Slack with its app, and the use cases."""

    server: FakeSlack
    talk: Talk
    kit: ManyKit
    web: ManyWeb
    address: str
    drainer: Drainer

    def team(self, team_id: str = "T0001", *, name: str = "Acme") -> Person:
        """Ada in a workspace that does not have us yet."""
        team = self.server.state.workspace(team_id, name=name)
        return a_person(self.server, team, address=self.address)

    @property
    def browser(self) -> Browser:
        """A browser that was never here."""
        return Browser(self.address)

    @property
    def posts(self) -> list[Json]:
        """Every message that we sent or tried to send."""
        calls = self.server.state.calls
        return [args for method, args in calls if method == "chat.postMessage"]

    async def installs(self, ada: Person, browser: Browser | None = None) -> Page:
        """From the button to the page at the end."""
        browser = browser or self.browser
        asked = await browser.begins()
        back = self.server.oauth.approve(asked, team=ada.team, user=ada.user.id)
        return await browser.opens(back)

    async def deliver(self) -> None:
        """Plan what is due and send what is ready."""
        await self.talk.planner.plan_due()
        await self.drainer.drain()


def a_person(server: FakeSlack, team: Workspace, *, address: str) -> Person:
    """Ada, whose Slack calls us at this address; nothing is installed yet."""
    team.installed, team.tokens = False, {}
    team.request_url = f"http://{address}/slack/events"
    ada = User(id=f"UADA{team.id[1:]}", name="ada", home=team.id)
    team.users[ada.id] = ada
    return Person(server=server, team=team, user=ada)


def many_kit(
    session: aiohttp.ClientSession, server: FakeSlack, *, talk: Talk, spool: Path = NOWHERE
) -> ManyKit:
    """What one process has of Slack; without a spool it cannot listen."""
    oauth = server.oauth
    return ManyKit(
        session,
        settings=ManySettings(
            app=AppSecrets(client_id=oauth.client_id, client_secret=oauth.client_secret),
            signing_secret=SIGNING_SECRET,
            public_url=PUBLIC_URL,
            api_url=server.api_url,
            spool=spool,
        ),
        keeping=InstallKeeping(
            installations=talk.store.installations, states=talk.store.install_states
        ),
        tenants=talk.store.tenants,
        clock=talk.clock,
    )


@asynccontextmanager
async def many_bot(database_url: str) -> AsyncIterator[ManyBot]:
    """The bot without any workspace, on a Monday morning in Paris."""
    with TemporaryDirectory() as spool:
        async with (
            talk_on(database_url) as talk,
            running(talk.clock.real) as server,
            many_process(server, talk, spool=Path(spool)) as bot,
        ):
            yield bot


@asynccontextmanager
async def many_process(server: FakeSlack, talk: Talk, *, spool: Path) -> AsyncIterator[ManyBot]:
    """The bot's program for many workspaces, from its start to its end."""
    stop = asyncio.Event()
    async with open_session() as session, asyncio.TaskGroup() as tasks:
        kit = many_kit(session, server, talk=talk, spool=spool)
        web = kit.web(uses_of(talk), engine=talk.engine)
        public = PublicServer(web.routes, host="127.0.0.1", port=0)
        tasks.create_task(public.serve(stop))
        tasks.create_task(web.serve(stop))
        at_once(kit.platform)
        try:
            yield ManyBot(
                server=server,
                talk=talk,
                kit=kit,
                web=web,
                address=public.address,
                drainer=talk.desks.drainer({kit.platform.name: kit.platform}),
            )
        finally:
            stop.set()
