"""Who speaks and where: Slack's payloads as an `Origin`, places as Slack's channels.

A person's direct message with us is the place named by the person: Slack takes a user id where a
channel is expected (docs.slack.dev, reference/methods/chat.postMessage), so no look-up is needed.
Somebody of another workspace (Slack Connect) is named with it: ids are unique within one only.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain.conversation import Origin
from bot.domain.delivery import Destination

NAME = "slack"
COMMAND = "/mlops"
_DIRECT = "D"
_PRIVATE = frozenset("DUW")
"""How the ids of direct messages and of people begin."""
_BETWEEN = "/"
_NO_NAMES = frozenset({"privategroup", "directmessage"})
"""What payloads say in place of the name of a private channel, or of a direct message."""
_SEVERAL = "mpdm-"
"""How the names of direct messages of several people begin."""


def channel_of(to: Destination) -> str:
    """What chat.postMessage takes as `channel`."""
    return to.place.rpartition(_BETWEEN)[2]


def command_prefix(place: Destination | Origin) -> str:
    """What leads things to type: plain words are heard in direct messages only."""
    return "" if place.is_dm else f"{COMMAND} "


def prefix_in(channel: str) -> str:
    """The same for a channel as Slack names it; people's ids stand for their direct messages."""
    return "" if channel[:1] in _PRIVATE else f"{COMMAND} "


def person_id(user: str, home: str | None, *, workspace: str) -> str:
    """A person's id within a workspace."""
    return user if not home or home == workspace else f"{home}{_BETWEEN}{user}"


def is_among_several(origin: Origin) -> bool:
    """Whether the place is a direct message of several people, in which we cannot be."""
    return origin.place_name.startswith(_SEVERAL)


def is_foreign(origin: Origin) -> bool:
    """Whether the person belongs to another workspace."""
    return _BETWEEN in origin.person


def origin_of(
    *, workspace: str, user: str, home: str | None, channel: str | None, names: Mapping[str, Any]
) -> Origin:
    """An origin; without a channel, or in anybody's direct message, the place is the person's own.

    `names` are the payload's words: `user_name` and `channel_name`, where it has them. The name of
    a private channel it does not have.
    """
    person = person_id(user, home, workspace=workspace)
    is_dm = not channel or channel.startswith(_DIRECT)
    called = str(names.get("channel_name", ""))
    return Origin(
        platform=NAME,
        workspace=workspace,
        place=person if is_dm or not channel else channel,
        person=person,
        is_dm=is_dm,
        person_name=str(names.get("user_name", "")),
        place_name="" if is_dm or called in _NO_NAMES else called,
    )
