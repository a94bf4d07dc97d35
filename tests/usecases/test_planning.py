"""What planning writes: once each, on time, in order, whatever happened before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, text

from bot.domain.delivery import LEASE, DeliveryKind
from bot.domain.enrollment import (
    Attention,
    Change,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Policy,
)
from bot.domain.ids import ResourceId
from bot.domain.pace import Pace, Weekday
from bot.domain.position import Study, finish, skip
from bot.domain.quiet import QuietHours
from bot.domain.steering import pause, resume, set_pace, snooze
from bot.ports import Changed, Claimed, Cursor, Decide
from bot.usecases.drain import ALL_SHARDS
from bot.usecases.publish import publish
from tests.fakes.world import COURSE, DAILY, World, course

DAY = timedelta(days=1)
NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 09:00 in Paris, the first planned morning


async def morning(world: World) -> int:
    """Go to the next nine o'clock in Paris, plan and send."""
    ahead = (NINE - world.clock.now()) % DAY or DAY
    world.clock.advance(ahead)
    planned = await world.planner.plan_due()
    await world.drainer.drain()
    return planned


async def test_a_person_gets_the_first_reading_at_once_and_the_next_at_their_local_time(
    world: World,
) -> None:
    view = await world.enroll()
    await world.drainer.drain()
    assert world.platform.titles == ["Reading 0"]
    assert view.next_due_at == NINE

    world.clock.advance_to(NINE - timedelta(seconds=1))
    assert await world.planner.plan_due() == 0
    assert await morning(world) == 1
    assert world.platform.titles == ["Reading 0", "Reading 1"]


async def test_planning_the_same_moment_twice_writes_each_delivery_once(world: World) -> None:
    await world.enroll()
    world.clock.advance_to(NINE)
    assert await world.planner.plan_due() == 1
    assert await world.planner.plan_due() == 0
    assert await world.states() == {"ready": 2}


async def test_several_readings_a_time_go_out_in_order_as_one_message_each(world: World) -> None:
    await world.enroll(pace=replace(DAILY, per_slot=3))
    await world.drainer.drain()
    await morning(world)
    await morning(world)
    assert world.platform.titles == [f"Reading {number}" for number in range(7)]


