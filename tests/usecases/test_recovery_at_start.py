"""The only process of a SQLite file takes over all that the one before it held, at once."""

import asyncio
from datetime import datetime

import pytest

from bot.domain.delivery import Destination, Lookup
from bot.usecases import failpoints
from bot.usecases.recover import AT_ONCE, Recovery
from tests.fakes.recording import RecordingPlatform
from tests.fakes.world import world_on

MANY = 210  # more than one batch of orphans


class Crash(Exception):
    """The process dies here."""


@pytest.mark.parametrize("place", [failpoints.CLAIMED, failpoints.MARKED])
async def test_all_that_was_held_goes_out_without_waiting_for_a_lease(
    sqlite_url: str, place: str
) -> None:
    async with world_on(sqlite_url) as world:
        for number in range(MANY):
            await world.enroll(f"p{number}", workspace=f"team-{number % 5}")
        with pytest.raises(BaseExceptionGroup):
            await world.crashing_at(place, Crash).drain()
        await world.recovery.recover(everything=True)
        assert await world.states() == {"ready": MANY}
        assert await world.drainer.drain() == {"sent": MANY}
        assert set(world.platform.keys.values()) == {1}


async def test_what_was_looked_up_counts_though_the_time_for_the_rest_is_over(
    sqlite_url: str,
) -> None:
    under_way = asyncio.Event()

    class Slow(RecordingPlatform):
        """Answers the first look-up alone."""

        asked = 0

        async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
            self.asked += 1
            if self.asked == AT_ONCE:
                under_way.set()
            if self.asked > 1:
                await asyncio.Event().wait()
            return await super().find(key, to, since=since)

    async with world_on(sqlite_url) as world:
        for number in range(AT_ONCE):
            await world.enroll(f"p{number}")
        with pytest.raises(BaseExceptionGroup):
            await world.crashing_at(failpoints.MARKED, Crash).drain()
        platforms = {world.platform.name: Slow()}
        slow = Recovery(world.store.ledger, platforms=platforms, clock=world.clock)
        recovering = asyncio.create_task(slow.recover(everything=True))
        await under_way.wait()
        recovering.cancel()  # as its job's time limit does
        with pytest.raises(asyncio.CancelledError):
            await recovering
        assert await world.states() == {"ready": 1, "sending": AT_ONCE - 1}
