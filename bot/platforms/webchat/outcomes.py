"""What becomes of a send: the history has the message, or nobody can say."""

from datetime import timedelta

from bot.domain.delivery import Absent, Found, Lookup, Outcome, Sent, Unknown, Unreadable
from bot.ports import ChatMessage

RETRY_IN = timedelta(seconds=5)
"""When a history that could not be read is worth another look."""


def sent(message: ChatMessage) -> Outcome:
    """The history has it, from this send or an earlier one with the same key."""
    return Sent(receipt=str(message.id))


def unknown(error: Exception) -> Outcome:
    """The write failed part way; looking up the key will tell."""
    return Unknown(cause=type(error).__name__)


def found(message: ChatMessage | None) -> Lookup:
    """The history is complete, so what is not in it was never sent."""
    return Found(receipt=str(message.id)) if message else Absent()


def unreadable(error: Exception) -> Lookup:
    """The history could not be read just now."""
    return Unreadable(reason=type(error).__name__, retry_in=RETRY_IN)
