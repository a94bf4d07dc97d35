"""What Slack knows of a person: time zone, asked once a week, and what they may do, asked anew."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.domain.authority import Standing
from bot.domain.errors import UserError
from bot.platforms.slack import outcomes
from bot.platforms.slack.teams import Team
from bot.ports import Clock

FRESH = timedelta(days=7)
FRESH_STANDING = timedelta(minutes=1)
"""How old the word on what somebody may do is at most, where it matters."""
ASK_WITHIN_S = 0.8
"""A command answers within Slack's three seconds even where this does not."""
REMEMBERED = 10_000

log = structlog.get_logger(__name__)


class Unsure(UserError):
    """Slack does not tell me who you are just now. Please try again in a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person's name and IANA zone where they are known, what they are here, whether they left.

    `is_sure` is false where Slack has not told what they are, and may in a minute.
    """

    name: str = ""
    zone: str | None = None
    standing: Standing = Standing.MEMBER
    is_gone: bool = False
    is_sure: bool = True


_NEVER_TOLD = Profile()
"""Somebody of a workspace that does not let us ask."""


class Profiles:
    """Remembers profiles; one that cannot be had now is empty and asked for again next time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[float, Profile]] = OrderedDict()

    async def of(self, team: Team, user: str, *, within: timedelta = FRESH) -> Profile:
        """The person's profile, not older than `within` unless Slack does not answer now."""
        now, key = self._clock.monotonic(), (team.id, user)
        known = self._known.get(key)
        if known is not None and now - known[0] < within.total_seconds():
            return known[1]
        profile = await _asked(team, user)
        if profile is None or profile is _NEVER_TOLD:
            if known is not None:
                return _at_most_member(known[1])
            return profile or Profile(is_sure=False)
        self._known[key] = (now, profile)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return profile

    def forget(self, team: Team, user: str) -> None:
        """Keep nothing of this person."""
        self._known.pop((team.id, user), None)


async def _asked(team: Team, user: str) -> Profile | None:
    """`users.info`; None where Slack does not answer in time, or refuses for now."""
    try:
        async with asyncio.timeout(ASK_WITHIN_S):
            answer = await team.client.users_info(user=user)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.info("slack_profile_unknown", cause=type(error).__name__)
        return _NEVER_TOLD if _is_never(error) else None
    found = answer.get("user") or {}
    zone = found.get("tz")
    return Profile(
        name=_name(found),
        zone=zone if isinstance(zone, str) else None,
        standing=_standing(found),
        is_gone=bool(found.get("deleted")),
    )


def _is_never(error: Exception) -> bool:
    return isinstance(error, SlackApiError) and outcomes.code_of(error) == "missing_scope"


def _name(found: Mapping[str, Any]) -> str:
    """What people call themselves, as Slack shows it (docs.slack.dev, objects/user-object)."""
    profile = found.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), found.get("name"))
    return next((str(each) for each in names if each), "")


_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")
"""Single- and multi-channel guests, and people of other workspaces (docs.slack.dev,
reference/objects/user-object)."""
_ADMIN = ("is_admin", "is_owner", "is_primary_owner")


def _at_most_member(profile: Profile) -> Profile:
    """What was known before: a guest stays one, an admin may not be one any more."""
    return replace(profile, standing=min(profile.standing, Standing.MEMBER))


def _standing(found: Mapping[str, Any]) -> Standing:
    if any(found.get(name) for name in _GUEST):
        return Standing.OUTSIDER
    return Standing.ADMIN if any(found.get(name) for name in _ADMIN) else Standing.MEMBER
