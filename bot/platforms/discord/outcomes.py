"""What becomes of a send and of a look-up: HTTP statuses and Discord's error codes, classified.

Codes: discord-api-docs, topics/opcodes-and-status-codes. What is not listed may have arrived.
"""

from collections.abc import Mapping
from datetime import timedelta

import aiohttp
import discord

from bot.domain.delivery import (
    Lookup,
    Outcome,
    Rejected,
    Scope,
    Sent,
    Throttled,
    Unknown,
    Unreadable,
)
from bot.domain.edits import EditOutcome, Gone

SOON = timedelta(seconds=5)
"""Certainly not sent and soon worth another try."""
SLOW = timedelta(minutes=1)
"""A place that takes fewer messages than we have."""
LONGEST_WAIT = timedelta(hours=1)
BANNED = timedelta(minutes=15)
"""How long to be silent after a 429 that did not come from the API itself."""
NO_ANSWER = 0
UNAUTHORIZED = 401
TOO_MANY = 429
SERVER_ERROR = 500
OPENING_TOO_FAST = 40003


def _rejected(scope: Scope, codes: Mapping[int, str]) -> dict[int, Outcome]:
    return {code: Rejected(reason=f"{code} {said}", scope=scope) for code, said in codes.items()}


def _waits(codes: Mapping[int, str]) -> dict[int, Outcome]:
    return {
        code: Throttled(retry_in=SLOW, reason=f"{code} {said}", scope=Scope.DESTINATION)
        for code, said in codes.items()
    }


OUTCOMES: Mapping[int, Outcome] = {
    # A repeat with the same nonce, of a message that was deleted meanwhile.
    10008: Sent(receipt=""),
    # This one place takes no more just now.
    **_waits({20016: "slow mode", 20028: "channel write limit", 40003: "opening DMs too fast"}),
    # The whole server is shut.
    **_rejected(Scope.WORKSPACE, {10004: "unknown guild"}),
    # This one place is shut.
    **_rejected(
        Scope.DESTINATION,
        {
            10003: "unknown channel",
            10013: "unknown user",
            20009: "explicit content cannot be sent there",
            50001: "missing access",
            50007: "does not take direct messages",
            50008: "not a text channel",
            50009: "verification level too high",
            50013: "missing permissions",
            50024: "cannot do this in that kind of channel",
            50083: "thread is archived",
            50278: "no server in common",
            160005: "thread is locked",
            160006: "too many active threads",
            240000: "blocked by the server's filter",
        },
    ),
    # Our own mistake: the same message would be refused again.
    **_rejected(
        Scope.MESSAGE,
        {
            40005: "too large",
            50006: "empty message",
            50035: "invalid body",
            50109: "invalid JSON",
            200000: "blocked by AutoMod",
            200001: "blocked by AutoMod",
        },
    ),
    # Discord is overloaded: it may have arrived.
    130000: Unknown(cause="130000 overloaded"),
}
"""What each code means for a send."""


def of_error(error: BaseException, *, everywhere: bool = False) -> Outcome:
    """What an exception of discord.py or of the network says about the send.

    `everywhere` says that a rate limit is the bot's own, not one channel's.
    """
    match error:
        case discord.RateLimited():
            wait = timedelta(seconds=min(error.retry_after, LONGEST_WAIT.total_seconds()))
            scope = Scope.WORKSPACE if everywhere else Scope.DESTINATION
            return Throttled(retry_in=wait, scope=scope)
        case discord.HTTPException():
            return of_answer(error.status, error.code)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Throttled(retry_in=SOON, reason=type(error).__name__)  # not a byte was written
        case _:
            return Unknown(cause=type(error).__name__)


def of_answer(status: int, code: int) -> Outcome:
    """What a status and a JSON error code (0 where there is none) say about the send."""
    if status >= SERVER_ERROR:
        return Unknown(cause=f"HTTP {status}")
    if status == UNAUTHORIZED:
        return Throttled(retry_in=LONGEST_WAIT, reason="401 the token is not accepted")
    known = OUTCOMES.get(code)
    if known is not None:
        return known
    if status == TOO_MANY:  # discord.py raises RateLimited for the API's own
        return Throttled(retry_in=BANNED, reason="429 by the network in front of Discord")
    return Unknown(cause=f"HTTP {status}, unlisted code {code}")


def of_edit(outcome: Outcome) -> EditOutcome:
    """What the answer to an edit says, sorted as that to a send."""
    match outcome:
        case Rejected(reason=reason):
            return Gone(reason=reason)
        case Sent():  # 10008: the message was deleted
            return Gone(reason="10008 unknown message")
        case _:
            return outcome


def is_listed(error: BaseException) -> bool:
    """Whether a page tells what this answer means."""
    if not isinstance(error, discord.HTTPException):
        return True
    known = error.code in OUTCOMES or error.status in {UNAUTHORIZED, TOO_MANY}
    return known or error.status >= SERVER_ERROR


def unreadable(error: BaseException) -> Lookup:
    """What a failed look-up says: it never will tell where the history is shut to us."""
    outcome = of_error(error)
    match outcome:
        case Rejected(scope=Scope.WORKSPACE | Scope.DESTINATION):
            return Unreadable(reason=outcome.reason)
        case Throttled():
            return Unreadable(reason=outcome.reason, retry_in=outcome.retry_in)
        case _:
            return Unreadable(reason=type(error).__name__, retry_in=SOON)
