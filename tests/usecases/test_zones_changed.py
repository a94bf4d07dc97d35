"""A new tz database moves the planned dates back to their local times, once, and nothing else."""

from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest
from sqlalchemy import text

from bot.domain.enrollment import Attention
from bot.domain.quiet import QuietHours
from bot.domain.steering import pause
from bot.storage.database import statement
from bot.storage.types import to_micros
from bot.tzversion import tz_fingerprint
from bot.usecases.zones_changed import keep_local_times
from tests.fakes.world import COURSE, World, world_on

HOUR = timedelta(hours=1)
OLD, NEW = "tzdata 2026.1", "tzdata 2026.2"


@pytest.fixture
async def old_world(world: World) -> World:
    """A world whose dates were reckoned with the old tz database."""
    await keep_local_times(world.store, world.studies, fingerprint=OLD)
    return world


@pytest.fixture
async def old_small_world(sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite alone."""
    async with world_on(sqlite_url) as made:
        await keep_local_times(made.store, made.studies, fingerprint=OLD)
        yield made


@pytest.mark.parametrize("off", [-HOUR, HOUR, HOUR / 2, -3 * HOUR])
async def test_a_date_that_is_off_goes_back_to_its_local_time(
    old_world: World, off: timedelta
) -> None:
    right = (await old_world.enroll()).next_due_at
    await move(old_world, off)
    assert await changed(old_world) == 1
    assert (await old_world.view()).next_due_at == right


async def test_with_the_same_tz_database_nothing_is_looked_at(old_small_world: World) -> None:
    world = old_small_world
    right = (await world.enroll()).next_due_at
    await move(world, HOUR)
    assert right is not None
    assert await changed(world, OLD) == 0
    assert (await world.view()).next_due_at == right + HOUR


async def test_after_one_look_the_new_tz_database_is_known(old_small_world: World) -> None:
    world = old_small_world
    await world.enroll()
    await changed(world)
    await move(world, HOUR)
    assert await changed(world) == 0
    assert await world.store.facts.zones() == NEW


async def test_a_right_date_and_one_put_elsewhere_on_purpose_stay(old_small_world: World) -> None:
    world = old_small_world
    await world.enroll("ada")
    elsewhere = (await world.enroll("bob")).enrollment.id
    await move(world, 5 * HOUR, only=elsewhere)
    before = [(await world.view(name)).enrollment.version for name in ("ada", "bob")]
    assert await changed(world) == 0
    after = [(await world.view(name)).enrollment.version for name in ("ada", "bob")]
    assert after == before


async def test_a_date_that_quiet_hours_moved_goes_back_to_their_end(old_small_world: World) -> None:
    world = old_small_world
    quiet = QuietHours(start=time(22), end=time(14))  # further from nine o'clock than any shift
    view = await world.enroll(attention=Attention(zone="Europe/Paris", quiet=quiet))
    await move(world, HOUR)
    assert await changed(world) == 1
    assert (await world.view()).next_due_at == view.next_due_at


async def test_what_should_have_been_due_by_now_goes_out_now(old_small_world: World) -> None:
    world = old_small_world
    right = (await world.enroll()).next_due_at
    await world.drainer.drain()
    assert right is not None
    await move(world, HOUR)
    world.clock.advance_to(right + HOUR / 2)
    assert await changed(world) == 1
    assert (await world.view()).next_due_at == world.clock.now()
    await world.planner.plan_due()
    await world.drainer.drain()
    assert world.platform.titles == ["Reading 0", "Reading 1"]
    assert (await world.view()).next_due_at == right + timedelta(days=1)


async def test_a_paused_plan_rests(old_small_world: World) -> None:
    world = old_small_world
    view = await world.enroll()
    study = world.studies.of(COURSE)
    await world.store.people.change(
        await world.party(),
        view.enrollment.id,
        decide=lambda before: pause(before, study, until=None),
        event_id=world.event(),
    )
    assert await changed(world) == 0
    assert (await world.view()).next_due_at is None


async def test_every_batch_is_walked(old_small_world: World) -> None:
    world = old_small_world
    for number in range(5):
        await world.enroll(f"p{number}")
    await move(world, HOUR)
    assert await changed(world, batch=2) == 5


async def test_a_plan_whose_reading_was_given_back_is_moved_too(old_small_world: World) -> None:
    world = old_small_world
    right = (await world.enroll()).next_due_at
    await write(world, "UPDATE enrollments SET revision = ''")
    await move(world, HOUR)
    assert await changed(world) == 1
    view = await world.view()
    assert view.next_due_at == right
    assert view.enrollment.revision == "1"
    assert view.enrollment.next_ids[0] == "r1"


async def test_one_that_cannot_be_reckoned_stops_nobody(old_small_world: World) -> None:
    world = old_small_world
    bad = (await world.enroll("ada")).enrollment
    right = (await world.enroll("bob")).next_due_at
    never = '["", [["2026-01-01", "2036-12-31"]]]'
    sql = "UPDATE enrollments SET calendar = :calendar WHERE id = :id"
    await write(world, sql, calendar=never, id=bad.id)
    await move(world, HOUR)
    assert await changed(world) == 1
    assert (await world.view("bob")).next_due_at == right


def test_the_fingerprint_names_the_package_and_stays_the_same() -> None:
    assert "tzdata 20" in tz_fingerprint()
    assert tz_fingerprint() == tz_fingerprint()


async def changed(world: World, fingerprint: str = NEW, *, batch: int = 500) -> int:
    return await keep_local_times(world.store, world.studies, fingerprint=fingerprint, batch=batch)


async def move(world: World, by: timedelta, *, only: int = 0) -> None:
    """Write dates as an old tz database would have reckoned them."""
    micros = to_micros(world.clock.now() + by) - to_micros(world.clock.now())
    sql = "UPDATE schedules SET due_at = due_at + :by WHERE :only = 0 OR enrollment_id = :only"
    await write(world, sql, by=micros, only=only)


async def write(world: World, sql: str, **values: object) -> None:
    await world.store.database.write(statement(text(sql), values))
