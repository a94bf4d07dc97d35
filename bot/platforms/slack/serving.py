"""Socket Mode: one workspace, one connection that Slack renews every few hours."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Fault
from bot.platforms.slack import outcomes
from bot.platforms.slack.gate import Gate
from bot.platforms.slack.http import NO_ROUTES, SlackPages
from bot.platforms.slack.inbound import InstallationUnclear
from bot.platforms.slack.intake import Intake
from bot.platforms.slack.listeners import SlackListener
from bot.platforms.slack.teams import GONE, OneTeam, Teams, quiet_logger

log = structlog.get_logger(__name__)

OpenIntake = Callable[[AsyncApp], Intake]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The one workspace that is listened to: who hears of its end, and what is told after it."""

    team: OneTeam
    register: Callable[[AsyncApp], None]
    elsewhere: str

    def app(self, listener: SlackListener) -> AsyncApp:
        """Bolt's app with everything that handles something."""
        made = bolt_app(self.team, self.team.client, elsewhere=self.elsewhere)
        listener.register(made)
        self.register(made)
        return made


class BadToken(Fault):
    """Slack does not accept SLACK_BOT_TOKEN or SLACK_APP_TOKEN."""


class Greeter:
    """Learns at the start who we are, so that a wrong token is told at once."""

    def __init__(self, team: OneTeam, *, app_token: str | None = None) -> None:
        self._team = team
        self._app_token = app_token

    async def greet(self) -> str:
        """Where we are, for operators.

        Raises:
            BadToken: a token is refused; the text names it.
        """
        name = "SLACK_BOT_TOKEN"
        try:
            team = await self._team.here()
            if self._app_token is not None:
                name = "SLACK_APP_TOKEN"
                await team.client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            code = outcomes.code_of(error)
            if code in _REFUSED:
                raise BadToken(f"{name}: Slack answers {code}. {_REFUSED[code]}") from None
            log.warning("slack_not_ready", error=code)
            return _LATER
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_unreachable", cause=type(error).__name__)
            return _LATER
        return f"in the workspace {team.name}"


class SlackSocket:
    """Listens to one workspace over Socket Mode until told to stop."""

    def __init__(
        self, listener: SlackListener, *, place: Place, app_token: str, intake: OpenIntake
    ) -> None:
        self._listener = listener
        self._place = place
        self._app_token = app_token
        self._intake = intake
        self.greet = Greeter(place.team, app_token=app_token).greet
        self.routes = NO_ROUTES

    async def serve(self, stop: asyncio.Event) -> None:
        """Listen until `stop` is set; what was begun is finished."""
        app = self._place.app(self._listener)
        intake = self._intake(app)
        handler = _Handler(app, self._app_token)
        handler.intake = intake
        connecting = asyncio.create_task(_connect(handler))
        try:
            await intake.serve(stop)
        finally:
            connecting.cancel()
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        await self._listener.settled()


class SlackWeb:
    """Listens to one workspace over HTTP, on the public listener."""

    def __init__(
        self, listener: SlackListener, *, place: Place, gate: Gate, intake: OpenIntake
    ) -> None:
        self._listener = listener
        self._intake = intake(place.app(listener))
        self.routes = SlackPages(self._intake, gate).routes()
        self.greet = Greeter(place.team).greet

    async def serve(self, stop: asyncio.Event) -> None:
        """Handle what waits, until `stop`; what was begun is finished after it."""
        await self._intake.serve(stop)
        await self._listener.settled()


class _Handler(AsyncSocketModeHandler):
    """Bolt's own, with the intake before it; an envelope that is not answered comes again."""

    intake: Intake

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's own does
        """Answer one envelope."""
        since = monotonic()
        request = AsyncBoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        answer = await self.intake.async_dispatch(request)
        await send_async_response(client, req, answer, since)


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """Connect; it tries until it succeeds."""
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


_LATER = "as soon as Slack can be reached"

_REFUSED = {
    "invalid_auth": "Copy it again from the app's page on api.slack.com/apps.",
    "not_authed": "Copy it again from the app's page on api.slack.com/apps.",
    "account_inactive": "The app was removed from the workspace: install it again.",
    "token_revoked": "The app was removed from the workspace: install it again.",
    "not_allowed_token_type": "A bot token begins with xoxb-, an app token with xapp-.",
    "missing_scope": "The app token needs the scope connections:write.",
}
"""Answers at the start after which no try again would help, and what to do."""


class Authorizing(AsyncAuthorize):
    """Tells Bolt whose call it is."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **actor: str | None,
    ) -> AuthorizeResult:
        """See Bolt.

        Raises:
            SlackApiError: we are not installed there. Bolt answers the call with 200 and what is
                told in such a workspace (slack_bolt/middleware/authorization/
                async_multi_teams_authorization.py); for None it would use the response_url, and
                fail with it.
            InstallationUnclear: Slack refused to say so for another reason; with its own error
                Bolt would forget the call.
            StoreDown: the database does not answer.
            aiohttp.ClientError: Slack cannot be reached.
            TimeoutError: Slack does not answer.
        """
        del context, enterprise_id, user_id, actor
        try:
            team = await self._teams.authorized(team_id)
        except SlackApiError as error:
            if outcomes.code_of(error) in GONE:
                raise
            raise InstallationUnclear(outcomes.code_of(error)) from error
        if team is None:
            answer = {"ok": False, "error": "not_installed"}
            raise SlackApiError("not installed", answer)  # type: ignore[no-untyped-call]  # the SDK's
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team.id,
            bot_user_id=team.user_id,
            bot_id=team.bot_id,
            bot_token=team.client.token,
        )


def bolt_app(teams: Teams, client: AsyncWebClient, *, elsewhere: str) -> AsyncApp:
    """Bolt, told who we are by us alone: it would read the environment otherwise.

    With `process_before_response` an event is acknowledged when its handler returns, that is
    after its change was committed (slack_bolt/listener/asyncio_runner.py). `elsewhere` is told in
    a workspace that has us no more.
    """
    return AsyncApp(
        authorize=Authorizing(teams),
        client=client,
        logger=quiet_logger(),
        process_before_response=True,
        request_verification_enabled=False,  # our gate, or Socket Mode's own end, has verified it
        user_facing_authorize_error_message=elsewhere,
    )
