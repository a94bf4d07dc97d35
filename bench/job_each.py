"""The baseline of planning: one APScheduler job for each enrollment, as many bots do it."""

import asyncio
import pickle
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Connection, create_engine

from bot.domain.planning import plan
from bot.storage.changes import write_changes
from bot.storage.database import Database, sqlite_engine
from bot.storage.plans import views_of
from bot.usecases.study import Studies

Does = Callable[[int], Awaitable[None]]

SOON = timedelta(hours=1)
WAIT_S = 120


class JobEach:
    """A scheduler that holds a daily job for each enrollment, and counts what ran.

    Its settings are kind: no job is ever too late to run. `does` is what a job does, given its
    enrollment's number.
    """

    def __init__(self, store: Any, *, does: Does) -> None:  # noqa: ANN401 - it has no types
        self._store = store
        self._does = does
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": store},
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def begin(self, count: int) -> None:
        """Add the jobs, all due later, and start without running any."""
        self._scheduler.start(paused=True)
        if isinstance(self._store, SQLAlchemyJobStore):
            self._insert(count)
            return
        for number in range(count):
            self._store.add_job(self._job(str(number)))

    async def run(self, names: Sequence[str]) -> float:
        """Let these jobs be due now; returns the milliseconds until all have run."""
        for name in names:
            job = self._store.lookup_job(name)
            job._modify(next_run_time=datetime.now(UTC))  # noqa: SLF001, TID251 - its own clock
            self._store.update_job(job)
        counter.expect(len(names))
        began = time.perf_counter()
        self._scheduler.resume()
        async with asyncio.timeout(WAIT_S):
            await counter.all_ran.wait()
        took = time.perf_counter() - began
        self._scheduler.pause()
        return took * 1000

    async def end(self) -> None:
        """Stop and close the store."""
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)

    def _job(self, name: str) -> Job:
        return Job(
            self._scheduler,
            id=name,
            name=name,
            func=self._does,
            args=(int(name),),
            kwargs={},
            trigger=CronTrigger(hour=9, timezone="Europe/Paris"),
            executor="default",
            next_run_time=datetime.now(UTC) + SOON,  # noqa: TID251 - APScheduler's own clock
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    def _insert(self, count: int) -> None:
        """All jobs in one statement: one by one they would take minutes."""
        rows = []
        job = self._job("0")
        for number in range(count):
            named = {"id": str(number), "name": str(number), "args": (number,)}
            state = job.__getstate__() | named
            rows.append(
                {
                    "id": str(number),
                    "next_run_time": state["next_run_time"].timestamp(),
                    "job_state": pickle.dumps(state, self._store.pickle_protocol),
                }
            )
        with self._store.engine.begin() as connection:
            connection.execute(self._store.jobs_t.insert(), rows)


class Counter:
    """Counts runs; tells when all that were expected have happened."""

    def __init__(self) -> None:
        self.all_ran = asyncio.Event()
        self._left = 0

    def expect(self, count: int) -> None:
        """Wait for so many runs from now on."""
        self._left = count
        self.all_ran.clear()

    def one(self) -> None:
        """One more has run."""
        self._left -= 1
        if not self._left:
            self.all_ran.set()


counter = Counter()


async def count_one(_number: int) -> None:
    """What a job does that does nothing."""
    counter.one()


class OwnPlanner:
    """Plans one enrollment in a transaction of its own, by the very code that plans batches."""

    def __init__(self, database: Database, studies: Studies) -> None:
        self._database = database
        self._studies = studies

    async def plan(self, number: int) -> None:
        """Read it, decide, write the delivery and the next date, committed."""
        await self._database.write(lambda c: self._one(c, number))
        counter.one()

    def _one(self, connection: Connection, number: int) -> None:
        (view,) = views_of(connection, [number])
        study = self._studies.of(view.enrollment.curriculum)
        write_changes(connection, [plan(view, study)], real=study.now)


own: list[OwnPlanner] = []
"""The planner that the jobs use: a job that survives a restart can only name a function."""


async def plan_own(number: int) -> None:
    """What a job does that does the work of its enrollment."""
    await own[-1].plan(number)


def in_memory() -> JobEach:
    """Jobs that a restart forgets."""
    return JobEach(MemoryJobStore(), does=count_one)


def in_database(url: str, *, does: Does = count_one) -> JobEach:
    """Jobs that survive a restart, kept as the library keeps them when nobody tunes it."""
    return JobEach(SQLAlchemyJobStore(engine=create_engine(url)), does=does)


def on_wal(url: str) -> JobEach:
    """The same on SQLite with our own pragmas: write-ahead log, every commit synced."""
    store = SQLAlchemyJobStore(engine=sqlite_engine(url, begin="BEGIN", pool_size=1))
    return JobEach(store, does=count_one)
