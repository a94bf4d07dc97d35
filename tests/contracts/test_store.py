"""What every database keeps to: one tenant never reaches another, one event has one effect."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.domain.conversation import Origin
from bot.domain.delivery import LEASE, delivery_key, parse_key
from bot.domain.enrollment import Attention, Change, EnrollmentView
from bot.domain.ids import EnrollmentId, LaneId
from bot.domain.position import finish, hand_out
from bot.domain.steering import Wish, begin, leave, pause
from bot.ports import AlreadyHandled, Claimed, Cursor, Party
from bot.storage.database import open_database
from bot.usecases.drain import ALL_SHARDS
from tests.fakes.world import COURSE, DAILY, PLAN, World, world_on

BIGGEST = 2**63 - 1
CANARY = "canary-4f1c"


@pytest.fixture
async def small_world(sqlite_url: str) -> AsyncIterator[World]:
    """A world on SQLite, where the statements are the same on both."""
    async with world_on(sqlite_url) as made:
        yield made


Snapshot = dict[str, list[tuple[object, ...]]]


async def test_another_workspaces_plan_answers_as_one_that_is_not_there(world: World) -> None:
    theirs = (await world.enroll("ada")).enrollment.id
    mallory = await world.party("mallory")
    before = await rows(world)
    answers = [
        await change(world, mallory, enrollment_id, event=f"try-{enrollment_id}")
        for enrollment_id in (theirs, EnrollmentId(BIGGEST))
    ]
    assert answers == [None, None]
    assert await rows(world) == before


async def test_another_workspaces_message_answers_as_one_that_is_not_there(world: World) -> None:
    await world.enroll("ada")
    key = (await world.store.operations.deliveries(None, limit=1))[0].key
    mallory = await world.party("mallory")
    assert await world.store.people.pressed(mallory, key) is None
    assert await world.store.people.pressed(mallory, "zz-zz") is None
    assert await world.store.people.pressed(await world.party("ada"), key) is not None


async def test_a_foreign_key_in_hand_settles_nothing(world: World) -> None:
    await world.enroll("ada")
    mine = (await world.enroll("mallory")).enrollment.id
    claimed = await claim(world)
    await world.store.ledger.mark_sending([each.claim for each in claimed], lease=LEASE)
    key = next(each.key for each in claimed if each.to.workspace == "team-ada")
    mallory = await world.party("mallory")
    await change(world, mallory, mine, event="press", key=key)
    assert await world.states() == {"sending": 2, "ready": 1}


async def test_a_key_with_another_token_finds_nothing(world: World) -> None:
    await world.enroll("ada")
    key = (await world.store.operations.deliveries(None, limit=1))[0].key
    parsed = parse_key(key)
    assert parsed is not None
    forged = delivery_key(parsed[0], parsed[1] ^ 1)
    assert await world.store.people.pressed(await world.party("ada"), forged) is None
    assert not await world.store.operations.resend(forged)


async def test_what_is_no_key_of_ours_finds_nothing(world: World) -> None:
    ada = await world.party("ada")
    for forged in ("", "-", "1", "1-", "-1", "A-B", "1_0-1", "+1-1", "zzzzzzzzzzzzz-1"):
        assert await world.store.people.pressed(ada, forged) is None
        assert not await world.store.operations.resend(forged)


async def test_places_and_people_of_one_name_are_strangers_in_two_workspaces(
    small_world: World,
) -> None:
    await small_world.enroll("ada", workspace="one")
    there = await small_world.party("ada", workspace="two")
    assert await small_world.store.people.enrollments_here(there) == []
    assert await small_world.store.people.progress(there, COURSE) == {}


async def test_a_party_put_together_from_two_workspaces_reaches_nothing(world: World) -> None:
    """A channel shared by two teams: the place of one, the authorisation of the other."""
    ada = await world.party("ada")
    await world.enroll("ada")
    mallory = await world.party("mallory")
    before = await rows(world)
    mixed = replace(mallory, place_id=ada.place_id, person_id=ada.person_id)
    assert await world.store.people.enrollments_here(mixed) == []
    assert await world.store.people.progress(mixed, COURSE) == {}
    quiet = Attention(zone="UTC", away_until=date(2099, 1, 1))
    await world.store.people.set_attention(mixed, quiet)
    assert await rows(world) == before


Command = Callable[[World, Party, EnrollmentView, str], Awaitable[object]]


async def _finish(world: World, party: Party, view: EnrollmentView, event: str) -> object:
    study, reading = world.studies.of(COURSE), next(iter(view.handled))
    return await world.store.people.change(
        party,
        view.enrollment.id,
        decide=lambda before: finish(before, study, resource_id=reading, by=party.person_id),
        event_id=event,
    )


async def _next(world: World, party: Party, view: EnrollmentView, event: str) -> object:
    return await change(world, party, view.enrollment.id, event=event)


async def _pause(world: World, party: Party, view: EnrollmentView, event: str) -> object:
    study = world.studies.of(COURSE)
    return await world.store.people.change(
        party,
        view.enrollment.id,
        decide=lambda before: pause(before, study, until=None),
        event_id=event,
    )


async def _leave(world: World, party: Party, view: EnrollmentView, event: str) -> object:
    return await world.store.people.change(party, view.enrollment.id, decide=leave, event_id=event)


@pytest.mark.parametrize("command", [_finish, _next, _pause, _leave])
async def test_an_event_that_comes_three_times_at_once_has_one_effect(
    world: World, command: Command
) -> None:
    view, party = await world.enroll("ada"), await world.party("ada")
    once = await world.enroll("bob")
    await command(world, await world.party("bob"), once, "other")
    answers = await at_once(command(world, party, view, "same") for _ in range(3))
    assert sorted(type(each).__name__ for each in answers) == [
        "AlreadyHandled",
        "AlreadyHandled",
        "Changed",
    ]
    with pytest.raises(AlreadyHandled):
        await command(world, party, view, "same")
    three_times, just_once = await effects(world)
    assert three_times == just_once


async def test_a_refused_command_may_come_again_with_the_same_event(small_world: World) -> None:
    view, party = await small_world.enroll(), await small_world.party()
    await _pause(small_world, party, view, "first")
    for _ in range(2):  # its event went with its transaction
        with pytest.raises(Exception, match="paused already"):
            await _pause(small_world, party, view, "second")


async def test_two_people_who_enroll_one_place_at_once_start_one_plan(world: World) -> None:
    party = await world.party()
    answers = await at_once(_enroll(world, party, f"event-{n}") for n in range(3))
    assert sorted(type(each).__name__ for each in answers) == [
        "EnrollmentView",
        "NoneType",
        "NoneType",
    ]
    assert await world.states() == {"ready": 1}


async def test_the_event_of_one_platform_says_nothing_about_anothers(small_world: World) -> None:
    assert await _enroll(small_world, await small_world.party("ada"), "1") is not None
    bob = replace(await small_world.party("bob"), platform="other")
    assert await _enroll(small_world, bob, "1") is not None


async def test_a_first_contact_that_comes_five_times_at_once_makes_one_of_each(
    world: World,
) -> None:
    parties = await at_once(world.party("ada") for _ in range(5))
    assert len(set(parties)) == 1
    counted = {table: len(found) for table, found in (await rows(world)).items()}
    assert (counted["lanes"], counted["workspaces"], counted["places"], counted["people"]) == (
        1,
        1,
        1,
        1,
    )


async def test_people_are_called_as_they_call_themselves_and_stay_in_their_zone(
    small_world: World,
) -> None:
    first = await small_world.party("ada")
    again = Origin(
        platform="recording",
        workspace="team-ada",
        place="dm-ada",
        person="ada",
        person_name="Somebody Else",
    )
    people = small_world.store.people
    renamed = await people.party(again, zone="Asia/Tokyo")
    assert renamed == replace(first, person_name="Somebody Else")
    nameless = replace(again, person_name="")
    assert await people.party(nameless, zone="Asia/Tokyo") == renamed


async def test_a_busy_lane_is_passed_over_and_the_others_are_claimed(world: World) -> None:
    await world.enroll("ada")
    await world.enroll("bob")
    lanes = await lanes_of(world)
    busy = frozenset({lanes["team-ada"]})
    claimed = await claim(world, busy=busy)
    assert [each.to.workspace for each in claimed] == ["team-bob"]
    assert [each.to.workspace for each in await claim(world)] == ["team-ada"]


async def test_a_parked_lane_waits_for_its_moment_and_is_never_parked_for_less(
    world: World,
) -> None:
    await world.enroll("ada")
    await world.enroll("bob")
    lane, now = (await lanes_of(world))["team-ada"], world.clock.real()
    await world.store.ledger.park_lane(lane, until=now + timedelta(minutes=2))
    await world.store.ledger.park_lane(lane, until=now + timedelta(minutes=1))
    assert [each.to.workspace for each in await claim(world)] == ["team-bob"]
    world.clock.advance(timedelta(minutes=1, seconds=59))
    assert await claim(world) == []
    world.clock.advance(timedelta(seconds=1))
    assert [each.to.workspace for each in await claim(world)] == ["team-ada"]


async def test_a_claim_with_every_lane_busy_takes_nothing(small_world: World) -> None:
    await small_world.enroll("ada")
    assert await claim(small_world, busy=frozenset((await lanes_of(small_world)).values())) == []
    assert await small_world.states() == {"ready": 1}


def _fails_on_a_value(connection: Connection) -> None:
    message = text("""INSERT INTO chat_messages (place, author, key, at, payload)
    VALUES (:c, :c, :c, 1, :c)""")
    for _ in range(2):  # the second breaks the key's uniqueness
        connection.execute(message, {"c": CANARY})


def _fails_on_a_type(connection: Connection) -> None:
    connection.execute(text("SELECT abs(-9223372036854775807 - 1), :c"), {"c": CANARY})
    connection.execute(text("SELECT CAST(:c AS bigint)"), {"c": CANARY})


@pytest.mark.parametrize("work", [_fails_on_a_value, _fails_on_a_type])
async def test_no_value_stands_in_an_error_of_the_database(
    world: World, work: Callable[[Connection], None]
) -> None:
    with pytest.raises(DBAPIError) as caught:
        await world.store.database.write(work)
    told = [caught.value, caught.value.__cause__, caught.value.orig]
    assert CANARY not in "".join(f"{each} {each!r}" for each in told)


async def test_an_error_still_names_the_constraint(postgres_url: str) -> None:
    database = open_database(postgres_url)
    try:
        with pytest.raises(DBAPIError, match="uq_chat_messages_key"):
            await database.write(_fails_on_a_value)
    finally:
        await database.close()


async def _enroll(world: World, party: Party, event: str) -> EnrollmentView | None:
    wish = Wish(plan=PLAN, pace=replace(DAILY, at=time(10)))
    beginning = begin(wish, world.studies.of(COURSE), attention=party.attention)
    return await world.store.people.enroll(party, beginning, event_id=event)


async def change(
    world: World, party: Party, enrollment_id: EnrollmentId, *, event: str, key: str | None = None
) -> object:
    """The command `next`."""
    study = world.studies.of(COURSE)

    def decide(view: EnrollmentView) -> Change:
        return hand_out(view, study)

    return await world.store.people.change(
        party, enrollment_id, decide=decide, event_id=event, key=key
    )


async def at_once(calls: Iterable[Awaitable[object]]) -> list[object]:
    """Results and errors of calls that run beside each other."""
    return list(await asyncio.gather(*calls, return_exceptions=True))


async def claim(world: World, *, busy: frozenset[LaneId] = frozenset()) -> list[Claimed]:
    batch = await world.store.ledger.claim(
        ALL_SHARDS, cursor=Cursor(), per_workspace=10, limit=100, lease=LEASE, busy=busy
    )
    return sorted(batch.claimed, key=lambda each: each.to.workspace)


async def lanes_of(world: World) -> dict[str, LaneId]:
    found = await world.store.database.read(
        lambda c: c.execute(text("SELECT scope, id FROM lanes")).fetchall()
    )
    return {row.scope: LaneId(row.id) for row in found}


async def effects(world: World) -> list[tuple[object, ...]]:
    """What came of each plan's commands, in the order of the plans."""
    sql = """SELECT q.version, e.state, e.next_ids, q.waiting, q.unfinished,
      (SELECT count(*) FROM handled h WHERE h.enrollment_id = e.id),
      (SELECT count(*) FROM deliveries d WHERE d.enrollment_id = e.id),
      (SELECT count(*) FROM progress p WHERE p.person_id = e.person_id)
    FROM enrollments e JOIN positions q ON q.enrollment_id = e.id ORDER BY e.id"""
    found = await world.store.database.read(lambda c: c.execute(text(sql)).fetchall())
    return [tuple(row) for row in found]


async def rows(world: World) -> Snapshot:
    """Everything that belongs to somebody; the events of calls are nobody's."""
    tables = ("lanes", "workspaces", "places", "people", "enrollments", "positions")
    more = ("schedules", "handled", "progress", "deliveries", "chat_messages")

    def work(connection: Connection) -> Snapshot:
        return {
            table: sorted(
                (tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))),  # noqa: S608
                key=repr,
            )
            for table in (*tables, *more)
        }

    return await world.store.database.read(work)
