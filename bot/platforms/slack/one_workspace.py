"""One workspace by its own token: whether the token still works, and what follows where not.

Everything stops at once when Slack says that the app was removed, by an event, by a refused send or
by the daily question, and goes on when the token works again: asked at the start of a process, once
a day, and hourly while it does not.
"""

from datetime import UTC, datetime, timedelta

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot.platforms.slack import outcomes
from bot.platforms.slack.origins import NAME
from bot.platforms.slack.removals import EVENTS, ends
from bot.platforms.slack.teams import OneTeam
from bot.ports import Clock, Tenants

EVERY = timedelta(days=1)
ELSEWHERE = "I am not in this workspace any more. Whoever looks after me can bring me back."
_NEXT_STEP = (
    "install the app in the workspace again, set SLACK_BOT_TOKEN to its new token and restart; "
    "its plans are kept for 30 days"
)

log = structlog.get_logger(__name__)


class OneWorkspace:
    """Stops and restores the workspace of the one token."""

    def __init__(self, team: OneTeam, *, tenants: Tenants, clock: Clock) -> None:
        self._team = team
        self._tenants = tenants
        self._clock = clock
        self._proved_at = datetime.min.replace(tzinfo=UTC)
        self._asked: float | None = None
        team.follow(found=self._found, lost=self._stop)

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        for each in EVENTS:
            app.event(each)(self.removed)

    async def removed(self, args: AsyncArgs) -> None:
        """The app was removed, or its token was; Bolt acknowledges when this returns.

        What happened before the token was last seen to work is over: the app was installed again.
        Events tell whole seconds.
        """
        body = args.body
        team_id = str(body.get("team_id") or "")
        if not (team_id and ends(body["event"])) or self._team.is_elsewhere(team_id):
            return
        if int(body["event_time"]) < int(self._proved_at.timestamp()):
            log.info("slack_uninstall_ignored", team=team_id)
            return
        await self._team.lose(team_id, str(body["event"]["type"]))

    async def check(self) -> None:
        """Ask Slack whether the token works; to be called about once an hour."""
        now = self._clock.monotonic()
        recent = self._asked is not None and now - self._asked < EVERY.total_seconds()
        if recent and not await self._is_suspended():
            return
        self._asked = now
        try:
            await self._team.ask_anew()
        except SlackApiError as error:
            log.warning("slack_asked_in_vain", error=outcomes.code_of(error))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_not_asked", cause=type(error).__name__)

    async def _is_suspended(self) -> bool:
        """Whether our workspace is, by whatever process; any at all while we do not know it."""
        served = await self._tenants.served(NAME)
        return not all(on for team_id, on in served.items() if not self._team.is_elsewhere(team_id))

    async def _found(self, team_id: str) -> None:
        """The token works: what was suspended goes on, also what was one of many before."""
        at = self._clock.real()
        if await self._tenants.restore(NAME, team_id):
            log.info("slack_workspace_back", team=team_id)
        self._proved_at, self._asked = at, self._clock.monotonic()

    async def _stop(self, team_id: str, cause: str) -> None:
        """Stop every delivery; what waits is dropped and comes again after the return."""
        if await self._tenants.suspend(NAME, team_id, now=self._clock.now()):
            log.error("slack_app_removed", team=team_id, cause=cause, next_step=_NEXT_STEP)
