"""Deliveries a second with the ledger, beside the bare SDK, against the same local server.

python bench/deliveries.py [--small] [--json]
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bench import slack_server
from bench.common import Lag, Options, Ratio, Report, Row, Times, options, watched
from bench.databases import MISSING, log_to_nowhere, places
from bench.learners import NINE, PLAN, Crowd, library, move_in
from bench.slack_sends import client_of, send_bare, unpaced
from bot.domain.delivery import LEASE, Claim, DeliveryState, Settlement
from bot.heap import settle_heap
from bot.ports import Cursor, Outgoing
from bot.storage.database import Database, open_database, statement
from bot.storage.store import SqlStore, open_store
from bot.storage.types import to_micros
from bot.usecases.drain import ALL_SHARDS, CLAIM, GROUP, Desk, Drainer
from bot.usecases.letters import Letters
from tests.fakes.clock import FakeClock

LIBRARY = library()
FOREVER = timedelta(hours=1)
READING = next(iter(LIBRARY.curricula.values())).plan(PLAN).resources[0]
# One reading for each person; the plans themselves have been made.
MADE_READY = text("""
INSERT INTO deliveries (token, workspace_id, lane_id, shard, enrollment_id, place_id, kind,
  slot_at, part, resource_id, covered, variant, moves, state, ready_at, planned_at)
SELECT 12345678901, e.workspace_id, l.id, l.shard, e.id, e.place_id, 'lesson', :at,
  CAST(:turn AS bigint), :reading, 1, '', 1, 'ready', 0, :at
FROM enrollments e JOIN workspaces w ON w.id = e.workspace_id JOIN lanes l ON l.id = w.lane_id
WHERE e.id <= :count""")
LEFT = text("SELECT count(*) FROM deliveries WHERE state <> 'sent'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much a run measures."""

    messages: int
    alone: int
    blocks: int


FULL = Size(messages=1500, alone=256, blocks=8)
SMALL = Size(messages=128, alone=8, blocks=1)


class NineClock(FakeClock):
    """Study time stands at nine, outside everybody's quiet hours; monotonic time runs."""

    def monotonic(self) -> float:
        """Seconds that run."""
        return time.monotonic()


CLOCK = NineClock(NINE)


@dataclass(slots=True, kw_only=True)
class Ours:
    """The real drainer on the real store of one database."""

    kind: str
    database: Database
    store: SqlStore
    drainer: Drainer
    lag: Lag
    turn: int = 0

    async def send_all(self, messages: int) -> float:
        """Deliveries a second, from the first claim to the last settle."""
        await self.make_ready(messages)
        began = time.perf_counter()
        async with watched(self.lag):
            tally = await self.drainer.drain(budget=FOREVER)
        took = time.perf_counter() - began
        assert tally == {"sent": messages}, tally
        assert not await self.database.read(lambda c: c.scalar(LEFT))
        return messages / took

    async def make_ready(self, messages: int) -> None:
        """One ledger row for each person, ready to be claimed."""
        self.turn += 1
        row = {"turn": self.turn, "reading": READING, "at": to_micros(NINE), "count": messages}
        await self.database.write(statement(MADE_READY, row))

    async def ledger_alone(self, messages: int, *, claim: int, group: int) -> float:
        """Rows a second through claim, mark and settle, with nothing sent between them."""
        await self.make_ready(messages)
        ledger, cursor, done = self.store.ledger, Cursor(), 0
        began = time.perf_counter()
        while done < messages:
            batch = await ledger.claim(
                ALL_SHARDS, cursor=cursor, per_workspace=min(8, claim), limit=claim, lease=LEASE
            )
            cursor, claims = batch.cursor, [each.claim for each in batch.claimed]
            for start in range(0, len(claims), group):
                some = claims[start : start + group]
                await ledger.mark_sending(some, lease=LEASE)
                await ledger.settle([_sent(claim) for claim in some])
            done += len(claims)
        return messages / (time.perf_counter() - began)


def _sent(claim: Claim) -> Settlement:
    return Settlement(claim=claim, state=DeliveryState.SENT, receipt="1700000000.000001")


