"""How the bot is added: what it may do, why, and the links that ask for exactly that."""

from dataclasses import dataclass
from urllib.parse import urlencode

_AUTHORIZE = "https://discord.com/oauth2/authorize"
_FOR_A_PERSON = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One permission (discord-api-docs, topics/permissions) and what it is for."""

    name: str
    bit: int
    reason: str


PERMISSIONS = (
    Permission(name="View Channels", bit=10, reason="see the channels it posts in"),
    Permission(name="Send Messages", bit=11, reason="post the readings of a channel's plan"),
    Permission(name="Embed Links", bit=14, reason="show cards with buttons and links"),
    Permission(name="Attach Files", bit=15, reason="send pictures and exports"),
    Permission(
        name="Read Message History",
        bit=16,
        reason="look whether a message of its own has arrived, instead of sending it twice",
    ),
    Permission(
        name="Create Public Threads", bit=35, reason="open a thread to discuss a reading in"
    ),
    Permission(name="Send Messages in Threads", bit=38, reason="post the questions there"),
)


def permission_bits() -> int:
    """All permissions as one number."""
    return sum(1 << each.bit for each in PERMISSIONS)


def server_link(application: int) -> str:
    """Adds the bot to a server."""
    return _link(application, scope="bot applications.commands", permissions=permission_bits())


def person_link(application: int) -> str:
    """Adds the commands for one person, everywhere on Discord."""
    return _link(application, scope="applications.commands", integration_type=_FOR_A_PERSON)


def _link(application: int, **parameters: object) -> str:
    return f"{_AUTHORIZE}?{urlencode({'client_id': application, **parameters})}"
