"""When a connection may introduce itself: so many at once, each group every five seconds.

discord-api-docs, topics/gateway (sharding for large bots): shards with the same remainder by
`max_concurrency` share one place in five seconds.
"""

import asyncio
from collections import defaultdict

APART_S = 5.0


class Identifying:
    """Lets shards introduce themselves, as far apart as Discord wants."""

    def __init__(self, *, at_once: int) -> None:
        self._at_once = max(at_once, 1)
        self._next_at: defaultdict[int, float] = defaultdict(float)

    async def turn(self, shard: int) -> None:
        """Wait until this shard may introduce itself."""
        group, now = shard % self._at_once, asyncio.get_running_loop().time()
        at = max(now, self._next_at[group])
        self._next_at[group] = at + APART_S
        await asyncio.sleep(at - now)