@asynccontextmanager
async def ours(kind: str, url: str, *, client: AsyncWebClient, people: int) -> AsyncIterator[Ours]:
    """A drainer on the database of this address, filled with so many people."""
    for curriculum in LIBRARY.curricula.values():
        move_in(url, Crowd.of(people), curriculum)
    database = open_database(url)
    store = open_store(database, CLOCK, database_time=database.dialect == "postgresql")
    platform = unpaced(client, CLOCK)
    desk = Desk(
        ledger=store.ledger,
        platforms={platform.name: platform},
        letters=Letters(LIBRARY, CLOCK),
        clock=CLOCK,
    )
    try:
        yield Ours(kind=kind, database=database, store=store, drainer=Drainer(desk), lag=Lag())
    finally:
        await database.close()


async def bare(client: AsyncWebClient, messages: Sequence[Outgoing], lag: Lag) -> float:
    """Messages a second of the SDK alone, which renders the same cards."""
    began = time.perf_counter()
    async with watched(lag):
        await send_bare(client, messages)
    return len(messages) / (time.perf_counter() - began)


async def letters_of(side: Ours, messages: int) -> list[Outgoing]:
    """The messages that our own drain is going to send."""
    await side.make_ready(messages)
    batch = await side.store.ledger.claim(
        ALL_SHARDS, cursor=Cursor(), per_workspace=messages, limit=messages, lease=LEASE
    )
    letters = [Letters(LIBRARY, CLOCK).write(each) for each in batch.claimed]
    await side.store.ledger.settle([_sent(each.claim) for each in batch.claimed])
    written = [each for each in letters if isinstance(each, Outgoing)]
    assert len(written) == messages
    return written


async def measure(size: Size, sides: Sequence[Ours], client: AsyncWebClient) -> Report:
    """Every side in every block, the other way round in every second one."""
    times, lag = Times(), Lag()
    messages = await letters_of(sides[0], size.messages)
    await bare(client, messages, Lag())  # opens the connections
    for block in range(size.blocks):
        for side in (None, *sides)[:: -1 if block % 2 else 1]:
            if side is None:
                times.add("bare", await bare(client, messages, lag))
                continue
            times.add(side.kind, await side.send_all(size.messages))
        for side in sides:
            batches = await side.ledger_alone(size.messages, claim=CLAIM, group=GROUP)
            times.add(f"{side.kind} in batches", batches)
            times.add(f"{side.kind} alone", await side.ledger_alone(size.alone, claim=1, group=1))
    return _report(times, sides, lag)


def _report(times: Times, sides: Sequence[Ours], lag: Lag) -> Report:
    columns = ("", "a second", "µs each", "lag p99, ms", "lag max, ms")
    report = Report(title="Deliveries", columns=columns)
    rows = [("bare", "bare slack-sdk", lag), *((s.kind, f"{s.kind}, ours", s.lag) for s in sides)]
    for name, label, seen in rows:
        rate = times.of(name)
        report.rows.append([label, round(rate), 1e6 / rate, seen.p99, seen.most])
    for side in sides:
        for name, label in (("in batches", "in batches"), ("alone", "one by one")):
            rate = times.of(f"{side.kind} {name}")
            line: Row = [f"{side.kind}, ledger only, {label}", round(rate), 1e6 / rate, "", ""]
            report.rows.append(line)
    if len(sides) == 1:
        report.notes.append(MISSING)
    for side in sides:
        kind, floor = side.kind, 0.55 if side is sides[0] else 0.5
        alone = times.ratio(f"{kind} in batches", f"{kind} alone")
        report.ratios += [
            Ratio(name=f"{kind}: ledger in batches ÷ one by one", value=alone, floor=5, goal=9),
            Ratio(name=f"{kind}: ours ÷ bare slack-sdk", value=times.ratio(kind, "bare"),
                  floor=floor, goal=0.85),
        ]  # fmt: skip
    return report


async def run(given: Options) -> Report:
    """Measure on every kind of database there is."""
    size = SMALL if given.small else FULL
    log_to_nowhere()
    with places(["ledger"], durable=not given.small) as found, slack_server.running() as address:
        async with client_of(address) as client, AsyncExitStack() as opened:
            sides = [
                await opened.enter_async_context(
                    ours(each.kind, each.urls["ledger"], client=client, people=size.messages)
                )
                for each in found
            ]
            settle_heap()  # as `serve` does before its first delivery
            return await measure(size, sides, client)


if __name__ == "__main__":
    asked = options("Deliveries a second with the ledger, beside the bare SDK.")
    asyncio.run(run(asked)).show(asked)
