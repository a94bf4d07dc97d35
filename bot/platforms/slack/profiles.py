"""What Slack knows of a person: their time zone, asked once a week at most."""

import asyncio
from collections import OrderedDict
from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.platforms.slack.teams import Team
from bot.ports import Clock

FRESH = timedelta(days=7)
ASK_WITHIN_S = 0.8
"""A command answers within Slack's three seconds even where this does not."""
REMEMBERED = 10_000

log = structlog.get_logger(__name__)


class Profiles:
    """Remembers zones; one that cannot be had now is None and asked for again next time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()

    async def zone(self, team: Team, user: str) -> str | None:
        """The person's IANA zone."""
        now, key = self._clock.monotonic(), (team.id, user)
        known = self._known.get(key)
        if known is not None and now - known[0] < FRESH.total_seconds():
            return known[1]
        zone = await _asked(team, user)
        if zone is None:
            return None
        self._known[key] = (now, zone)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return zone


async def _asked(team: Team, user: str) -> str | None:
    """`users.info`, where the scope users:read is granted and Slack answers in time."""
    try:
        async with asyncio.timeout(ASK_WITHIN_S):
            answer = await team.client.users_info(user=user)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.info("slack_profile_unknown", cause=type(error).__name__)
        return None
    zone = (answer.get("user") or {}).get("tz")
    return zone if isinstance(zone, str) else None
