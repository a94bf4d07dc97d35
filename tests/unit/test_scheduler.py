"""Three coarse jobs: none stops another, none runs beside itself, none is too late to run."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.scheduler import HOUSEKEEPING_S, RECOVER_S, TICK_S, Job, Jobs, Scheduler

NAMES = ("tick", "recover", "housekeeping")
LATE = timedelta(hours=1)

Start = Callable[[str], None]


async def nothing() -> None:
    """A job with nothing to do."""


def jobs(**named: Job) -> Jobs:
    return Jobs(**{name: named.get(name, nothing) for name in NAMES})


def wrapped(scheduler: Scheduler, name: str) -> Callable[[], Awaitable[None]]:
    """The function that is really run for a job."""
    found: Callable[[], Awaitable[None]] = scheduler._scheduler.get_job(name).func
    return found


@asynccontextmanager
async def started(scheduler: Scheduler) -> AsyncIterator[Start]:
    """A running scheduler, and a way to make a job's time come at once."""
    scheduler.start()

    def now(name: str) -> None:
        scheduler._scheduler.modify_job(name, next_run_time=SystemClock().real() - LATE)

    try:
        yield now
    finally:
        scheduler.stop()


@pytest.mark.parametrize("name", NAMES)
async def test_a_job_runs_when_its_time_has_come_however_late_that_is(name: str) -> None:
    ran = asyncio.Event()

    async def note() -> None:
        ran.set()

    async with started(Scheduler(jobs(**{name: note}))) as now:
        now(name)
        await asyncio.wait_for(ran.wait(), 5)


async def test_a_job_that_is_still_running_is_not_started_beside_itself() -> None:
    began, ends, ticks = asyncio.Event(), asyncio.Event(), 0
    other = asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        began.set()
        await ends.wait()

    async def recover() -> None:
        other.set()

    async with started(Scheduler(jobs(tick=tick, recover=recover))) as now:
        now("tick")
        await asyncio.wait_for(began.wait(), 5)
        now("tick")
        now("recover")
        await asyncio.wait_for(other.wait(), 5)
        assert ticks == 1
        ends.set()


async def test_a_job_that_fails_is_told_and_runs_again() -> None:
    ran = 0

    async def fail() -> None:
        nonlocal ran
        ran += 1
        raise RuntimeError("no")

    job = wrapped(Scheduler(jobs(tick=fail)), "tick")
    with capture_logs() as logs:
        await job()
        await job()
    assert ran == 2
    assert [(each["event"], each["job"]) for each in logs] == [("job_failed", "tick")] * 2


async def test_a_job_that_hangs_is_given_up_and_told() -> None:
    async def hang() -> None:
        await asyncio.Event().wait()

    job = wrapped(Scheduler(jobs(recover=hang), timeout_s=0.01), "recover")
    with capture_logs() as logs:
        await job()
    assert [(each["event"], each["job"]) for each in logs] == [("job_failed", "recover")]


async def test_stopping_a_job_is_no_failure() -> None:
    began = asyncio.Event()

    async def hang() -> None:
        began.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(_run(wrapped(Scheduler(jobs(tick=hang)), "tick")))
    await began.wait()
    running.cancel()
    with capture_logs() as logs, pytest.raises(asyncio.CancelledError):
        await running
    assert logs == []


@pytest.mark.parametrize(
    ("name", "every_s"),
    [("tick", TICK_S), ("recover", RECOVER_S), ("housekeeping", HOUSEKEEPING_S)],
)
async def test_missed_runs_become_one_and_none_is_too_late(name: str, every_s: int) -> None:
    scheduler = Scheduler(jobs())
    async with started(scheduler):
        job = scheduler._scheduler.get_job(name)
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
        assert job.trigger.interval.total_seconds() == every_s


async def _run(job: Callable[[], Awaitable[None]]) -> None:
    await job()
