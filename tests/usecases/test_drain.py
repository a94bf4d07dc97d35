"""Claim, mark, send, settle: what the ledger says while a send is under way, fails or dies."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from bot.domain.delivery import (
    LEASE,
    DeliveryState,
    Outcome,
    Rejected,
    Scope,
    Settlement,
    Throttled,
    Unknown,
    Unreadable,
)
from bot.domain.enrollment import Attention, EnrollmentState, Handled
from bot.domain.quiet import QuietHours
from bot.domain.steering import leave
from bot.ports import Batch, Cursor, Outgoing
from bot.usecases import failpoints
from bot.usecases.drain import ALL_SHARDS, SENDERS, UNSERVED_WAITS, Desk, Drainer
from bot.usecases.letters import Letters
from bot.usecases.recover import MAX_ATTEMPTS
from tests.fakes.recording import OnSend, RecordingPlatform
from tests.fakes.world import COURSE, DAILY, World, course

AFTER_LEASE = LEASE + timedelta(seconds=1)


class Crash(Exception):
    """The process dies here."""


async def test_the_ledger_says_sending_while_the_request_is_under_way(world: World) -> None:
    seen: list[dict[str, int]] = []

    async def look(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        seen.append(await world.states())
        return platform.accept(message)

    world.platform.on_send = look
    await world.enroll()
    assert await world.drainer.drain() == {"sent": 1}
    assert seen == [{"sending": 1}]
    assert await world.states() == {"sent": 1}


@pytest.mark.parametrize(
    ("place", "arrived"),
    [
        (failpoints.CLAIMED, 0),
        (failpoints.MARKED, 0),
        (failpoints.SENT, 1),
        (failpoints.SETTLED, 1),
    ],
)
async def test_a_crash_at_any_place_is_made_good_once_its_lease_has_passed(
    world: World, place: str, arrived: int
) -> None:
    await world.enroll()
    with pytest.raises(BaseExceptionGroup):
        await world.crashing_at(place, Crash).drain()
    assert len(world.platform.messages) == arrived

    assert await world.recovery.recover() == 0, "nothing is touched before the lease has passed"
    world.clock.advance(AFTER_LEASE)
    await world.recovery.recover()
    await world.drainer.drain()
    assert list(world.platform.keys.values()) == [1]
    assert await world.states() == {"sent": 1}


async def test_a_timeout_after_the_request_left_is_looked_up_and_not_sent_again(
    world: World,
) -> None:
    async def arrive_but_fail(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        platform.accept(message)
        raise ConnectionResetError

    world.platform.on_send = arrive_but_fail
    await world.enroll()
    assert await world.drainer.drain() == {"unknown": 1}
    assert await world.states() == {"sending": 1}
    world.clock.advance(AFTER_LEASE)
    assert await world.recovery.recover() == 1
    assert await world.states() == {"sent": 1}
    assert len(world.platform.messages) == 1


async def test_what_a_look_up_can_never_tell_becomes_uncertain_and_is_not_sent_again(
    world: World,
) -> None:
    world.platform.on_send = _answer(Unknown(cause="timeout"))
    world.platform.on_find = lambda _key: Unreadable(reason="no access to the history")
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance(AFTER_LEASE)
    await world.recovery.recover()
    line = (await world.store.operations.deliveries(DeliveryState.UNCERTAIN, limit=5))[0]
    assert line.reason == "no access to the history"
    assert (await world.view()).handled == {"r0": Handled.SENT}, "an uncertain one keeps its place"

    world.platform.on_send = _accept
    assert await world.drainer.drain() == {}
    assert await world.store.operations.resend(line.key)
    assert await world.drainer.drain() == {"sent": 1}
    assert not await world.store.operations.resend(line.key)


async def test_a_look_up_that_cannot_tell_yet_is_made_again_later(world: World) -> None:
    world.platform.on_send = _answer(Unknown(cause="timeout"))
    world.platform.on_find = lambda _key: Unreadable(reason="busy", retry_in=LEASE)
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance(AFTER_LEASE)
    assert await world.recovery.recover() == 1
    assert await world.recovery.recover() == 0
    world.clock.advance(AFTER_LEASE)
    world.platform.on_find = None
    assert await world.recovery.recover() == 1
    assert await world.states() == {"ready": 1}


async def test_after_many_vain_attempts_a_person_decides(world: World) -> None:
    world.platform.on_send = _answer(Unknown(cause="timeout"))
    await world.enroll()
    for _ in range(MAX_ATTEMPTS):
        await world.drainer.drain()
        world.clock.advance(AFTER_LEASE)
        await world.recovery.recover()
    assert await world.states() == {"uncertain": 1}


async def test_a_refused_place_pauses_its_plan_and_gives_the_reading_back(world: World) -> None:
    world.platform.on_send = _answer(Rejected(reason="channel_not_found"))
    await world.enroll()
    await world.drainer.drain()
    view = await world.view()
    assert await world.states() == {"rejected": 1}
    assert view.enrollment.state is EnrollmentState.PAUSED
    assert view.next_due_at is None
    assert view.handled == {}


async def test_a_message_refused_for_itself_stops_nothing_else(world: World) -> None:
    world.platform.on_send = _answer(Rejected(reason="too long", scope=Scope.MESSAGE))
    await world.enroll()
    await world.drainer.drain()
    assert (await world.view()).enrollment.state is EnrollmentState.ACTIVE


async def test_a_rate_limit_parks_the_lane_and_nobody_sleeps(world: World) -> None:
    world.platform.on_send = _answer(Throttled(retry_in=timedelta(seconds=30)))
    for name in ("ada", "bob", "cy"):
        await world.enroll(name, workspace="team")
    await world.enroll("dan", workspace="other")
    await world.drainer.drain()
    world.platform.on_send = _accept
    assert await world.drainer.drain() == {}
    world.clock.advance(timedelta(seconds=31))
    assert await world.drainer.drain() == {"sent": 4}
    assert set(world.platform.keys.values()) == {1}


async def test_one_workspace_that_hangs_does_not_delay_another(world: World) -> None:
    free = asyncio.Event()

    async def hang_one(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        if message.to.workspace == "slow":
            await free.wait()
        outcome = platform.accept(message)
        if Counter(m.to.workspace for m in platform.messages)["quick"] == 20:
            free.set()
        return outcome

    world.platform.on_send = hang_one
    for number in range(30):
        await world.enroll(f"s{number}", workspace="slow")
    for number in range(20):
        await world.enroll(f"q{number}", workspace="quick")
    assert await world.drainer.drain() == {"sent": 50}
    first_twenty = [each.to.workspace for each in world.platform.messages[:20]]
    assert set(first_twenty) == {"quick"}


async def test_so_many_are_sent_at_once_and_no_more(world: World) -> None:
    under_way, most = 0, 0
    full = asyncio.Event()

    async def count(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == SENDERS:
            full.set()
        await full.wait()
        under_way -= 1
        return platform.accept(message)

    world.platform.on_send = count
    for number in range(SENDERS + 10):
        await world.enroll(f"p{number}", workspace=f"w{number}")
    assert await world.drainer.drain() == {"sent": SENDERS + 10}
    assert most == SENDERS


async def test_claims_are_fair_over_workspaces_however_large_one_is(world: World) -> None:
    for number in range(40):
        await world.enroll(f"big{number}", workspace="big")
    for number in range(5):
        await world.enroll(f"small{number}")
    batch = await world.store.ledger.claim(
        ALL_SHARDS, cursor=Cursor(), per_workspace=2, limit=500, lease=LEASE
    )
    workspaces = Counter(each.to.workspace for each in batch.claimed)
    assert workspaces.pop("big") == 2
    assert set(workspaces.values()) == {1}
    assert len(workspaces) == 5


async def test_two_drains_at_once_send_each_delivery_once(world: World) -> None:
    for number in range(30):
        await world.enroll(f"p{number}")
    await asyncio.gather(world.drainer.drain(), world.another_drainer().drain())
    assert len(world.platform.messages) == 30
    assert set(world.platform.keys.values()) == {1}


async def test_an_older_attempt_changes_nothing(world: World) -> None:
    await world.enroll()
    old = (await _claim(world)).claimed[0]
    world.clock.advance(AFTER_LEASE)
    await world.recovery.recover()
    new = (await _claim(world)).claimed[0]
    assert new.claim.attempt == old.claim.attempt + 1
    assert await world.store.ledger.mark_sending([old.claim], lease=LEASE) == frozenset()
    late = Settlement(claim=old.claim, state=DeliveryState.SENT, receipt="late")
    assert await world.store.ledger.settle([late]) == frozenset()
    assert await world.states() == {"queued": 1}


async def test_leaving_takes_effect_between_claim_and_send(world: World) -> None:
    view = await world.enroll()
    claimed = (await _claim(world)).claimed[0]
    party = await world.party()
    await world.store.people.change(party, view.enrollment.id, decide=leave, event_id=world.event())
    assert await world.store.ledger.mark_sending([claimed.claim], lease=LEASE) == frozenset()
    assert await world.states() == {"dropped": 1}


async def test_quiet_hours_are_checked_again_when_the_claim_comes_late(world: World) -> None:
    quiet = QuietHours(start=time(9, 30), end=time(11))
    await world.enroll(attention=Attention(zone="Europe/Paris", quiet=quiet))
    world.clock.advance(timedelta(hours=1))  # 10:00 in Paris, an hour after it was planned
    assert await world.drainer.drain() == {"ready": 1}
    assert await world.drainer.drain() == {}
    world.clock.advance(timedelta(hours=1))
    assert await world.drainer.drain() == {"sent": 1}


async def test_a_reading_retired_after_it_was_claimed_is_dropped_and_given_back(
    world: World,
) -> None:
    await world.enroll()
    world.shelf.curricula[COURSE] = course(retired=[0])
    assert await world.drainer.drain() == {"dropped": 1}
    assert (await world.view()).handled == {}


async def test_somebody_away_gets_nothing_that_was_planned_before(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    world.clock.advance(timedelta(days=1))
    await world.planner.plan_due()
    away = Attention(zone="Europe/Paris", away_until=date(2026, 12, 24))
    await world.store.people.set_attention(await world.party(), away)
    assert await world.drainer.drain() == {"dropped": 1}
    assert (await world.view()).handled == {"r0": Handled.SENT}


async def test_a_platform_that_is_not_served_here_stops_no_other(world: World) -> None:
    await world.enroll("ada")
    elsewhere = Drainer(
        Desk(
            ledger=world.store.ledger,
            platforms={},
            letters=Letters(world.shelf, world.clock),
            clock=world.clock,
        )
    )
    assert await elsewhere.drain() == {"unserved": 1}
    assert await elsewhere.drain() == {}
    assert await world.states() == {"ready": 1}
    world.clock.advance(UNSERVED_WAITS)
    assert await world.drainer.drain() == {"sent": 1}


async def test_held_sends_wait_until_they_are_released(world: World) -> None:
    await world.enroll()
    await world.store.facts.hold(held=True)
    assert await world.drainer.drain() == {}
    await world.store.facts.hold(held=False)
    assert await world.drainer.drain() == {"sent": 1}


async def test_after_a_stop_nothing_more_is_claimed(world: World) -> None:
    await world.enroll()
    stop = asyncio.Event()
    stop.set()
    assert await world.drainer.drain(stop=stop) == {}
    assert await world.states() == {"ready": 1}


async def test_a_message_goes_out_at_the_lane_s_spacing_without_a_burst(world: World) -> None:
    world.platform.spacing = timedelta(milliseconds=20)
    for number in range(3):
        await world.enroll(f"p{number}", workspace="team")
    moments: list[float] = []

    async def note(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        moments.append(world.clock.monotonic())
        world.clock.advance(timedelta(milliseconds=20))
        return platform.accept(message)

    world.platform.on_send = note
    assert await world.drainer.drain() == {"sent": 3}
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) >= 0.02 - 1e-9


async def test_one_place_rests_between_two_messages_and_the_others_do_not_wait(
    world: World,
) -> None:
    world.platform.place_spacing = timedelta(milliseconds=30)
    several = replace(DAILY, per_slot=2)
    for name in ("ada", "bob"):
        await world.enroll(name, workspace="team", pace=several)
    await world.drainer.drain()
    world.platform.messages.clear()
    world.clock.advance(timedelta(days=1))
    await world.planner.plan_due()
    moments: dict[str, list[float]] = {}

    async def note(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        moments.setdefault(message.to.place, []).append(world.clock.monotonic())
        world.clock.advance(timedelta(milliseconds=20))
        return platform.accept(message)

    world.platform.on_send = note
    assert await world.drainer.drain() == {"sent": 4}
    assert set(moments) == {"dm-ada", "dm-bob"}
    for first, second in moments.values():
        assert second - first >= 0.03 - 1e-9


def _answer(outcome: Outcome) -> OnSend:
    async def on_send(_platform: RecordingPlatform, _message: Outgoing) -> Outcome:
        return outcome

    return on_send


async def _accept(platform: RecordingPlatform, message: Outgoing) -> Outcome:
    return platform.accept(message)


async def _claim(world: World) -> Batch:
    return await world.store.ledger.claim(
        ALL_SHARDS, cursor=Cursor(), per_workspace=10, limit=100, lease=LEASE
    )
