"""Workspaces that go and come back, and the lanes that they share, on every database."""

from datetime import timedelta

from sqlalchemy import Connection, text

from bot.domain.conversation import Origin
from bot.domain.delivery import DeliveryState, Outcome, Scope, Throttled
from bot.ports import Outgoing
from bot.storage.tables import Base
from tests.fakes.recording import RecordingPlatform
from tests.fakes.world import World

DAY = timedelta(days=1)


async def test_a_suspended_workspace_gets_nothing_and_goes_on_with_one_date(world: World) -> None:
    await world.enroll("ada")
    await world.enroll("bob")
    await world.drainer.drain()
    assert await world.store.tenants.suspend("recording", "team-ada", now=world.clock.now())
    for _ in range(5):
        world.clock.advance(DAY)
        await world.planner.plan_due()
        await world.drainer.drain()
    assert [each.to.place for each in world.platform.messages].count("dm-ada") == 1
    assert await world.store.tenants.served("recording") == {"team-ada": False, "team-bob": True}
    assert await world.store.tenants.restore("recording", "team-ada")
    await world.planner.plan_due()
    await world.drainer.drain()
    mine = [each for each in world.platform.messages if each.to.place == "dm-ada"]
    assert len(mine) == 2
    assert world.platform.titles[-1] == "Reading 1"


async def test_what_waits_is_dropped_and_its_reading_comes_after_the_return(world: World) -> None:
    await world.enroll("ada")
    await world.drainer.drain()
    world.clock.advance(DAY)
    await world.planner.plan_due()  # ready, and not sent
    await world.store.tenants.suspend("recording", "team-ada", now=world.clock.now())
    await world.drainer.drain()
    assert len(world.platform.messages) == 1
    await world.store.tenants.restore("recording", "team-ada")
    world.clock.advance(DAY)
    await world.planner.plan_due()
    await world.drainer.drain()
    assert world.platform.titles == ["Reading 0", "Reading 1"]
    dropped = await world.store.operations.deliveries(DeliveryState.DROPPED, limit=9)
    assert [each.reason for each in dropped] == ["uninstalled"]


async def test_going_and_coming_twice_changes_nothing(world: World) -> None:
    before = await world.enroll("ada")
    tenants = world.store.tenants
    assert not await tenants.restore("recording", "team-ada")
    assert not await tenants.suspend("recording", "nobody", now=world.clock.now())
    for _ in range(2):
        await tenants.suspend("recording", "team-ada", now=world.clock.now())
    for _ in range(2):
        await tenants.restore("recording", "team-ada")
    assert (await world.view("ada")).schedules == before.schedules


async def test_after_thirty_days_nothing_of_a_workspace_is_left(world: World) -> None:
    """Plans of direct messages and of channels, of any platform; the other workspace goes on."""
    for name in ("ada", "bob"):
        await world.enroll(name)
    await world.drainer.drain()
    channel = Origin(platform="recording", workspace="team-ada", place="c", person="x", is_dm=False)
    await world.store.people.party(channel, zone="UTC")
    await world.store.tenants.suspend("recording", "team-ada", now=world.clock.now())
    before = await counted(world)
    world.clock.advance(30 * DAY)
    assert await world.store.tenants.erase_suspended(since=30 * DAY) == 1
    after = await counted(world)
    for table in ("workspaces", "lanes", "enrollments", "deliveries", "schedules", "positions"):
        assert (before[table], after[table]) == (before[table], before[table] // 2), table
    assert (after["people"], after["places"]) == (1, 1)
    await world.planner.plan_due()
    await world.drainer.drain()
    assert [each.to.place for each in world.platform.messages] == ["dm-ada", "dm-bob", "dm-bob"]


def test_rows_go_with_the_workspace_person_place_or_plan_that_they_belong_to() -> None:
    owners = {"workspaces", "people", "places", "enrollments"}
    for table in Base.metadata.sorted_tables:
        held = [key for key in table.foreign_keys if key.column.table.name in owners]
        assert {key.ondelete for key in held} <= {"CASCADE", "SET NULL"}, table.name
        belongs = {"workspace_id", "person_id", "place_id", "enrollment_id"} & set(table.c.keys())
        assert not belongs or "CASCADE" in {key.ondelete for key in held}, table.name


async def counted(world: World) -> dict[str, int]:
    """How many rows each table has."""

    def work(connection: Connection) -> dict[str, int]:
        count = "SELECT count(*) FROM {}"
        names = [table.name for table in Base.metadata.sorted_tables]
        return {each: connection.scalar(text(count.format(each))) or 0 for each in names}

    return await world.store.database.read(work)


async def test_workspaces_of_one_bot_wait_together_and_a_full_place_waits_alone(
    world: World,
) -> None:
    people = world.store.people
    for name in ("ada", "bob"):
        origin = Origin(
            platform="recording",
            workspace=f"team-{name}",
            place=f"dm-{name}",
            person=name,
            lane="bot",
        )
        await people.party(origin, zone="UTC")
        await world.enroll(name)

    def refusing(scope: Scope) -> Throttled:
        return Throttled(retry_in=timedelta(seconds=30), scope=scope)

    async def full(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        ada = message.to.place == "dm-ada"
        return refusing(Scope.DESTINATION) if ada else platform.accept(message)

    async def everywhere(_platform: RecordingPlatform, _message: Outgoing) -> Outcome:
        return refusing(Scope.WORKSPACE)

    async def deliver(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        return platform.accept(message)

    world.platform.on_send = full
    assert await world.drainer.drain() == {"ready": 1, "sent": 1}
    world.clock.advance(DAY)
    await world.planner.plan_due()
    world.platform.on_send = everywhere
    await world.drainer.drain()
    world.platform.on_send = deliver
    assert await world.drainer.drain() == {}
    world.clock.advance(timedelta(seconds=31))
    assert (await world.drainer.drain())["sent"] >= 2