async def test_missed_times_make_one_delivery_that_says_how_many_it_covers(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance_to(NINE + 3 * DAY + timedelta(hours=1))
    await world.planner.plan_due()
    claimed = await _claim(world)
    assert [(each.kind, each.covered, each.slot_at) for each in claimed] == [
        (DeliveryKind.LESSON, 4, NINE + 3 * DAY)
    ]


async def test_what_is_too_late_is_dropped_and_its_reading_comes_with_the_next(
    world: World,
) -> None:
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance_to(NINE + timedelta(hours=12, minutes=1))
    await world.planner.plan_due()
    assert await world.states() == {"sent": 1, "dropped": 1}
    await morning(world)
    assert world.platform.titles == ["Reading 0", "Reading 1"]


async def test_wait_for_me_reminds_twice_then_pauses_and_says_so(world: World) -> None:
    await world.enroll(policy=Policy.WAIT)
    await world.drainer.drain()
    for _ in range(2 + 2 * 7):  # a week lies between what the bot starts by itself
        await morning(world)
    kinds = [title for title in world.platform.titles if not title.startswith("Reading")]
    assert world.platform.titles[:2] == ["Reading 0", "Reading 1"]
    assert len(kinds) == 3
    assert (await world.view()).enrollment.state is EnrollmentState.PAUSED
    assert await morning(world) == 0


async def test_wait_for_me_goes_on_once_something_is_done(world: World) -> None:
    await world.enroll(policy=Policy.WAIT)
    await world.drainer.drain()
    await morning(world)
    await morning(world)
    await _change(
        world,
        lambda v: finish(v, _study(world), resource_id=ResourceId("r0"), by=v.enrollment.person_id),
    )
    await morning(world)
    assert world.platform.titles[-1] == "Reading 2"


async def test_quiet_hours_move_a_reading_to_their_end(world: World) -> None:
    quiet = QuietHours(start=time(8), end=time(11, 30))
    await world.enroll(attention=Attention(zone="Europe/Paris", quiet=quiet))
    assert (await world.view()).next_due_at == NINE + timedelta(hours=2, minutes=30)


async def test_quiet_hours_set_after_planning_are_kept_when_the_moment_comes(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    quiet = QuietHours(start=time(8), end=time(11, 30))
    await world.store.people.set_attention(
        await world.party(), Attention(zone="Europe/Paris", quiet=quiet)
    )
    assert await morning(world) == 1
    assert world.platform.titles == ["Reading 0"]
    world.clock.advance(timedelta(hours=2, minutes=30))
    await world.planner.plan_due()
    await world.drainer.drain()
    assert world.platform.titles == ["Reading 0", "Reading 1"]


async def test_away_silences_everything_until_its_date(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    away = Attention(zone="Europe/Paris", away_until=date(2026, 11, 27))
    await world.store.people.set_attention(await world.party(), away)
    for _ in range(3):
        await morning(world)
    assert world.platform.titles == ["Reading 0"]
    await morning(world)
    assert world.platform.titles == ["Reading 0", "Reading 1"]


async def test_a_pause_takes_back_what_waits_and_a_resume_sends_it_once(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance_to(NINE)
    await world.planner.plan_due()
    await _change(world, lambda v: pause(v, _study(world), until=None))
    assert (await world.drainer.drain()) == {}
    assert (await world.view()).handled == {"r0": Handled.SENT}
    world.clock.advance(5 * DAY)
    assert await world.planner.plan_due() == 0
    await _change(world, lambda v: resume(v, _study(world)))
    await morning(world)
    assert world.platform.titles == ["Reading 0", "Reading 1"]


async def test_a_pause_with_an_end_ends_by_itself(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    until = NINE + 2 * DAY + timedelta(hours=1)
    await _change(world, lambda v: pause(v, _study(world), until=until))
    for _ in range(3):
        await morning(world)
    await world.drainer.drain()
    world.clock.advance_to(until)
    await world.planner.plan_due()
    view = await world.view()
    assert view.enrollment.state is EnrollmentState.ACTIVE
    assert view.next_due_at == NINE + 3 * DAY


async def test_later_brings_a_reading_back_when_asked_and_never_once_it_is_done(
    world: World,
) -> None:
    await world.enroll()
    await world.drainer.drain()
    back_at = NINE + timedelta(hours=3)
    await _change(world, lambda v: snooze(v, ResourceId("r0"), until=back_at))
    await morning(world)
    world.clock.advance_to(back_at)
    await world.planner.plan_due()
    await world.drainer.drain()
    assert world.platform.titles == ["Reading 0", "Reading 1", "Reading 0"]
    await _change(world, lambda v: snooze(v, ResourceId("r0"), until=back_at + DAY))
    await _change(
        world,
        lambda v: finish(v, _study(world), resource_id=ResourceId("r0"), by=v.enrollment.person_id),
    )
    assert all(each.resource_id is None for each in (await world.view()).schedules)


async def test_skipping_a_reading_that_waits_to_be_sent_takes_it_back(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance_to(NINE)
    await world.planner.plan_due()
    await _change(world, lambda v: skip(v, _study(world), resource_id=ResourceId("r1")))
    assert await world.drainer.drain() == {}
    assert (await world.view()).handled == {"r0": Handled.SENT, "r1": Handled.SKIPPED}


async def test_another_pace_changes_the_next_date_and_not_the_place(world: World) -> None:
    await world.enroll()
    weekly = Pace(at=time(10), zone="Europe/Paris", weekdays=frozenset({Weekday.FRI}))
    await _change(world, lambda v: set_pace(v, _study(world), pace=weekly))
    view = await world.view()
    assert view.next_due_at == datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert view.enrollment.next_ids[0] == "r1"


async def test_a_plan_finishes_when_the_last_reading_is_done(world: World) -> None:
    world.shelf.curricula[COURSE] = course(2, revision="short")
    await publish(world.store, world.studies)
    await world.enroll()
    await world.drainer.drain()
    await morning(world)
    assert await morning(world) == 1  # nothing is left: the date goes
    assert (await world.view()).next_due_at is None
    for name in ("r0", "r1"):
        await _done(world, name)
    view = await world.view()
    assert view.enrollment.state is EnrollmentState.FINISHED
    assert view.enrollment.finished_at == world.clock.now()


async def test_one_that_cannot_be_planned_is_parked_and_stops_nobody(world: World) -> None:
    await world.enroll("ada")
    await world.enroll("bob")
    await world.drainer.drain()
    bad = (await world.view("ada")).enrollment.id
    await _set(world, bad, "plan = 'gone', revision = ''")
    world.clock.advance_to(NINE)
    assert await world.planner.plan_due() == 1
    await world.drainer.drain()
    assert world.platform.titles.count("Reading 1") == 1
    assert await world.planner.plan_due() == 0
    parked = await world.view("ada")
    assert parked.next_due_at == NINE + timedelta(hours=1)


async def test_one_that_cannot_be_read_is_parked_and_stops_nobody(world: World) -> None:
    await world.enroll("ada")
    await world.enroll("bob")
    await world.drainer.drain()
    bad = (await world.view("ada")).enrollment.id
    await _set(world, bad, "pace = 'w:0|09:00|Mars/Olympus|1'")
    world.clock.advance_to(NINE)
    assert await world.planner.plan_due() == 1
    assert await world.planner.plan_due() == 0
    await _set(world, bad, f"pace = '{DAILY.encode()}'")
    assert (await world.view("ada")).next_due_at == NINE + timedelta(hours=1)


async def test_a_process_on_another_revision_plans_nothing(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    old = world.shelf.curricula[COURSE]
    world.shelf.curricula[COURSE] = course(revision="2")
    await publish(world.store, world.studies)
    world.shelf.curricula[COURSE] = old
    world.clock.advance_to(NINE)
    assert await world.planner.plan_due() == 0
    world.shelf.curricula[COURSE] = course(revision="2")
    assert await world.planner.plan_due() == 1


async def test_a_retired_reading_that_waits_is_taken_back_and_the_next_one_comes(
    world: World,
) -> None:
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance_to(NINE)
    await world.planner.plan_due()
    world.shelf.curricula[COURSE] = course(revision="2", retired=[1])
    await publish(world.store, world.studies)
    assert await world.states() == {"sent": 1, "dropped": 1}
    await morning(world)
    assert world.platform.titles == ["Reading 0", "Reading 2"]


async def test_new_readings_give_a_waiting_person_a_next_date_again(world: World) -> None:
    world.shelf.curricula[COURSE] = course(2, revision="short")
    await publish(world.store, world.studies)
    await world.enroll()
    await world.drainer.drain()
    await morning(world)
    await morning(world)
    assert (await world.view()).next_due_at is None
    world.shelf.curricula[COURSE] = course(3, revision="longer")
    assert await publish(world.store, world.studies) == 1
    await morning(world)
    assert world.platform.titles == ["Reading 0", "Reading 1", "Reading 2"]


async def _set(world: World, enrollment_id: int, change: str) -> None:
    """Change an enrollment's row behind everybody's back."""

    def work(connection: Connection) -> None:
        statement = f"UPDATE enrollments SET {change} WHERE id = :id"  # noqa: S608 - the test's own
        connection.execute(text(statement), {"id": enrollment_id})

    await world.store.database.write(work)


async def _claim(world: World) -> Sequence[Claimed]:
    batch = await world.store.ledger.claim(
        ALL_SHARDS, cursor=Cursor(), per_workspace=10, limit=100, lease=LEASE
    )
    return batch.claimed


def _study(world: World) -> Study:
    return world.studies.of(COURSE)


async def _change(world: World, decide: Decide) -> Changed | None:
    party = await world.party()
    enrollment_id = (await world.view()).enrollment.id
    return await world.store.people.change(
        party, enrollment_id, decide=decide, event_id=world.event()
    )


async def _done(world: World, name: str) -> None:
    def decide(view: EnrollmentView) -> Change:
        return finish(
            view, _study(world), resource_id=ResourceId(name), by=view.enrollment.person_id
        )

    await _change(world, decide)
