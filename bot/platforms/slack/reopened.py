"""Places that are shut: Slack is asked whether they are open again, and their plans go on.

Slack tells when a channel opens or lets us in; who was down then finds out by asking.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.platforms.slack import outcomes
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.origins import NAME
from bot.platforms.slack.teams import Team, Teams
from bot.ports import Asking, Clock, Rooms, StoreDown
from bot.usecases.reopening import Reopening

REASONS = frozenset({"is_archived", "not_in_channel", "channel_not_found"})
"""Refusals that conversations.info can tell to be over. Of others (who may post there) it says
nothing: a plan would go on, be refused, and tell its owner again."""
AFTER_START = timedelta(minutes=10)
"""Processes that start together do not ask about the same places one after the other."""
EACH = 10
"""Of one workspace at once: conversations.info is of tier 3, 50 a minute (docs.slack.dev,
apis/web-api/rate-limits)."""
CATCH_UP = Asking(reasons=REASONS, since=AFTER_START, each=EACH, most=EACH)
DAILY = Asking(reasons=REASONS, since=timedelta(days=1), each=EACH, most=200)
"""Asked in one hour: 4,800 places a day, 240 of one workspace."""
AT_ONCE = 8

log = structlog.get_logger(__name__)


class Reopened:
    """Lets plans go on where we may write again."""

    def __init__(
        self, rooms: Rooms, *, reopening: Reopening, teams: Teams, answers: Answers, clock: Clock
    ) -> None:
        self._rooms = rooms
        self._reopening = reopening
        self._teams = teams
        self._answers = answers
        self._clock = clock

    async def reopen(self, team: Team, place: str, *, event_id: str) -> None:
        """Let the plans of a place go on, and say so there, once for each event."""
        cards = await self._reopening.reopen(
            NAME, team.id, place=place, event_id=f"reopen:{team.id}:{event_id}"
        )
        for card in cards:
            await self._answers.post(team, place, card=card, thread=None)

    async def reopen_where_inside(self, team: Team, channel: str, *, event_id: str) -> None:
        """The same for a channel, where Slack says that we may write there."""
        if await is_inside(team, channel):
            await self.reopen(team, channel, event_id=event_id)

    async def catch_up(self, team: Team) -> None:
        """Ask about a workspace's shut places, of which nobody may have heard that they opened."""
        await self._ask(team, await self._rooms.to_ask(NAME, team.id, asking=CATCH_UP))

    async def sweep(self) -> None:
        """Ask about every shut place once a day."""
        due = list((await self._rooms.to_ask_everywhere(NAME, asking=DAILY)).items())
        while due:
            some, due = due[:AT_ONCE], due[AT_ONCE:]
            await asyncio.gather(*(self._ask_in(team, places) for team, places in some))

    async def _ask_in(self, workspace: str, places: Sequence[str]) -> None:
        try:
            team = await self._teams.of(workspace)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_not_asked", team=workspace, cause=type(error).__name__)
            return
        if team is not None:
            await self._ask(team, places)

    async def _ask(self, team: Team, places: Sequence[str]) -> None:
        """One after the other; whom we cannot ask now is asked about tomorrow."""
        at = int(self._clock.real().timestamp())
        for place in places:
            try:
                await self.reopen_where_inside(team, place, event_id=f"asked:{place}:{at}")
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, StoreDown) as error:
                log.warning("slack_place_not_asked", team=team.id, cause=type(error).__name__)


async def is_inside(team: Team, channel: str) -> bool:
    """Whether we may write in a channel, as far as Slack says.

    Raises:
        aiohttp.ClientError: Slack cannot be reached.
        TimeoutError: Slack does not answer.
    """
    try:
        answer = await team.client.conversations_info(channel=channel)
    except SlackApiError as error:
        log.info("slack_channel_unclear", error=outcomes.code_of(error))
        return False
    found = answer["channel"]
    return bool(found.get("is_member")) and not found.get("is_archived")
