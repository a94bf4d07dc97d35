"""discord.py's client with buckets that never sleep long, and refuse only when they are empty.

With a small `max_ratelimit_timeout` discord.py 2.7.1 refuses every request while a bucket's window
is open, even when tokens are left, and forgets that a bucket is empty as soon as its last token is
gone (discord/http.py, Ratelimit.acquire and _refresh; both tried). So our buckets count tokens
themselves; headers are read and requests are sent by discord.py as ever.
"""

import asyncio
from types import TracebackType

import aiohttp
from discord import RateLimited
from discord.http import HTTPClient, Ratelimit

LONGEST_SLEEP_S = 0.5
"""A rate limit that lasts longer is an answer, not a nap."""


class Bucket(Ratelimit):
    """One route's tokens for one channel."""

    __slots__ = ()

    async def acquire(self) -> None:
        """Take a token; wait at most half a second for the next window.

        Raises:
            RateLimited: none is left for longer than that.
        """
        self._last_request = self._loop.time()
        while not self._take():
            left = self.expires - self._loop.time() if self.expires is not None else None
            if left is not None and left > LONGEST_SLEEP_S:
                raise RateLimited(left)
            returned: asyncio.Future[None] = self._loop.create_future()
            self._pending_requests.append(returned)
            # Without a window yet, the request that asks for it is under way.
            await asyncio.wait([returned], timeout=left)

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Read the headers; what else is under way may not be counted in them yet."""
        super().update(response, use_clock=use_clock)
        told = int(response.headers.get("X-RateLimit-Remaining", "0"))
        self.remaining = max(0, told - max(0, self.outgoing - 1))

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.outgoing -= 1
        if self.expires is None:  # it brought no headers: the next one may ask
            self.reset()  # type: ignore[no-untyped-call] # discord.py leaves it untyped
        self._wake(len(self._pending_requests))

    def _take(self) -> bool:
        if self.is_expired():
            self.reset()  # type: ignore[no-untyped-call] # as above
        if self.remaining <= 0:
            return False
        self.remaining -= 1
        self.outgoing += 1
        return True


class Client(HTTPClient):
    """discord.py's HTTP client on these buckets."""

    def get_ratelimit(self, key: str) -> Ratelimit:
        """The bucket of this key."""
        known = self._buckets.get(key)
        if known is None:
            known = self._buckets[key] = Bucket(LONGEST_SLEEP_S)
            self._try_clear_expired_ratelimits()
        return known
