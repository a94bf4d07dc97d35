"""Slack for every workspace that installs us: over HTTP, each with its own tokens."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.cards.installed import installed_card
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.composition import Uses, intake_on, listener_on
from bot.platforms.slack.gate import Gate
from bot.platforms.slack.http import INSTALL, SlackPages
from bot.platforms.slack.install_routes import InstallRoutes
from bot.platforms.slack.installed import AppSecrets, InstalledTeams
from bot.platforms.slack.installing import Installing, InstallKeeping, Site, slack_root
from bot.platforms.slack.intake import Intake
from bot.platforms.slack.listeners import SlackListener
from bot.platforms.slack.origins import COMMAND
from bot.platforms.slack.removals import Removals
from bot.platforms.slack.serving import bolt_app
from bot.platforms.slack.teams import web_client
from bot.ports import Clock, Engine, Installation, Tenants

READS_A_MINUTE = 1
"""Look-ups of an app that is distributed outside the marketplace (docs.slack.dev,
apis/web-api/rate-limits)."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManySettings:
    """What the operator sets for many workspaces; `spool` as for `SlackKit`."""

    app: AppSecrets
    signing_secret: str
    public_url: str
    api_url: str | None
    spool: Path


class ManyKit:
    """Everything of Slack that one process needs; the platform first, the listener on demand."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        settings: ManySettings,
        keeping: InstallKeeping,
        tenants: Tenants,
        clock: Clock,
    ) -> None:
        self._session = session
        self._settings = settings
        self._keeping = keeping
        self._clock = clock
        self._listening: SlackListener | None = None
        self._client = _clients(session, settings.api_url)
        self.teams = InstalledTeams(
            keeping.installations, client=self._client, app=settings.app, clock=clock
        )
        self.platform = SlackPlatform(self.teams, clock=clock, reads_a_minute=READS_A_MINUTE)
        self.removals = Removals(
            keeping.installations, tenants=tenants, teams=self.teams, clock=clock
        )

    def web(self, uses: Uses, *, engine: Engine) -> "ManyWeb":
        """HTTP for these use cases; `engine` is woken where a workspace comes back."""
        settings = self._settings
        site = Site(public_url=settings.public_url, slack=slack_root(settings.api_url))
        answers = Answers(self._session, api_url=settings.api_url)

        async def installed(installation: Installation, *, installer: str, greet: bool) -> bool:
            self.teams.forget(installation.workspace)
            engine.wake()
            if not (greet and installer):
                return False
            return await self._greet(answers, installation, installer=installer)

        installing = Installing(
            self._keeping,
            site=site,
            app=settings.app,
            client=self._client,
            clock=self._clock,
            installed=installed,
        )
        listener = listener_on(self.teams, uses, answers=answers, clock=self._clock)
        self._listening = listener
        intake = self._intake(listener, answers)
        return ManyWeb(self, listener, intake=intake, routes=InstallRoutes(installing, site=site))

    async def tidy(self) -> None:
        """What is looked after about once an hour."""
        await self.removals.sweep()
        if self._listening is not None:
            await self._listening.look_again()

    def pages(self, intake: Intake) -> SlackPages:
        """What Slack calls."""
        return SlackPages(intake, Gate(self._settings.signing_secret, self._clock))

    def _intake(self, listener: SlackListener, answers: Answers) -> Intake:
        """What Slack tells these listeners."""
        elsewhere = f"I am not in this workspace any more. To have me back: {self.where}"
        app = bolt_app(self.teams, self._client(None), elsewhere=elsewhere)
        listener.register(app)
        self.removals.register(app)
        opened = intake_on(
            self._settings.spool, teams=self.teams, answers=answers, clock=self._clock
        )
        return opened(app)

    @property
    def where(self) -> str:
        """The page that people install from."""
        return self._settings.public_url.rstrip("/") + INSTALL

    async def _greet(self, answers: Answers, installation: Installation, *, installer: str) -> bool:
        """The one message after an installation; lost where Slack does not take it."""
        team = self.teams.team_of(installation)
        try:
            await answers.post(team, installer, card=installed_card(command=COMMAND), thread=None)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_installer_not_greeted", cause=type(error).__name__)
            return False
        return True


class ManyWeb:
    """Listens to every workspace over HTTP, and lets others install, on the public listener."""

    def __init__(
        self, kit: ManyKit, listener: SlackListener, *, intake: Intake, routes: InstallRoutes
    ) -> None:
        self._kit = kit
        self._listener = listener
        self._intake = intake
        self.routes = (*kit.pages(intake).routes(), *routes.routes())

    async def greet(self) -> str:
        """Where we are, for operators."""
        number = await self._kit.removals.compare()
        many = "1 workspace" if number == 1 else f"{number:,} workspaces"
        return f"in {many}. Others install it at {self._kit.where}"

    async def serve(self, stop: asyncio.Event) -> None:
        """Handle what waits, until `stop`; what was begun is finished after it."""
        await self._intake.serve(stop)
        await self._listener.settled()
        await self._kit.teams.settled()


def _clients(
    session: aiohttp.ClientSession, api_url: str | None
) -> Callable[[str | None], AsyncWebClient]:
    """What makes a client for a token."""
    return lambda token: web_client(session, token=token, api_url=api_url)
