"""What a tick costs: nothing due, and many due together, beside one scheduler job each.

python bench/tick.py [--small] [--json]
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median

from sqlalchemy import text

from bench.common import ROUNDS, Lag, Options, Ratio, Report, Row, Times, options, watched
from bench.databases import MISSING, Place, log_to_nowhere, places
from bench.job_each import JobEach, OwnPlanner, in_database, in_memory, on_wal, own, plan_own
from bench.learners import NINE, Crowd, library, move_in
from bot.heap import settle_heap
from bot.library.holidays import CountryHolidays
from bot.storage.database import Database, open_database, statement
from bot.storage.store import SqlStore, open_store
from bot.storage.types import to_micros
from bot.usecases.group.appoint import Appointer
from bot.usecases.plan_due import Planner
from bot.usecases.publish import publish
from bot.usecases.reveals import Reveals
from bot.usecases.study import Studies
from tests.fakes.clock import FakeClock

LIBRARY = library()
SETTLED = text("UPDATE deliveries SET state = 'sent' WHERE state = 'ready'")


JOBS = "a job each"
WORKING = "a job each that plans its own"
JOBS_ON_WAL = "a job each, on WAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much a run measures."""

    people: tuple[int, ...]
    jobs: tuple[int, ...]
    due: int
    ticks: int
    rounds: int


FULL = Size(people=(10_000, 100_000, 1_000_000), jobs=(10_000, 100_000), due=1000, ticks=50,
            rounds=5)  # fmt: skip
SMALL = Size(people=(500, 2_000), jobs=(100,), due=25, ticks=5, rounds=ROUNDS)


@dataclass(slots=True, kw_only=True)
class Ours:
    """A planner on a database with so many people."""

    people: int
    database: Database
    store: SqlStore
    studies: Studies
    planner: Planner

    async def idle(self, ticks: int) -> float:
        """The milliseconds of a tick that finds nothing (median)."""
        return median([await self._tick() for _ in range(ticks)])

    async def busy(self, due: int, *, turn: int) -> float:
        """The milliseconds of a tick that plans `due` people, others in every turn."""
        await self.call_for(due, turn=turn)
        took = await self._tick(expected=due)
        await self.settled()
        return took

    async def settled(self) -> None:
        """Let nothing wait to be sent."""
        await self.database.write(statement(SETTLED, {}))

    async def call_for(self, due: int, *, turn: int) -> Sequence[int]:
        """Let `due` people be due now, others in every turn; returns who."""
        step = self.people // due
        wanted = {"at": to_micros(NINE), "step": step, "turn": turn % step, "last": step * due}
        clause = text(
            "UPDATE schedules SET due_at = :at "
            "WHERE enrollment_id % :step = :turn AND enrollment_id <= :last"
        )
        await self.database.write(statement(clause, wanted))
        return range(wanted["turn"] or step, step * due + 1, step)

    async def _tick(self, *, expected: int = 0) -> float:
        began = time.perf_counter()
        planned = await self.planner.plan_due()
        await self.store.ledger.ready_shards()
        await self.store.edits.waiting()
        took = time.perf_counter() - began
        assert planned == expected
        return took * 1000


@asynccontextmanager
async def ours(url: str, people: int) -> AsyncIterator[Ours]:
    """The real planner on the database of this address, filled with so many people."""
    for curriculum in LIBRARY.curricula.values():
        move_in(url, Crowd.of(people), curriculum)
    clock = FakeClock(NINE)
    database = open_database(url)
    store = open_store(database, clock, database_time=database.dialect == "postgresql")
    studies = Studies(LIBRARY, clock=clock, holidays=CountryHolidays())
    try:
        await publish(store, studies)
        planner = Planner(
            store.plans,
            studies=studies,
            clock=clock,
            appointer=Appointer(store.groups, studies=studies, clock=clock),
            reveals=Reveals(store.votes, threads=store.threads, library=LIBRARY, clock=clock),
        )
        yield Ours(people=people, database=database, store=store, studies=studies, planner=planner)
    finally:
        await database.close()


