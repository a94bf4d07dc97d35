"""What is kept of a person: all of it in an export, and nothing of it after an erasure."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, Text, make_url, text

from bot.domain.card import Press
from bot.domain.conversation import Origin
from bot.domain.delivery import LEASE, Claim, DeliveryState, Settlement
from bot.domain.group import GroupState, LineKind, NewGroup
from bot.domain.ids import ResourceId
from bot.domain.leading import appointed
from bot.domain.limits import Limit, LimitReached
from bot.domain.links import ReadingLink
from bot.domain.notes import NewNote, NoteKind
from bot.domain.position import finish, hand_out
from bot.domain.steering import Wish, begin
from bot.ports import AlreadyHandled, Claimed, Cursor, Party, Pressing, Voting
from bot.ports.doors import Door, News
from bot.storage.database import statement
from bot.storage.personal import KEPT, Erasing, whose
from bot.storage.tables import Base
from bot.usecases.drain import ALL_SHARDS
from tests.fakes.world import COURSE, DAILY, PLAN, World, world_on

MARK = "planted-7c1d"
LATER = datetime(2030, 1, 1, tzinfo=UTC)
ADA = Origin(
    platform="webchat",
    workspace="team",
    place=f"{MARK}-dm-ada",
    person=f"{MARK}-ada",
    person_name=f"{MARK} Ada",
    place_name=f"{MARK} direct",
)
BOB = replace(ADA, place="dm-bob", person="bob", person_name="Bob", place_name="")
ELSEWHERE = replace(
    ADA, workspace="another", place="dm-other", person="cy", person_name="Cy", place_name=""
)
INSTALLER = text("""INSERT INTO installers (workspace_id, external_id, greeted_at)
VALUES (:workspace, :person, 1) ON CONFLICT DO NOTHING""")
CHANNEL = replace(ADA, place="#study", place_name="study", is_dm=False)
TABLES: Sequence[Table] = Base.metadata.sorted_tables
PLANTED_BY_NAME = {
    ("people", "external_id"),
    ("people", "name"),
    ("places", "external_id"),
    ("places", "name"),
    ("installers", "external_id"),
    ("doors", "place"),
    ("chat_messages", "author"),
    ("chat_messages", "place"),
}
"""What ties rows together: these carry the mark from the start."""


def test_every_column_is_classed_for_export_and_erasure() -> None:
    for table in TABLES:
        assert table.name in KEPT, f"class {table.name} in bot/storage/personal.py"
        classed = KEPT[table.name].columns
        assert sorted(classed) == sorted(table.columns.keys()), table.name
        assert len(set(classed)) == len(classed), table.name
    assert set(KEPT) == {table.name for table in TABLES}


def test_whatever_goes_says_whose_it_is() -> None:
    for name, kept in KEPT.items():
        assert bool(kept.whose) == (kept.erasing is not Erasing.STAYS or name == "workspaces"), name


@pytest.fixture
async def small(sqlite_url: str) -> AsyncIterator[World]:
    """A world on SQLite, where the statements are the same on both."""
    async with world_on(sqlite_url) as made:
        yield made


async def person(world: World, origin: Origin) -> Party:
    """Somebody with a bit of everything."""
    people, store = world.store.people, world.store
    party = await people.party(origin, zone="Europe/Paris")
    study = world.studies.of(COURSE)
    beginning = begin(Wish(plan=PLAN, pace=DAILY), study, attention=party.attention)
    view = await people.enroll(party, beginning, event_id=world.event())
    assert view is not None
    first = ResourceId("r0")
    if origin.is_dm:
        await people.change(
            party,
            view.enrollment.id,
            decide=lambda now: finish(now, study, resource_id=first, by=party.person_id),
            event_id=world.event(),
        )
        for _ in range(2):
            await people.change(
                party,
                view.enrollment.id,
                decide=lambda now: hand_out(now, study),
                event_id=world.event(),
            )
    await store.notes.keep(
        party,
        (COURSE, first),
        notes=[NewNote(kind=NoteKind.LIKED, text=f"liked in {origin.place}")],
        rating=4,
        at=world.clock.now(),
        event_id=world.event(),
    )
    link = ReadingLink(curriculum=COURSE, resource_id=first, url="https://example.org/gone")
    await store.links.report(party, link)
    await store.reminding.seen(party, now=world.clock.now())
    await store.home.look(party)
    await store.votes.cast(
        party,
        Voting(enrollment_id=view.enrollment.id, resource_id=first),
        choice=1,
        reveal_at=world.clock.now() + timedelta(days=7),
        pressing=Pressing(event_id=world.event(), now=world.clock.now()),
    )
    number, lent = view.enrollment.id, f"to {origin.place}"
    await store.boards.lend(party, number, digest=lent, lasts=timedelta(minutes=15))
    await store.feeds.renew(party, digest=f"of {origin.place}", event_id=world.event())
    await store.database.write(
        statement(INSTALLER, {"workspace": party.workspace_id, "person": origin.person})
    )
    await store.forms.keep(party, Press("start", "plan:all"), event_id=world.event())
    door = Door(channel="1", worked_at=world.clock.real())
    await store.doors.share(origin.platform, News(doors={origin.person: door}), since_step=0)
    await store.chat.post(
        place=origin.place, author=origin.person, key=f"in:{origin.place}", at=world.clock.now(),
        payload='{"text":"hello"}',
    )  # fmt: skip
    await store.chat.post(
        place=origin.place, author="", key=f"re:{origin.place}", at=world.clock.now(),
        payload='{"text":"hello too"}',
    )  # fmt: skip
    return party


async def study_together(world: World) -> None:
    """Ada leads a group of her own and writes a line for it."""
    party = await world.store.people.party(replace(ADA, place=f"{MARK}-group"), zone="UTC")
    group = NewGroup(state=GroupState.RUNNING, starts_on=world.clock.now().date())
    wish = Wish(plan=PLAN, pace=DAILY, group=group)
    beginning = begin(wish, world.studies.of(COURSE), attention=party.attention)
    view = await world.store.people.enroll(party, beginning, event_id=world.event())
    assert view is not None
    groups, number = world.store.groups, view.enrollment.id
    unled = await groups.unled(world.clock.now(), limit=1)
    led = appointed(unled[0].round, unled[0].members, now=world.clock.now(), answer_by=LATER)
    assert await groups.appoint(unled[0], led)
    pressing = Pressing(event_id=world.event(), now=world.clock.now())
    lines = {LineKind.LIKED: "liked together"}
    assert await groups.keep_lines(
        party, number, resource_id=ResourceId("r0"), lines=lines, pressing=pressing
    )
    await world.store.case_weeks.follow(
        party, "fraud", pace=DAILY, now=pressing.now, due_at=LATER, event_id=world.event()
    )


def values(party: Party) -> dict[str, object]:
    return {
        "person": party.person_id,
        "workspace": party.workspace_id,
        "place": party.place_id if party.is_dm else 0,
        "platform": party.platform,
    }


async def plant(world: World, party: Party) -> dict[tuple[str, str], str]:
    """The mark in every text column of a person's rows; what stands where."""
    planted = {
        (table.name, column.name): f"{MARK}:{table.name}:{column.name}:"
        for table in TABLES
        for column in table.columns
        if isinstance(column.type, Text) and KEPT[table.name].erasing is not Erasing.STAYS
    }

    def work(connection: Connection) -> None:
        for (table, column), mark in planted.items():
            if (table, column) not in PLANTED_BY_NAME:
                changed = connection.execute(
                    text(f"UPDATE {table} SET {column} = :mark || {column} WHERE {whose(table)}"),  # noqa: S608
                    values(party) | {"mark": mark},
                )
                assert changed.rowcount > 0, table

    await world.store.database.write(work)
    return planted


