"""The workspaces that installed us, each with tokens of its own, renewed before they expire."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.delivery import Outcome, Throttled
from bot.platforms.slack import outcomes
from bot.platforms.slack.teams import GONE, Team
from bot.ports import Clock, Installation, Installations, StoreDown, Tokens, Unsealable

FRESH_S = 10.0
"""How long a process goes by what it read; what is sent is checked against the workspace anyway."""
EARLY = timedelta(hours=2)
"""Tokens last 12 hours (docs.slack.dev, authentication/using-token-rotation)."""
VALID = timedelta(minutes=1)
"""A token this close to its end is not used any more."""
LEASE = timedelta(seconds=30)
"""For how long buying new tokens is one process's; a call to Slack takes 8 s at most."""
LOOK_S, LOOKS = 0.2, 10
KEEP_AGAIN_S = (0.1, 0.5, 1.0, *(5.0,) * 720)
"""Before each new try to keep tokens that were bought: as long as the old one lasts, at most."""
LEAVE_S = 5.0
REMEMBERED = 10_000
_SPENT = GONE | {"invalid_refresh_token"}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSecrets:
    """What our app proves itself with to Slack."""

    client_id: str
    client_secret: str


async def oauth_access(client: AsyncWebClient, app: AppSecrets, **said: str) -> AsyncSlackResponse:
    """`oauth.v2.access`; the SDK's own way to it uses what aiohttp is about to drop."""
    proof = aiohttp.encode_basic_auth(app.client_id, app.client_secret)
    return await client.api_call(
        "oauth.v2.access", data=dict(said), headers={"Authorization": proof}
    )


