"""A worker that froze after its mark does not send late: what it holds may be another's by now."""

from datetime import timedelta

from bot.domain.delivery import SEND_DEADLINE
from bot.usecases import failpoints
from tests.fakes.world import World


async def test_a_send_that_begins_too_late_after_its_mark_is_put_back(world: World) -> None:
    await world.enroll()
    frozen = world.another_drainer(_freeze(world, SEND_DEADLINE + timedelta(seconds=1)))
    await frozen.drain()
    assert world.platform.messages == []
    world.clock.advance(timedelta(minutes=1))
    await world.recovery.recover()
    await world.drainer.drain()
    assert list(world.platform.keys.values()) == [1]


async def test_a_send_in_time_goes_out(world: World) -> None:
    await world.enroll()
    slow = world.another_drainer(_freeze(world, SEND_DEADLINE - timedelta(seconds=1)))
    assert await slow.drain() == {"sent": 1}


def _freeze(world: World, by: timedelta) -> failpoints.Failpoint:
    """Once, right after a mark, the whole process stands still for a while."""
    frozen: list[str] = []

    def reach(place: str) -> None:
        if place == failpoints.MARKED and not frozen:
            frozen.append(place)
            world.clock.advance(by)

    return reach