async def everything(world: World) -> dict[str, list[str]]:
    """Every row of every table as text."""

    def work(connection: Connection) -> dict[str, list[str]]:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(table.select()))
            for table in TABLES
        }

    return await world.store.database.read(work)


async def forget(world: World, party: Party) -> bool:
    await world.store.personal.ask_to_forget(party, word="plumtree", event_id=world.event())
    return await world.store.personal.forget(party, word="plumtree", event_id=world.event())


async def test_a_planted_mark_is_all_in_the_export_and_nowhere_after_the_erasure(
    world: World, database_url: str
) -> None:
    await person(world, BOB)
    await person(world, ELSEWHERE)
    others = await everything(world)
    ada = await person(world, ADA)
    await study_together(world)
    await world.store.personal.ask_to_forget(ada, word="pear", event_id=world.event())
    here, now = (ADA.platform, ADA.workspace), world.clock.now()
    await world.store.rooms.shut(*here, place=ADA.place, reason="gone", now=now)
    planted = await plant(world, ada)

    records = await world.store.personal.records(ada, event_id=world.event())
    for (table, column), mark in planted.items():
        told = [str(row.get(column)) for row in records[table]]
        if column in KEPT[table].exported:
            wanted = MARK if (table, column) in PLANTED_BY_NAME else mark
            assert any(wanted in each for each in told), (table, column)
        else:
            assert all(column not in row for row in records[table]), (table, column)

    assert await forget(world, ada)
    after = await everything(world)
    assert {name for name, rows in after.items() if any(MARK in row for row in rows)} == set()
    for name in set(others) - {"erasures", "inbound_events"}:
        assert after[name] == others[name], name
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        for file in Path(str(url.database)).parent.glob(f"{Path(str(url.database)).name}*"):
            assert MARK.encode() not in file.read_bytes(), file.name


