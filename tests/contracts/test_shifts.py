"""One process at a time has a platform's gateway; another takes over when it is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.ports.shifts import Shifts
from bot.storage.database import open_database
from bot.storage.shifts import OnlyProcess, open_shifts
from bot.usecases.duty import Duty

SOON_S = 0.02


class Worker:
    """A process that would do the work; it notes how often it began."""

    def __init__(self, shifts: Shifts, name: str = "gateway") -> None:
        self.duty = Duty(shifts, name, every_s=SOON_S)
        self.began = 0
        self.at_work = asyncio.Event()
        self.at_rest = asyncio.Event()
        self.stop = asyncio.Event()

    async def work(self, over: asyncio.Event) -> None:
        self.began += 1
        self.at_work.set()
        await over.wait()
        self.at_rest.set()

    async def run(self) -> None:
        await self.duty.run(self.work, self.stop)


@asynccontextmanager
async def running(*workers: Worker) -> AsyncIterator[None]:
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        for worker in workers:
            tasks.create_task(worker.run())
        yield
        for worker in workers:
            worker.stop.set()


@pytest.fixture
async def shifts(postgres_url: str) -> AsyncIterator[tuple[Shifts, Shifts]]:
    """The shifts of two processes on one database."""
    first, second = open_shifts(postgres_url), open_shifts(postgres_url)
    yield first, second
    await first.close()
    await second.close()


async def test_one_works_while_the_other_stands_by_and_takes_over_when_it_stops(
    shifts: tuple[Shifts, Shifts],
) -> None:
    first, second = Worker(shifts[0]), Worker(shifts[1])
    async with running(first):
        await first.at_work.wait()
        async with running(second):
            assert await shifts[1].take("gateway") is None
            assert (first.duty.is_on, second.duty.is_on) == (True, False)
            first.stop.set()
            await second.at_work.wait()
            assert first.at_rest.is_set()
    assert (first.began, second.began) == (1, 1)


async def test_who_loses_the_session_stops_and_somebody_goes_on(
    shifts: tuple[Shifts, Shifts], postgres_url: str
) -> None:
    first, second = Worker(shifts[0]), Worker(shifts[1])
    database = open_database(postgres_url)
    async with running(first):
        await first.at_work.wait()
        async with running(second):
            first.at_work.clear()
            await database.write(
                lambda c: c.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                )
            )
            await first.at_rest.wait()
            either = [asyncio.create_task(each.at_work.wait()) for each in (first, second)]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for each in either:
                each.cancel()
    await database.close()
    assert first.began + second.began >= 2


async def test_platforms_have_shifts_of_their_own(shifts: tuple[Shifts, Shifts]) -> None:
    discord, slack = Worker(shifts[0], "discord"), Worker(shifts[1], "slack")
    async with running(discord, slack):
        await discord.at_work.wait()
        await slack.at_work.wait()


async def test_on_sqlite_the_only_process_is_always_on_duty() -> None:
    assert isinstance(open_shifts("sqlite:///x"), OnlyProcess)
    worker = Worker(open_shifts("sqlite:///x"))
    async with running(worker):
        await worker.at_work.wait()


async def test_a_database_that_does_not_answer_gives_no_shift() -> None:
    shifts = open_shifts("postgresql://nobody@127.0.0.1:1/none")
    assert await shifts.take("gateway") is None
    await shifts.close()


async def test_work_that_ends_by_itself_is_not_begun_again() -> None:
    worker = Worker(OnlyProcess())

    async def ends(over: asyncio.Event) -> None:
        assert not over.is_set()
        worker.began += 1

    async with asyncio.timeout(5):
        await worker.duty.run(ends, worker.stop)
    assert worker.began == 1
