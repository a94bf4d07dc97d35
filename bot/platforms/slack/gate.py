"""Letting in only what Slack signed, once: the body's size, its signature, and replays."""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import AsyncIterable, Mapping
from datetime import timedelta

from bot.ports import Clock

MOST_BYTES = 1024 * 1024
"""Slack's payloads are far smaller; more is not read to its end."""
FRESH = timedelta(minutes=5)
"""How old a signed request may be (docs.slack.dev,
authentication/verifying-requests-from-slack)."""
REMEMBERED = timedelta(minutes=10)
"""Twice the time in which a copy would still pass, both ways."""
_VERSION = "v0"
_LONGEST_NUMBER = 12


class TooLarge(Exception):
    """A body of more than `MOST_BYTES`."""


async def read_body(chunks: AsyncIterable[bytes]) -> bytes:
    """The whole body.

    Raises:
        TooLarge: it does not end in time; nothing more of it is read.
    """
    body = bytearray()
    async for chunk in chunks:
        if len(body) + len(chunk) > MOST_BYTES:
            raise TooLarge
        body += chunk
    return bytes(body)


class Gate:
    """Knows Slack's signing secret, and every signature that this process was given lately.

    A copy sent to another process, or to this one after a restart, comes in: it changes nothing
    there, since what a call does is stored under the call's id (`storage/events.py`). Sharing the
    signatures would put a write of the database before every answer.
    """

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        self._secret = signing_secret.encode()
        self._clock = clock
        self._used: OrderedDict[bytes, float] = OrderedDict()

    def lets_in(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether Slack signed this body just now, and for the first time."""
        stamp = headers.get("x-slack-request-timestamp", "")
        given = headers.get("x-slack-signature", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _LONGEST_NUMBER):
            return False
        age = abs(self._clock.real().timestamp() - int(stamp))
        if age > FRESH.total_seconds():
            return False
        base = b":".join((_VERSION.encode(), stamp.encode(), body))
        wanted = f"{_VERSION}={hmac.new(self._secret, base, hashlib.sha256).hexdigest()}"
        if not hmac.compare_digest(wanted.encode(), given.encode()):
            return False
        return self._is_first(wanted.encode())

    def forget(self, headers: Mapping[str, str]) -> None:
        """A call that was let in had no effect: the very same may come again."""
        self._used.pop(headers.get("x-slack-signature", "").encode(), None)

    def _is_first(self, signature: bytes) -> bool:
        now = self._clock.real().timestamp()
        while self._used and now - next(iter(self._used.values())) > REMEMBERED.total_seconds():
            self._used.popitem(last=False)
        if signature in self._used:
            return False
        self._used[signature] = now
        return True
