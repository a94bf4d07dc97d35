"""A handful of coarse jobs in real time; dueness itself lives in the database."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK_S = 2
TICK_TIMEOUT_S = 30
RECOVER_S = 5
HOUSEKEEPING_S = 3600

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """What the scheduler runs: `tick` plans and wakes, `recover` looks up, the rest tidies."""

    tick: Job
    recover: Job
    housekeeping: Job


class Scheduler:
    """APScheduler with three interval jobs on its memory store.

    A job that is still running is not started again, missed runs become one, and none is ever
    too late to run (`coalesce`, `max_instances=1`, `misfire_grace_time=None`).
    """

    def __init__(self, jobs: Jobs, *, timeout_s: float = TICK_TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._add("tick", jobs.tick, every_s=TICK_S)
        self._add("recover", jobs.recover, every_s=RECOVER_S)
        self._add("housekeeping", jobs.housekeeping, every_s=HOUSEKEEPING_S)

    def start(self) -> None:
        """Start on the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Start no further job."""
        self._scheduler.shutdown(wait=False)

    def _add(self, name: str, job: Job, *, every_s: int) -> None:
        async def run() -> None:
            try:
                async with asyncio.timeout(self._timeout_s):
                    await job()
            except Exception:
                log.exception("job_failed", job=name)

        self._scheduler.add_job(run, "interval", seconds=every_s, id=name)
