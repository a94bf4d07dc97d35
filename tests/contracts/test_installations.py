"""Installations on every database: tokens sealed, renewed, taken back, and keys that change."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.conversation import Origin
from bot.ports import AlreadyHandled, Installation, KeyUse, Tokens, Unsealable
from bot.storage.database import open_database, statement
from bot.storage.install_states import InstallStateStore
from bot.storage.sealing import Sealer
from bot.storage.store import SqlStore, open_store
from bot.storage.tables import Base
from tests.fakes.clock import FakeClock
from tests.fakes.sample_installations import ACCESS, installation

OLD, NEW = secrets.token_bytes(32), secrets.token_bytes(32)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Office:
    url: str
    clock: FakeClock
    store: SqlStore

    @property
    def installed(self) -> Installation:
        return installation("T1", expires_at=self.clock.real() + timedelta(hours=12))


@asynccontextmanager
async def opened(url: str, clock: FakeClock, *keys: bytes) -> AsyncIterator[SqlStore]:
    database = open_database(url)
    try:
        yield open_store(database, clock, token_keys=lambda: keys)
    finally:
        await database.close()


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    clock = FakeClock()
    async with opened(database_url, clock, OLD) as store:
        yield Office(url=database_url, clock=clock, store=store)


async def dump(store: SqlStore) -> str:
    """Every value of every row, as the database holds it."""

    def work(connection: object) -> list[str]:
        rows: list[str] = []
        for table in Base.metadata.sorted_tables:
            found = connection.execute(text(f"SELECT * FROM {table.name}"))  # type: ignore[attr-defined] # noqa: S608
            rows += [str(tuple(row)) for row in found]
        return rows

    return "\n".join(await store.database.read(work))


async def test_what_is_saved_comes_back_and_no_token_stands_in_the_database(office: Office) -> None:
    wanted, store = office.installed, office.store.installations
    assert await store.save(wanted, installer="UADA")
    found = await store.of("T1")
    assert found is not None
    assert replace(found, version=0) == wanted
    raw = await dump(office.store)
    assert "UBOT" in raw
    assert "canary" not in raw
    assert "canary" not in repr(found)
    assert await store.of("T2") is None


async def test_a_token_moved_to_another_row_or_column_is_refused(office: Office) -> None:
    store = office.store.installations
    await store.save(office.installed, installer="UADA")
    await store.save(replace(office.installed, workspace="T2"), installer="UBOB")
    one = "(SELECT min(workspace_id) FROM slack_installations)"
    other = "SELECT bot_token FROM slack_installations ORDER BY workspace_id DESC LIMIT 1"
    await change(office.store, f"bot_token = ({other}) WHERE workspace_id = {one}")
    with pytest.raises(Unsealable):
        await store.of("T1")
    assert await store.of("T2") is not None
    await store.save(office.installed, installer="UADA")
    await change(office.store, "bot_token = refresh_token")
    with pytest.raises(Unsealable):
        await store.of("T1")


async def change(store: SqlStore, what: str) -> None:
    await store.database.write(statement(text(f"UPDATE slack_installations SET {what}"), {}))  # noqa: S608


@pytest.mark.parametrize("broken", ["", "nonsense", "é", "gAAAAAB" + "x" * 300])
def test_what_was_never_sealed_is_refused(broken: str) -> None:
    with pytest.raises(Unsealable):
        Sealer(lambda: (OLD,)).open(broken, place="slack/T1/bot_token")


async def test_an_uninstall_deletes_the_tokens_and_stops_together_and_a_return_goes_on(
    office: Office,
) -> None:
    store, clock, tenants = office.store.installations, office.clock, office.store.tenants
    await store.save(office.installed, installer="UADA")
    clock.advance(MINUTE)
    now = clock.now()
    assert await store.uninstalled("T1", at=clock.real(), event_id="e1", now=now)
    assert await store.of("T1") is None
    assert await tenants.served("slack") == {"T1": False}
    with pytest.raises(AlreadyHandled):
        await store.uninstalled("T1", at=clock.real(), event_id="e1", now=now)
    clock.advance(DAY)
    assert not await store.save(office.installed, installer="UADA"), "greeted already"
    assert await store.save(office.installed, installer="UBOB"), "somebody else"
    assert await tenants.served("slack") == {"T1": True}


async def test_an_event_older_than_the_newest_installation_is_recorded_and_ignored(
    office: Office,
) -> None:
    store, clock = office.store.installations, office.clock
    before = clock.real()
    clock.advance(MINUTE)
    await store.save(office.installed, installer="UADA")
    assert not await store.uninstalled("T1", at=before, event_id="e1", now=clock.now())
    assert await store.of("T1") is not None
    with pytest.raises(AlreadyHandled):
        await store.uninstalled("T1", at=before, event_id="e1", now=clock.now())


async def test_tokens_that_were_refused_go_only_while_they_are_the_newest(office: Office) -> None:
    store = office.store.installations
    await store.save(office.installed, installer="UADA")
    old = await store.of("T1")
    assert old is not None
    await store.save(replace(office.installed), installer="UADA")
    assert not await store.lost(old, now=office.clock.now())
    new = await store.of("T1")
    assert new is not None
    assert await store.lost(new, now=office.clock.now())
    assert await store.of("T1") is None


async def test_one_buys_new_tokens_and_those_of_a_new_installation_are_not_written_over(
    office: Office,
) -> None:
    store, clock = office.store.installations, office.clock
    await store.save(office.installed, installer="UADA")
    known = await store.of("T1")
    assert known is not None
    claims = [store.claim_refresh(known, lasts=MINUTE) for _ in range(8)]
    assert sum(await asyncio.gather(*claims)) == 1
    clock.advance(2 * MINUTE)
    assert await store.claim_refresh(known, lasts=MINUTE), "whoever claimed it is gone"
    bought = Tokens(access="xoxb-next", refresh="xoxe-next", expires_at=clock.real() + DAY)
    assert await store.refreshed(known, bought)
    assert not await store.refreshed(known, Tokens(access="xoxb-late"))
    assert not await store.claim_refresh(known, lasts=MINUTE)
    found = await store.of("T1")
    assert found is not None
    assert found.tokens == bought


async def test_those_longest_unseen_are_looked_at_first(office: Office) -> None:
    store, clock = office.store.installations, office.clock
    for team in ("T1", "T2", "T3"):
        await store.save(installation(team), installer="UADA")
        clock.advance(MINUTE)
    assert await store.unchecked(since=2 * MINUTE, limit=9) == ["T1", "T2"]
    known = await store.of("T1")
    assert known is not None
    await store.checked(replace(known, name="Acme Ltd", handle="reader", bot_id="B9"))
    clock.advance(5 * MINUTE)
    assert await store.unchecked(since=MINUTE, limit=2) == ["T2", "T3"]
    found = await store.of("T1")
    assert found is not None
    assert (found.name, found.handle, found.bot_id) == ("Acme Ltd", "reader", "B9")
    assert await store.workspaces() == ["T1", "T2", "T3"]


async def test_one_of_twenty_returns_with_the_same_state_wins(office: Office) -> None:
    states, clock = office.store.install_states, office.clock
    await states.keep("digest", lasts=10 * MINUTE)
    assert sum(await asyncio.gather(*(states.take("digest") for _ in range(20)))) == 1
    await states.keep("slow", lasts=10 * MINUTE)
    clock.advance(10 * MINUTE)
    assert not await states.take("slow")
    assert not await states.take("never")


async def test_a_flood_of_beginnings_forgets_the_oldest(office: Office) -> None:
    states = InstallStateStore(office.store.database, office.clock, most=3)
    for number in range(5):
        await states.keep(f"d{number}", lasts=10 * MINUTE)
        office.clock.advance(timedelta(seconds=1))
    assert [await states.take(f"d{number}") for number in range(5)] == [False, False] + [True] * 3


async def test_keys_change_under_load_with_a_proof_and_the_old_one_goes(office: Office) -> None:
    for number in range(6):
        await office.store.installations.save(installation(f"T{number}"), installer="UADA")
    async with opened(office.url, office.clock, NEW, OLD) as both:
        assert await both.seals.keys_in_use() == KeyUse(values=(0, 12))
        renewed = [renew(both, f"T{number}") for number in range(4)]
        await asyncio.gather(both.seals.reseal(), *renewed)
        assert await both.seals.reseal() == 0
        assert (await both.seals.keys_in_use()).left == 0
    async with opened(office.url, office.clock, NEW) as after:
        assert await after.seals.keys_in_use() == KeyUse(values=(12,))
        found = [await after.installations.of(f"T{number}") for number in range(6)]
        assert [each.tokens.access if each else "" for each in found] == [
            *(f"xoxb-next-T{number}" for number in range(4)),
            *(ACCESS for _ in range(2)),
        ]
    assert await office.store.seals.keys_in_use() == KeyUse(values=(0,), unreadable=12)


async def renew(store: SqlStore, team: str) -> None:
    """New tokens, as a worker buys them meanwhile; twice, so that one is in between."""
    for access in ("xoxb-between", f"xoxb-next-{team}"):
        known = await store.installations.of(team)
        assert known is not None
        assert await store.installations.refreshed(known, replace(known.tokens, access=access))


async def test_a_workspace_without_us_for_thirty_days_is_erased_whole_and_no_other(
    office: Office,
) -> None:
    store, clock = office.store, office.clock
    for team in ("T1", "T2"):
        await store.installations.save(installation(team), installer="UADA")
        await meet(store, team, "ada", "bob")
    await store.tenants.suspend("slack", "T1", now=clock.now())
    clock.advance(29 * DAY)
    assert await store.tenants.erase_suspended(since=30 * DAY) == 0
    clock.advance(DAY)
    assert await store.tenants.erase_suspended(since=30 * DAY) == 1
    raw = await dump(store)
    assert "'T1'" not in raw
    assert "'T2'" in raw
    assert await store.tenants.served("slack") == {"T2": True}
    assert len(await store.personal.erased()) == 2, "so that a restored backup is put right"


async def test_who_comes_back_in_time_is_not_erased_and_an_older_suspension_counts_from_now(
    office: Office,
) -> None:
    store, clock = office.store, office.clock
    for team in ("T1", "T2"):
        await meet(store, team, "ada")
        await store.tenants.suspend("slack", team, now=clock.now())
    unknown = text("UPDATE workspaces SET suspended_at = NULL WHERE external_id = 'T2'")
    await store.database.write(statement(unknown, {}))
    clock.advance(20 * DAY)
    await store.tenants.restore("slack", "T1")
    await store.tenants.erase_suspended(since=30 * DAY)
    clock.advance(20 * DAY)
    await store.tenants.suspend("slack", "T1", now=clock.now())
    assert await store.tenants.erase_suspended(since=30 * DAY) == 0
    clock.advance(10 * DAY)
    assert await store.tenants.erase_suspended(since=30 * DAY) == 1
    assert await store.tenants.served("slack") == {"T1": False}


async def meet(store: SqlStore, team: str, *people: str) -> Sequence[object]:
    return [
        await store.people.party(
            Origin(platform="slack", workspace=team, place=each, person=each), zone="UTC"
        )
        for each in people
    ]