async def test_an_export_holds_nothing_of_anybody_else(small: World) -> None:
    ada = await person(small, ADA)
    await person(small, BOB)
    await person(small, ELSEWHERE)
    told = str(await small.store.personal.records(ada, event_id=small.event()))
    assert "dm-bob" not in told
    assert "dm-other" not in told
    assert f"liked in {ADA.place}" in told


async def test_two_exports_a_day_and_one_more_the_day_after(small: World) -> None:
    ada = await person(small, ADA)
    personal = small.store.personal
    for _ in range(2):
        await personal.records(ada, event_id=small.event())
    with pytest.raises(LimitReached, match="2 exports within a day"):
        await personal.records(ada, event_id=small.event())
    await personal.records(await person(small, BOB), event_id=small.event())
    small.clock.advance(timedelta(days=1))
    await personal.records(ada, event_id="again")
    with pytest.raises(AlreadyHandled):
        await personal.records(ada, event_id="again")


async def test_only_the_persons_own_fresh_and_newest_word_erases(small: World) -> None:
    ada, bob = await person(small, ADA), await person(small, BOB)
    personal = small.store.personal
    await personal.ask_to_forget(ada, word="older", event_id=small.event())
    await personal.ask_to_forget(ada, word="newer", event_id=small.event())
    for party, word in ((ada, ""), (ada, "older"), (bob, "newer")):
        assert not await personal.forget(party, word=word, event_id=small.event())
    small.clock.advance(timedelta(minutes=10))
    assert not await personal.forget(ada, word="newer", event_id=small.event())
    assert (await personal.holdings(ada)).plans == 1
    assert await forget(small, ada)
    assert not await personal.forget(ada, word="plumtree", event_id=small.event())
    assert (await personal.holdings(bob)).plans == 1


async def claimed(world: World) -> list[Claimed]:
    batch = await world.store.ledger.claim(
        ALL_SHARDS, cursor=Cursor(), per_workspace=10, limit=10, lease=LEASE
    )
    return list(batch.claimed)


