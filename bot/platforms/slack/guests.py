"""What guests and people of other workspaces may do in a channel: follow its plan, not run it."""

from bot.domain.cards.refusal import refusal
from bot.domain.command import Command, of_press, parse
from bot.domain.conversation import Inbound, Reply
from bot.domain.errors import UserError
from bot.domain.verbs import BY_PATH

_THEIRS = frozenset({"done", "discuss"})
"""Commands that change something and are a guest's own all the same."""

_LEAVE = "settings leave"
"""Asks before it changes anything; the question is not for guests either."""


class MembersOnly(UserError):
    """In a channel its members decide on the plan; `done` and `progress` are yours too.

    For a plan of your own, write to me in a direct message.
    """


def refused(inbound: Inbound) -> Reply | None:
    """The answer to a guest who would change a channel's plan; None where they may."""
    command = _command(inbound)
    if inbound.origin.is_dm or command is None or command.verb in _THEIRS:
        return None
    known = BY_PATH.get(command.verb)
    looks = known is not None and not known.verb.changes
    return (
        None if looks and command.verb != "settings leave" else Reply(card=refusal(MembersOnly()))
    )


def _command(inbound: Inbound) -> Command | None:
    """What is asked; None where it is not understood, which changes nothing."""
    try:
        return of_press(inbound.press) if inbound.press else parse(inbound.text)
    except UserError:
        return None
