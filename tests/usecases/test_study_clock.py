"""Study time moves forward only, stops at everything due on the way, and survives a restart."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.domain.conversation import Origin
from bot.domain.pace import Weekday
from bot.ports import Ahead, Pauses
from bot.storage.database import open_database
from bot.storage.store import open_store
from bot.usecases.study_clock import ClockFixed, NothingPlanned, StudyClockUseCase
from tests.fakes.world import DAILY, World, world_on

DAY = timedelta(days=1)
NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 09:00 in Paris, the first planned morning
WEEKLY = replace(DAILY, weekdays=frozenset({Weekday.WED}))
MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)  # the next Monday, 09:00 in Paris
ADA = Origin(
    platform="recording",
    workspace="team-ada",
    place="dm-ada",
    person="ada",
    zone="Europe/Paris",
)


@pytest.fixture
async def small_world(sqlite_url: str) -> AsyncIterator[World]:
    """A world on SQLite, where the database does not matter."""
    async with world_on(sqlite_url) as made:
        yield made


def clock_of(world: World, *, movable: bool = True) -> StudyClockUseCase:
    return StudyClockUseCase(
        world.store,
        chat=world.store.chat,
        clock=world.clock,
        planner=world.planner,
        drainer=world.drainer,
        movable=movable,
        platform=world.platform.name,
    )


async def test_the_next_delivery_is_reached_and_sent(small_world: World) -> None:
    await small_world.enroll()
    await small_world.drainer.drain()
    assert await clock_of(small_world).move(ADA, Pauses.NEXT_DELIVERY) == 1
    assert small_world.clock.now() == NINE
    assert small_world.platform.titles == ["Reading 0", "Reading 1"]
    assert (await small_world.view()).next_due_at == NINE + DAY


async def test_a_move_stops_at_every_due_date_on_the_way(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    assert await clock_of(world).move(ADA, Pauses.NEXT_MONDAY) == 7
    assert world.clock.now() == MONDAY
    assert world.platform.titles == [f"Reading {number}" for number in range(8)]
    covered = await world.states()
    assert covered == {"sent": 8}, "nothing was late, nothing made one of two"


async def test_a_day_is_a_day_whatever_is_due(small_world: World) -> None:
    before = small_world.clock.now()
    assert await clock_of(small_world).move(ADA, Pauses.NEXT_DAY) == 0
    assert small_world.clock.now() == before + DAY


async def test_real_time_stays_as_it_is(small_world: World) -> None:
    real = small_world.clock.real()
    await clock_of(small_world).move(ADA, Pauses.NEXT_MONDAY)
    assert small_world.clock.real() == real
    assert small_world.clock.offset == small_world.clock.now() - real


async def test_study_time_never_goes_backward(small_world: World) -> None:
    await small_world.enroll(pace=WEEKLY)
    clock = clock_of(small_world)
    for to in [*Pauses, *Pauses]:
        before = small_world.clock.now()
        await clock.move(ADA, to)
        assert small_world.clock.now() > before


async def test_a_jump_goes_to_the_next_reading_of_its_own_place(small_world: World) -> None:
    await small_world.enroll("ada", pace=WEEKLY, workspace="one")
    await small_world.enroll("ben", workspace="one")
    ada = replace(ADA, workspace="one")
    clock = clock_of(small_world)
    ahead = await clock.ahead(ada)
    assert ahead.next_at == datetime(2026, 11, 25, 8, tzinfo=UTC), "Wednesday, 09:00 in Paris"
    await clock.move(ada, Pauses.NEXT_HERE)
    assert small_world.clock.now() == ahead.next_at
    assert (await clock.ahead(ada)).left == ahead.left, "what has come is still to be read"


async def test_a_place_without_a_plan_has_nothing_ahead(small_world: World) -> None:
    await small_world.enroll("ben")
    assert await clock_of(small_world).ahead(ADA) == Ahead(next_at=None, left=0)
    with pytest.raises(NothingPlanned):
        await clock_of(small_world).move(ADA, Pauses.NEXT_HERE)


async def test_without_a_planned_reading_there_is_nothing_to_jump_to(small_world: World) -> None:
    before = small_world.clock.now()
    with pytest.raises(NothingPlanned):
        await clock_of(small_world).move(ADA, Pauses.NEXT_DELIVERY)
    assert small_world.clock.now() == before


async def test_with_another_platform_it_stands_still(small_world: World) -> None:
    await small_world.enroll()
    clock, before = clock_of(small_world, movable=False), small_world.clock.now()
    for to in Pauses:
        with pytest.raises(ClockFixed):
            await clock.move(ADA, to)
    with pytest.raises(ClockFixed):
        await clock.start_over(ADA)
    assert small_world.clock.now() == before
    assert (await small_world.view()).handled


async def test_the_face_shows_study_time_the_zone_and_what_comes(small_world: World) -> None:
    await small_world.enroll()
    clock = clock_of(small_world)
    await clock.move(ADA, Pauses.NEXT_DAY)
    face = await clock.face(ADA)
    assert (face.now, face.offset, face.zone) == (small_world.clock.now(), DAY, "Europe/Paris")
    assert face.next_due_at == (await small_world.view()).next_due_at


async def test_the_offset_is_there_after_a_restart(small_world: World, sqlite_url: str) -> None:
    await clock_of(small_world).move(ADA, Pauses.NEXT_MONDAY)
    database = open_database(sqlite_url)
    try:
        store = open_store(database, SystemClock())
        assert await store.facts.study_offset() == small_world.clock.offset > timedelta(0)
    finally:
        await database.close()


async def test_starting_over_erases_the_web_chat_and_nothing_else(world: World) -> None:
    await world.enroll("ada")
    chat = Origin(platform="webchat", workspace="local", place="dm:you", person="you")
    before = await world.store.people.party(chat, zone="UTC")
    await world.store.chat.post(
        place="dm:you", author="you", key="k", at=world.clock.now(), payload="{}"
    )
    clock = clock_of(world)
    await clock.move(ADA, Pauses.NEXT_DAY)
    await clock.start_over(chat)
    assert world.clock.now() == world.clock.real()
    assert await world.store.facts.study_offset() == timedelta(0)
    assert await world.store.chat.history("dm:you") == []
    assert (await world.store.people.party(chat, zone="Asia/Tokyo")) != before, "a first contact"
    assert (await world.view("ada")).handled, "another platform's plan is still there"


async def test_a_repeated_press_moves_the_clock_once_in_a_later_run_too(
    small_world: World,
) -> None:
    await small_world.enroll()
    await clock_of(small_world).move(ADA, Pauses.NEXT_HERE, event_id="press-1")
    reached = small_world.clock.now()
    later_run = clock_of(small_world)
    assert await later_run.move(ADA, Pauses.NEXT_HERE, event_id="press-1") == 0
    assert small_world.clock.now() == reached
    await later_run.move(ADA, Pauses.NEXT_HERE, event_id="press-2")
    assert small_world.clock.now() == reached + DAY


async def test_starting_over_twice_by_one_press_erases_nothing_that_came_since(
    world: World,
) -> None:
    assert await clock_of(world).start_over(ADA, event_id="press-1")
    await world.store.chat.post(
        place="dm:you", author="you", key="k", at=world.clock.now(), payload="{}"
    )
    assert not await clock_of(world).start_over(ADA, event_id="press-1")
    assert len(await world.store.chat.history("dm:you")) == 1
    assert await clock_of(world).start_over(ADA, event_id="press-2")