async def test_a_send_in_flight_brings_nothing_back(world: World) -> None:
    ada = await person(world, ADA)
    in_hand = await claimed(world)
    claims: list[Claim] = [each.claim for each in in_hand]
    assert len(claims) == 2
    assert await world.store.ledger.mark_sending(claims[:1], lease=LEASE)
    assert await forget(world, ada)

    posted = await world.store.chat.post(
        place=ADA.place, author="", key=in_hand[0].key, at=world.clock.now(), payload="{}"
    )
    assert posted.place == ""
    assert not await world.store.ledger.mark_sending(claims[1:], lease=LEASE)
    sent = [Settlement(claim=each, state=DeliveryState.SENT, receipt="x") for each in claims]
    assert not await world.store.ledger.settle(sent)
    assert await world.states() == {}
    assert not await world.store.chat.history(ADA.place)


async def test_ids_of_the_erased_are_never_used_again(small: World) -> None:
    ada = await person(small, ADA)
    old = {each.claim.id for each in await claimed(small)}
    assert await forget(small, ada)
    bob = await person(small, BOB)
    assert bob.person_id > ada.person_id
    assert bob.place_id > ada.place_id
    assert not old & {each.claim.id for each in await claimed(small)}


async def test_a_channels_plan_goes_on_without_the_name_of_who_started_it(world: World) -> None:
    ada = await person(world, CHANNEL)
    await world.store.people.party(ADA, zone="Europe/Paris")
    dm = await world.store.people.party(ADA, zone="Europe/Paris")
    assert (await world.store.personal.holdings(dm)).channel_plans == 1
    assert await forget(world, dm)

    def names(connection: Connection) -> list[tuple[str, str]]:
        rows = connection.execute(text("SELECT external_id, name FROM people"))
        return [tuple(row) for row in rows]

    bob = await world.store.people.party(replace(CHANNEL, person="bob"), zone="UTC")
    views = await world.store.people.enrollments_here(bob)
    assert [view.enrollment.person_id == ada.person_id for view in views] == [False]
    world.clock.advance(timedelta(days=2))
    assert await world.planner.plan_due() == 1
    found = await world.store.database.read(names)
    assert [name for _, name in found if name] == [BOB.person_name.replace("Bob", f"{MARK} Ada")]
    assert not any(MARK in external_id for external_id, _ in found)


async def test_a_restored_backup_is_put_right_and_newcomers_stay(small: World) -> None:
    ada = await person(small, ADA)
    await person(small, BOB)
    assert await forget(small, ada)
    journal = await small.store.personal.erased()
    assert [len(each.digest) for each in journal] == [64]
    assert MARK not in str(journal)

    small.clock.advance(timedelta(minutes=1))
    again = await person(small, ADA)
    assert await small.store.personal.erase_again(journal) == 0, "she came back: somebody new"

    def restored(connection: Connection) -> None:
        back = {"id": again.person_id}
        connection.execute(text("UPDATE people SET created_at = 0 WHERE id = :id"), back)

    await small.store.database.write(restored)
    assert await small.store.personal.erase_again(journal) == 1
    left = await everything(small)
    assert len(left["people"]) == 1
    assert not any(MARK in row for row in left["notes"] + left["people"] + left["enrollments"])


async def test_limits_are_counted_where_rows_are_added(world: World) -> None:
    ada = await person(world, ADA)
    workspace = ("webchat", "team")
    assert await world.store.limits.set(workspace, Limit.NOTES_A_PERSON, value=2)
    new = [NewNote(kind=NoteKind.NOTE, text=f"note {number}") for number in range(2)]

    async def keep(notes: list[NewNote]) -> None:
        await world.store.notes.keep(
            ada, (COURSE, ResourceId("r1")), notes=notes, rating=None, at=world.clock.now(),
            event_id=world.event(),
        )  # fmt: skip

    with pytest.raises(LimitReached, match="You have 2 notes"):
        await keep(new)
    assert len(await world.store.notes.mine(ada)) == 1, "all or nothing"
    await keep(new[:1])
    await keep(new[:1])
    assert len(await world.store.notes.mine(ada)) == 2, "word for word the same is kept once"
    assert not await world.store.limits.set(("webchat", "none"), Limit.NOTES_A_PERSON, value=2)