class InstalledTeams:
    """Implements `Teams`. `client` makes one for a token, or for none."""

    absent: Outcome = Throttled(retry_in=outcomes.LATER, reason="not installed")
    """A workspace without us is suspended: what is put back there is dropped, no plan pauses.
    Where its tokens cannot be read it waits until an operator has put the key back."""

    def __init__(
        self,
        installations: Installations,
        *,
        client: Callable[[str | None], AsyncWebClient],
        app: AppSecrets,
        clock: Clock,
    ) -> None:
        self._installations = installations
        self._client = client
        self._app = app
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Team]] = OrderedDict()
        self._buying: dict[str, asyncio.Task[Installation | None]] = {}
        self._keeping: set[asyncio.Task[None]] = set()

    async def of(self, team_id: str) -> Team | None:
        """See `Teams.of`."""
        known = self._known.get(team_id)
        if known is not None and self._clock.monotonic() - known[0] < FRESH_S:
            return known[1]
        try:
            found = await self._installations.of(team_id)
        except Unsealable:
            log.error("slack_tokens_unreadable", team=team_id)  # noqa: TRY400 - nothing to trace
            return None
        current = await self._renewed(found) if found is not None else None
        if current is None:
            self.forget(team_id)
            return None
        team = self.team_of(current)
        self._known[team_id] = (self._clock.monotonic(), team)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return team

    def remembered(self, team_id: str) -> Team | None:
        """See `Teams.remembered`."""
        known = self._known.get(team_id)
        return known[1] if known is not None else None

    async def authorized(self, team_id: str | None) -> Team | None:
        """See `Teams.authorized`."""
        return await self.of(team_id or "")

    async def refused(self, team: Team, code: str) -> bool:
        """See `Teams.refused`: an older token is tried anew, a removed app is suspended."""
        self.forget(team.id)
        current = await self._installations.of(team.id)
        if current is None or current.tokens.access != team.client.token:
            return True
        if code not in GONE:
            return False
        if await self._installations.lost(current, now=self._clock.now()):
            log.warning("slack_installation_lost", team=team.id, error=code)
        return True

    def forget(self, team_id: str) -> None:
        """Read this workspace anew next time."""
        self._known.pop(team_id, None)

    def team_of(self, installation: Installation) -> Team:
        """A workspace as it is spoken to."""
        return Team(
            id=installation.workspace,
            name=installation.name,
            user_id=installation.user_id,
            bot_id=installation.bot_id,
            handle=installation.handle,
            client=self._client(installation.tokens.access),
        )

    async def settled(self) -> None:
        """Wait until no tokens are on their way any more; not long for a database that is down."""
        while self._buying:
            await asyncio.wait(set(self._buying.values()))
        if self._keeping:
            await asyncio.wait(set(self._keeping), timeout=LEAVE_S)

    async def _renewed(self, known: Installation) -> Installation | None:
        """The same with tokens that last; None where Slack takes none of them any more.

        Raises:
            SlackApiError: Slack does not sell new ones now.
            aiohttp.ClientError: Slack cannot be reached.
            TimeoutError: another process buys them, and takes its time.
        """
        if self._lasts(known, EARLY):
            return known
        buying = self._buying.get(known.workspace)
        if buying is None and await self._installations.claim_refresh(known, lasts=LEASE):
            buying = self._begin(known)
        if buying is not None:
            return await asyncio.shield(buying)
        return await self._awaited(known)

    def _begin(self, known: Installation) -> "asyncio.Task[Installation | None]":
        """Buy in a task of its own: whoever waits may give up, the tokens are kept all the same."""
        buying = asyncio.create_task(self._bought(known))
        self._buying[known.workspace] = buying
        buying.add_done_callback(lambda _: self._buying.pop(known.workspace, None))
        return buying

    async def _bought(self, known: Installation) -> Installation | None:
        try:
            tokens = await self._exchanged(known)
        except SlackApiError as error:
            return await self._not_sold(known, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if not self._lasts(known, VALID):
                raise
            log.warning("slack_tokens_not_renewed", cause=type(error).__name__)
            return known
        try:
            await self._keep(known, tokens)
        except StoreDown:
            keeping = asyncio.create_task(self._keep_again(known, tokens))
            self._keeping.add(keeping)
            keeping.add_done_callback(self._keeping.discard)
            raise
        return await self._installations.of(known.workspace)

    async def _keep(self, known: Installation, tokens: Tokens) -> None:
        if await self._installations.refreshed(known, tokens):
            log.info("slack_tokens_renewed", team=known.workspace)

    async def _keep_again(self, known: Installation, tokens: Tokens) -> None:
        """Keep what stands nowhere else: the refresh token that it was bought with is spent."""
        for wait in KEEP_AGAIN_S:
            await asyncio.sleep(wait)
            with suppress(StoreDown):
                await self._keep(known, tokens)
                return
        log.error("slack_tokens_not_kept", team=known.workspace)

    async def _exchanged(self, known: Installation) -> Tokens:
        answer = await oauth_access(
            self._client(None),
            self._app,
            grant_type="refresh_token",
            refresh_token=known.tokens.refresh,
        )
        lasts = timedelta(seconds=int(answer["expires_in"]))
        return Tokens(
            access=str(answer["access_token"]),
            refresh=str(answer["refresh_token"]),
            expires_at=self._clock.real() + lasts,
        )

    async def _not_sold(self, known: Installation, error: SlackApiError) -> Installation | None:
        """What is left: tokens of somebody quicker, the old one while it lasts, or nothing."""
        code = outcomes.code_of(error)
        log.warning("slack_tokens_refused", team=known.workspace, error=code)
        current = await self._installations.of(known.workspace)
        if current is None or current.version != known.version or self._lasts(current, VALID):
            return current
        if code not in _SPENT:
            raise error
        await self._installations.lost(current, now=self._clock.now())
        return None

    async def _awaited(self, known: Installation) -> Installation | None:
        """Another process buys: the old token does while it lasts."""
        current: Installation | None = known
        for _ in range(LOOKS):
            if current is None or self._lasts(current, VALID):
                return current
            await asyncio.sleep(LOOK_S)
            current = await self._installations.of(known.workspace)
        raise TimeoutError

    def _lasts(self, known: Installation, least: timedelta) -> bool:
        expires_at = known.tokens.expires_at
        return expires_at is None or expires_at - self._clock.real() > least