@dataclass(slots=True, kw_only=True)
class Bench:
    """One run, from the empty databases to the report."""

    size: Size
    times: Times
    report: Report

    async def on(self, place: Place) -> None:
        """Measure a kind of database, our sizes and the jobs in turn."""
        lag, kind = Lag(), place.kind
        stacks = [ours(place.urls[str(people)], people) for people in self.size.people]
        sides = [await stack.__aenter__() for stack in stacks]
        few = self.size.jobs[0]
        jobs = {(n, JOBS): in_database(place.urls[f"jobs{n}"]) for n in self.size.jobs}
        if place.kind == "SQLite":
            jobs[few, JOBS_ON_WAL] = on_wal(place.urls["wal"])
        jobs[sides[0].people, WORKING] = in_database(place.urls["working"], does=plan_own)
        own.append(OwnPlanner(sides[0].database, sides[0].studies))
        for (count, _), each in jobs.items():
            each.begin(count + 1)  # people are numbered from 1
        settle_heap()  # as `serve` does before its first tick
        for turn in range(self.size.rounds):
            for side in sides:
                await self._ours(side, kind, turn=turn, lag=lag)
            for (count, what), each in jobs.items():
                chosen: Sequence[int] = random.sample(range(count), self.size.due)
                if what == WORKING:  # others than the planner had in any turn
                    chosen = await sides[0].call_for(len(chosen), turn=turn + self.size.rounds)
                await self._jobs(each, f"{kind}, {what} {count}", chosen=chosen)
                await sides[0].settled()
        for each in jobs.values():
            await each.end()
        for stack in stacks:
            await stack.__aexit__(None, None, None)
        self._rows(kind, list(jobs), lag=lag)

    async def in_memory(self) -> None:
        """The same jobs where a restart forgets them."""
        for count in self.size.jobs:
            each = in_memory()
            each.begin(count)
            for _ in range(self.size.rounds):
                chosen = random.sample(range(count), self.size.due)
                await self._jobs(each, f"in memory, a job each {count}", chosen=chosen)
            await each.end()
        for count in self.size.jobs:
            name = "in memory, a job each"
            self.report.rows.append([name, count, "", self.times.of(f"{name} {count}"), ""])

    async def _ours(self, side: Ours, kind: str, *, turn: int, lag: Lag) -> None:
        self.times.add(f"{kind} idle {side.people}", await side.idle(self.size.ticks))
        async with watched(lag):
            took = await side.busy(self.size.due, turn=turn)
        self.times.add(f"{kind} {side.people}", took)

    async def _jobs(self, jobs: JobEach, name: str, *, chosen: Sequence[int]) -> None:
        async with watched(Lag()):  # as ours are: watching costs both sides the same
            took = await jobs.run([str(each) for each in chosen])
        self.times.add(name, took)

    def _rows(self, kind: str, jobs: Sequence[tuple[int, str]], *, lag: Lag) -> None:
        due, times = self.size.due, self.times
        for people in self.size.people:
            busy = times.of(f"{kind} {people}")
            row: Row = [f"{kind}, ours", people, times.of(f"{kind} idle {people}"), busy]
            self.report.rows.append([*row, busy / due * 1000])
        for count, what in jobs:
            took = times.of(f"{kind}, {what} {count}")
            self.report.rows.append([f"{kind}, {what}", count, "", took, took / due * 1000])
        self.report.notes.append(
            f"{kind}: event-loop lag around planning p99 {lag.p99:.1f} ms, max {lag.most:.1f} ms"
        )
        few, most = self.size.people[0], self.size.people[-1]
        idle = times.ratio(f"{kind} idle {most}", f"{kind} idle {few}")
        working = times.ratio(f"{kind}, {WORKING} {few}", f"{kind} {few}")
        idling = times.ratio(f"{kind}, {JOBS} {self.size.jobs[0]}", f"{kind} {few}")
        self.report.notes.append(f"{kind}: jobs that do nothing ÷ ours {idling:.1f}")
        self.report.ratios += [
            Ratio(name=f"{kind}: nothing due, {most:,} ÷ {few:,}", value=idle, floor=2, goal=1.2),
            Ratio(name=f"{kind}: {due:,} due, {WORKING} ÷ ours", value=working, floor=20,
                  goal=60),
        ]  # fmt: skip


async def run(given: Options) -> Report:
    """Measure every kind of database there is."""
    size = SMALL if given.small else FULL
    columns = ("", "enrollments", "nothing due, ms", f"{size.due:,} due, ms", "µs each")
    bench = Bench(size=size, times=Times(), report=Report(title="Tick", columns=columns))
    names = [*map(str, size.people), *(f"jobs{count}" for count in size.jobs), "wal", "working"]
    log_to_nowhere()
    with places(names, durable=not given.small) as found:
        for place in found:
            await bench.on(place)
    await bench.in_memory()
    if len(found) == 1:
        bench.report.notes.append(MISSING)
    return bench.report


if __name__ == "__main__":
    asked = options("What a tick costs.")
    asyncio.run(run(asked)).show(asked)
