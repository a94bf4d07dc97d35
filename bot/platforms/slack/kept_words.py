"""Telling who writes in the direct message, while nothing can be saved, that their words are kept.

Without the database: one message by the token that this process has in hand. Each process tells for
itself, and one that has not spoken with a workspace since its start tells nobody there.
"""

import asyncio
from collections.abc import Callable

import aiohttp
import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from bot.platforms.slack.busy import KEPT
from bot.platforms.slack.inbound import Body, is_plain_words
from bot.platforms.slack.teams import Team, Teams

AFTER_S = 2.0
"""What is handled by then has its answer."""
MOST = 10_000
"""People who are told in one outage."""

log = structlog.get_logger(__name__)


class KeptWords:
    """Tells each person once in an outage."""

    def __init__(self, teams: Teams, *, after_s: float = AFTER_S) -> None:
        self._teams = teams
        self._after_s = after_s
        self._told: set[tuple[str, str]] = set()
        self._beside: set[asyncio.Task[None]] = set()

    def kept(self, request: AsyncBoltRequest, *, waits: Callable[[], bool]) -> None:
        """This event is kept; `waits` says whether it still is."""
        event = request.body.get("event") or {}
        who = (request.context.team_id or "", str(event.get("user", "")))
        if not is_plain_words(event) or who in self._told or len(self._told) >= MOST:
            return
        self._told.add(who)
        task = asyncio.create_task(self._tell(who, event, waits=waits))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    def over(self) -> None:
        """Nothing is kept any more: the next outage is another one."""
        self._told.clear()

    async def close(self) -> None:
        """Tell nobody any more."""
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def _tell(self, who: tuple[str, str], event: Body, *, waits: Callable[[], bool]) -> None:
        await asyncio.sleep(self._after_s)
        team = self._teams.remembered(who[0])
        if team is None or not waits():
            self._told.discard(who)
            return
        try:
            await _post(team, event)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_answer_lost", cause=type(error).__name__)


async def _post(team: Team, event: Body) -> None:
    await team.client.chat_postMessage(
        channel=str(event["channel"]), text=KEPT, thread_ts=event.get("thread_ts")
    )
