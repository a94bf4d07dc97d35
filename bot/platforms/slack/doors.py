"""Getting into a channel before a plan starts there: our messages must stand, and be read back."""

from dataclasses import dataclass
from enum import StrEnum

import structlog
from slack_sdk.errors import SlackApiError

from bot.platforms.slack import outcomes
from bot.platforms.slack.teams import Team

LARGE = 200
"""People in a channel above which a start is asked about once more."""
PAGE = 1000
"""People in one answer (docs.slack.dev, reference/methods/conversations.members: 1,000 at most)."""
PAGES = 5

log = structlog.get_logger(__name__)


class Entry(StrEnum):
    """What came of trying to get in."""

    INSIDE = "inside"
    LARGE = "large"
    INVITE = "invite"
    ARCHIVED = "archived"
    CLOSED = "closed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A channel as it stood when we tried to get in.

    `people` is 0 where Slack does not say; `name` is what others typed, known once we are inside.
    """

    entry: Entry
    people: int = 0
    name: str = ""


_UNSEEN = frozenset({"channel_not_found", "missing_scope", "not_in_channel"})
"""Errors of conversations.info and conversations.join after which an invitation lets us in."""
_NEVER = frozenset(
    {"method_not_supported_for_channel_type", "restricted_action", "is_archived", "no_permission"}
)
"""Errors of conversations.join alone: we may not let ourselves in, but others may."""


async def enter(team: Team, channel: str, *, sure: bool) -> Door:
    """Join a public channel; a large one only where somebody is sure of it.

    Raises:
        aiohttp.ClientError: Slack cannot be reached.
        TimeoutError: Slack does not answer.
    """
    try:
        answer = await team.client.conversations_info(channel=channel, include_num_members=True)
    except SlackApiError as error:
        return _shut(error)
    known = answer["channel"]
    people = int(known.get("num_members") or 0)
    if known.get("is_archived"):
        return Door(entry=Entry.ARCHIVED)
    if people > LARGE and not sure:
        return Door(entry=Entry.LARGE, people=people)
    inside = Door(entry=Entry.INSIDE, people=people, name=str(known.get("name") or ""))
    if known.get("is_member"):
        return inside
    try:
        await team.client.conversations_join(channel=channel)
    except SlackApiError as error:
        return _shut(error)
    return inside


async def has_inside(team: Team, channel: str, *, user: str) -> bool:
    """Whether somebody is in a channel that we are in.

    Raises:
        SlackApiError: Slack does not say.
        aiohttp.ClientError: Slack cannot be reached.
        TimeoutError: Slack does not answer.
    """
    cursor = ""
    for _ in range(PAGES):
        answer = await team.client.conversations_members(channel=channel, limit=PAGE, cursor=cursor)
        if user in answer["members"]:
            return True
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return False
    return True  # in a crowd of more than this nobody is looked for


def _shut(error: SlackApiError) -> Door:
    code = outcomes.code_of(error)
    if code in _UNSEEN | _NEVER:
        return Door(entry=Entry.INVITE)
    log.warning("slack_channel_unclear", error=code)
    return Door(entry=Entry.UNCLEAR)
