"""The workspaces that this process may speak in, each with its client and who we are there."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.delivery import Outcome, Rejected, Scope
from bot.platforms.slack.outcomes import code_of

CONNECT_S = 3.0
ANSWER_S = 8.0
"""Below `domain.delivery.SEND_TIMEOUT`, so that the cause of a slow send is ours to name."""
CONNECTIONS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """One workspace: its id, our user and bot there, and the client with its token.

    `name` is what the workspace calls itself, `handle` how people mention us.
    """

    id: str
    name: str
    user_id: str
    bot_id: str
    handle: str
    client: AsyncWebClient

    def wrote(self, message: dict[str, object]) -> bool:
        """Whether a message in a history is ours."""
        return message.get("bot_id") == self.bot_id or message.get("user") == self.user_id


class Teams(Protocol):
    """Finds a workspace by its id. `absent` is what becomes of a send where there is none."""

    @property
    def absent(self) -> Outcome:
        """Nothing was sent: we are not installed there."""
        ...

    async def of(self, team_id: str) -> Team | None:
        """The workspace, or None where we are not installed.

        Raises:
            SlackApiError: Slack does not accept our token for it.
            aiohttp.ClientError: Slack cannot be reached.
            TimeoutError: Slack does not answer.
        """
        ...

    def remembered(self, team_id: str) -> Team | None:
        """The workspace as this process saw it last, without asking anybody."""
        ...

    async def authorized(self, team_id: str | None) -> Team | None:
        """The workspace whose installation let a call in; raises as `of` does."""
        ...

    async def refused(self, team: Team, code: str) -> bool:
        """Slack refused our token with this error: whether another try makes sense."""
        ...


GONE = frozenset({"account_inactive", "token_revoked"})
"""Slack says this of tokens whose app was removed. Not `invalid_auth`: a request from an address
that the app does not allow gets it too (docs.slack.dev, reference/methods/auth.test)."""

Found = Callable[[str], Awaitable[object]]
Lost = Callable[[str, str], Awaitable[object]]


class OneTeam:
    """Implements `Teams` for a single token, whose workspace Slack tells us once."""

    absent: Outcome = Rejected(reason="not installed", scope=Scope.WORKSPACE)

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._found: Found | None = None
        self._lost: Lost | None = None
        self._team: Team | None = None
        self._last: Team | None = None
        self._asking = asyncio.Lock()

    def follow(self, *, found: Found, lost: Lost) -> None:
        """Have it told which workspace it is, and that Slack takes our token no more, and why."""
        self._found, self._lost = found, lost

    async def of(self, team_id: str) -> Team | None:
        """See `Teams.of`; where the app was removed before it was known, the workspace stops."""
        try:
            team = await self.here()
        except SlackApiError as error:
            if code_of(error) in GONE and not self.is_elsewhere(team_id):
                await self.lose(team_id, code_of(error))
            raise
        return team if team.id == team_id else None

    def remembered(self, team_id: str) -> Team | None:
        """See `Teams.remembered`."""
        team = self._team
        return team if team is not None and team.id == team_id else None

    async def authorized(self, team_id: str | None) -> Team | None:
        """See `Teams.authorized`: Slack lets in calls of the app's one workspace alone."""
        del team_id
        return await self.here()

    async def refused(self, team: Team, code: str) -> bool:
        """See `Teams.refused`: there is no other token; a removed app stops the workspace."""
        if code not in GONE or self._lost is None:
            return False
        await self.lose(team.id, code)
        return True

    def is_elsewhere(self, team_id: str) -> bool:
        """Whether this is known to be another workspace than ours."""
        return self._last is not None and self._last.id != team_id

    async def lose(self, team_id: str, cause: str) -> None:
        """Slack takes our token no more: whoever wants to speak there has to ask it first."""
        self._team = None
        if self._lost is not None:
            await self._lost(team_id, cause)

    async def ask_anew(self) -> None:
        """Ask Slack whether our token works; raises as `Teams.of` does."""
        async with self._asking:
            try:
                await self._introduce()
            except SlackApiError as error:
                if self._last is not None and code_of(error) in GONE:
                    await self.lose(self._last.id, code_of(error))
                raise

    async def here(self) -> Team:
        """The token's own workspace; raises as `Teams.of` does."""
        async with self._asking:
            return self._team or await self._introduce()

    async def _introduce(self) -> Team:
        team = await _introduced(self.client)
        if self._found is not None:
            await self._found(team.id)
        self._team = self._last = team
        return team


async def _introduced(client: AsyncWebClient) -> Team:
    answer = await client.auth_test()
    return Team(
        id=str(answer["team_id"]),
        name=str(answer.get("team", "")),
        user_id=str(answer["user_id"]),
        bot_id=str(answer.get("bot_id", "")),
        handle=str(answer.get("user", "")),
        client=client,
    )


@asynccontextmanager
async def open_session() -> AsyncIterator[aiohttp.ClientSession]:
    """The one session that everything to Slack goes through, with explicit timeouts.

    The SDK ignores its own `timeout` once it is given a session (slack_sdk/web/
    async_internal_utils.py), so they stand here.
    """
    timeout = aiohttp.ClientTimeout(
        total=ANSWER_S, connect=CONNECT_S, sock_connect=CONNECT_S, sock_read=ANSWER_S
    )
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        yield session


def web_client(
    session: aiohttp.ClientSession, *, token: str | None, api_url: str | None
) -> AsyncWebClient:
    """A client that repeats nothing by itself.

    The SDK's default repeats a send whose answer is lost, and so doubles it
    (slack_sdk/http_retry/builtin_async_handlers.py).
    """
    base = (api_url or AsyncWebClient.BASE_URL).rstrip("/") + "/"
    plain = base.startswith("http://")  # loopback alone, as the settings make sure
    return AsyncWebClient(
        token=token,
        base_url=base,
        session=session,
        retry_handlers=[],
        ssl=None if plain else _tls(),
        logger=quiet_logger(),
    )


@cache
def _tls() -> ssl.SSLContext:
    """One for all clients: reading the system's certificates takes a while."""
    return ssl.create_default_context()


def quiet_logger() -> logging.Logger:
    """The SDK's logger with a level of its own: without one it formats every request in vain.

    Errors alone: Bolt warns of what we leave to it on purpose.
    """
    logger = logging.getLogger("slack_sdk.study")
    logger.setLevel(logging.ERROR)
    return logger
