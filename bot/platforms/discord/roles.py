"""Who may do what to the plan of a channel: everybody reads along, those who manage it steer it."""

from bot.domain.command import Command
from bot.domain.errors import UserError
from bot.domain.verbs import BY_PATH
from bot.platforms.discord.origins import Caller

PERSONAL = frozenset(
    {
        *("casestudy", "welcome", "help", "help about", "data", "data export", "data forget"),
        *("settings timezone", "settings quiet", "settings away"),
    }
)
"""Commands about the person, never about a channel's plan."""
_EVERYBODY = frozenset(
    {
        "done",
        "discuss",
        "keep",
        "go broken",
        "note",
        "note rate",
        "note change",
        "note delete",
        "preview",
    }
)


class NotYours(UserError):
    """Only people who manage this channel can do that. For a plan of your own type `enroll`."""


class NoChannel(UserError):
    """I cannot post in this channel. For a plan in your direct messages type `enroll`."""


def check(caller: Caller, command: Command) -> None:
    """Refuse a change of a channel's plan to those who may not steer it; asked at every call.

    Raises:
        NoChannel: we cannot post there.
        NotYours: the person does not manage the channel.
    """
    if caller.channel is None:
        raise NoChannel
    if not caller.leads and _steers(command):
        raise NotYours


def _steers(command: Command) -> bool:
    if command.verb in PERSONAL | _EVERYBODY:
        return False
    if command.verb == "enroll":
        return bool(command.args or command.plan)
    if command.verb == "settings leave":
        return bool(command.args)  # without a word it only asks
    known = BY_PATH.get(command.verb)
    return known is None or known.verb.changes
