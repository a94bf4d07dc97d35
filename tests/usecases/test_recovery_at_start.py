"""The only process of a SQLite file takes over all that the one before it held, at once."""

import pytest

from bot.usecases import failpoints
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
