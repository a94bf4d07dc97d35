"""Workspaces that removed us: told by an event, or found by asking each of them once a day."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.slack import outcomes
from bot.platforms.slack.installed import InstalledTeams
from bot.platforms.slack.origins import NAME
from bot.ports import AlreadyHandled, Clock, Installation, Installations, Tenants

EVERY = timedelta(days=1)
AT_ONCE = 8
MOST = 400
"""Asked in one hour: 9,600 workspaces a day."""
EVENTS = ("app_uninstalled", "tokens_revoked")

log = structlog.get_logger(__name__)


class Removals:
    """Stops everything for who removed us, and deletes their tokens with it."""

    def __init__(
        self,
        installations: Installations,
        *,
        tenants: Tenants,
        teams: InstalledTeams,
        clock: Clock,
    ) -> None:
        self._installations = installations
        self._tenants = tenants
        self._teams = teams
        self._clock = clock

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        for each in EVENTS:
            app.event(each)(self.removed)

    async def removed(self, args: AsyncArgs) -> None:
        """The app was removed, or its tokens were; Bolt acknowledges when this returns."""
        body: Mapping[str, Any] = args.body
        team = str(body.get("team_id") or "")
        if not (team and ends(body["event"])):
            return
        at = datetime.fromtimestamp(int(body["event_time"]), tz=UTC)
        try:
            stopped = await self._installations.uninstalled(
                team, at=at, event_id=f"event:{team}:{body['event_id']}", now=self._clock.now()
            )
        except AlreadyHandled:
            return
        self._teams.forget(team)
        log.info("slack_uninstalled" if stopped else "slack_uninstall_ignored", team=team)

    async def compare(self) -> int:
        """Suspend workspaces that are served without an installation; how many there are."""
        installed = set(await self._installations.workspaces())
        for team, served in (await self._tenants.served(NAME)).items():
            if served and team not in installed:
                await self._tenants.suspend(NAME, team, now=self._clock.now())
                log.warning("slack_not_installed", team=team)
        return len(installed)

    async def sweep(self) -> None:
        """Ask every workspace once a day whether we are still there."""
        due = list(await self._installations.unchecked(since=EVERY, limit=MOST))
        while due:
            some, due = due[:AT_ONCE], due[AT_ONCE:]
            await asyncio.gather(*(self._check(team) for team in some))

    async def _check(self, workspace: str) -> None:
        """One workspace; whom we cannot reach now is asked again within the hour."""
        team, answer = None, None
        try:
            team = await self._teams.of(workspace)
            if team is None:
                return
            answer = await team.client.auth_test()
        except SlackApiError as error:
            code = outcomes.code_of(error)
            if team is not None and await self._teams.refused(team, code):
                return
            log.warning("slack_asked_in_vain", team=workspace, error=code)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_not_asked", team=workspace, cause=type(error).__name__)
            return
        known = await self._installations.of(workspace)
        if known is not None:
            await self._installations.checked(_as_told(known, answer))


def _as_told(known: Installation, answer: AsyncSlackResponse | None) -> Installation:
    """With the names that `auth.test` tells."""
    told: Mapping[str, Any] = answer.data if answer and isinstance(answer.data, dict) else {}
    return replace(
        known,
        name=str(told.get("team") or known.name),
        handle=str(told.get("user") or known.handle),
        bot_id=str(told.get("bot_id") or known.bot_id),
    )


def ends(event: Mapping[str, Any]) -> bool:
    """Whether the bot's own token went: `tokens_revoked` tells of people's too."""
    if event.get("type") == "app_uninstalled":
        return True
    return bool((event.get("tokens") or {}).get("bot"))
