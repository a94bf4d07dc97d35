"""One that waits, cannot be written or may not go: the order behind it, and nobody else waits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.delivery import LEASE, Outcome, Scope, Throttled
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView
from bot.domain.ids import CurriculumId
from bot.domain.steering import Wish, begin
from bot.ports import Cursor, Outgoing
from bot.usecases.drain import ALL_SHARDS
from bot.usecases.settler import again
from bot.usecases.writing import UNWRITTEN_WAITS
from tests.fakes.recording import RecordingPlatform
from tests.fakes.world import COURSE, DAILY, PLAN, World, course

WAIT = timedelta(seconds=30)
THREE = replace(DAILY, per_slot=3)


@pytest.mark.parametrize("scope", [Scope.WORKSPACE, Scope.DESTINATION])
async def test_the_readings_of_a_place_keep_their_order_when_the_first_has_to_wait(
    world: World, scope: Scope
) -> None:
    await world.enroll(pace=THREE)
    await world.drainer.drain()
    world.clock.advance(timedelta(days=1))
    await world.planner.plan_due()
    refused: list[Outgoing] = []

    async def refuse_once(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        if not refused:
            refused.append(message)
            return Throttled(retry_in=WAIT, scope=scope)
        return platform.accept(message)

    world.platform.on_send = refuse_once
    await world.drainer.drain()
    world.clock.advance(WAIT)
    await world.drainer.drain()
    assert world.platform.titles == [f"Reading {number}" for number in range(4)]


@pytest.mark.parametrize("wait", [timedelta(0), WAIT])
async def test_a_reading_that_goes_back_is_claimed_before_the_next_of_its_place(
    world: World, wait: timedelta
) -> None:
    await world.enroll(pace=THREE)
    await world.drainer.drain()
    world.clock.advance(timedelta(days=1))
    await world.planner.plan_due()
    ledger, claimed = world.store.ledger, []
    for per_workspace in (3 if wait else 1, 1):
        batch = await ledger.claim(
            ALL_SHARDS, cursor=Cursor(), per_workspace=per_workspace, limit=500, lease=LEASE
        )
        claimed.append(batch.claimed[0].resource_id)
        at = world.clock.real() + wait
        back = [again(each.claim, at=at if wait else None) for each in reversed(batch.claimed)]
        await ledger.settle(back)
        world.clock.advance(wait)
    assert claimed == ["r1", "r1"]


async def test_a_message_that_cannot_be_written_stops_no_other_and_is_tried_again(
    world: World,
) -> None:
    await world.enroll("ada")
    other = replace(course(), id=CurriculumId("other"))
    world.shelf.curricula |= {COURSE: replace(course(), plans=()), other.id: other}
    bob = await world.party("bob")
    wish = Wish(plan=PLAN, pace=DAILY)
    beginning = begin(wish, world.studies.of(other.id), attention=bob.attention)
    await world.store.people.enroll(bob, beginning, event_id=world.event())
    assert await world.drainer.drain() == {"sent": 1, "ready": 1}
    world.shelf.curricula[COURSE] = course()
    assert await world.drainer.drain() == {}
    world.clock.advance(UNWRITTEN_WAITS)
    assert await world.drainer.drain() == {"sent": 1}


async def test_what_its_plan_lets_out_no_more_ends_and_is_not_claimed_for_ever(
    world: World,
) -> None:
    view = await world.enroll()

    def over(before: EnrollmentView) -> Change:
        return Change(enrollment=replace(before.enrollment, state=EnrollmentState.FINISHED))

    party, number = await world.party(), view.enrollment.id
    await world.store.people.change(party, number, decide=over, event_id=world.event())
    await world.drainer.drain()
    assert await world.states() == {"dropped": 1}
    assert (await world.view()).handled == {}
