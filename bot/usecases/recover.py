"""Recovering claims whose lease has passed: what was in flight is looked up by its key."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import assert_never

import structlog

from bot.domain.delivery import (
    LEASE,
    SEND_TIMEOUT,
    Absent,
    DeliveryState,
    Found,
    Lookup,
    Orphan,
    Settlement,
    Unreadable,
)
from bot.ports import Clock, Ledger, Platform
from bot.usecases.failpoints import RECOVERING, Failpoint, nothing

BATCH = 200
ALL_OF_A_PROCESS = 10_000
"""More than one process ever holds: what it held is taken at once at the next start."""
AT_ONCE = 16
MAX_ATTEMPTS = 8
"""After so many claims that came to nothing, a person decides."""
CLOCK_SKEW = timedelta(minutes=1)
"""How much earlier than our own note a platform may have dated a message."""

log = structlog.get_logger(__name__)


class Recovery:
    """Settles orphans: found is sent, absent goes out again, unreadable is uncertain."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        platforms: Mapping[str, Platform],
        clock: Clock,
        failpoint: Failpoint = nothing,
    ) -> None:
        self._ledger = ledger
        self._platforms = platforms
        self._clock = clock
        self._failpoint = failpoint

    async def recover(self, *, everything: bool = False) -> int:
        """Settle what is orphaned; returns how many in-flight deliveries were looked up.

        `everything` takes every claimed row: right only at the start of a database's only process.
        """
        total = 0
        while True:
            limit = ALL_OF_A_PROCESS if everything else BATCH
            orphans = await self._ledger.orphans(limit=limit, lease=LEASE, everything=everything)
            self._failpoint(RECOVERING)
            await self._settle(orphans)
            total += len(orphans)
            if len(orphans) < BATCH or everything:
                return total

    async def _settle(self, orphans: Sequence[Orphan]) -> None:
        """Look these up; what was seen counts even where the time for the rest is over."""
        at_once = asyncio.Semaphore(AT_ONCE)
        seen: list[Settlement] = []

        async def look(orphan: Orphan) -> None:
            async with at_once:
                settlement = self._conclude(orphan, await self._look_up(orphan))
            if settlement is not None:
                seen.append(settlement)

        try:
            async with asyncio.TaskGroup() as tasks:
                for orphan in orphans:
                    tasks.create_task(look(orphan))
        finally:
            await self._ledger.settle(seen)

    async def _look_up(self, orphan: Orphan) -> Lookup:
        platform = self._platforms.get(orphan.to.platform)
        if platform is None:
            return Unreadable(reason="this process does not serve that platform", retry_in=LEASE)
        since = (orphan.sending_at or self._clock.real()) - CLOCK_SKEW
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await platform.find(orphan.key, orphan.to, since=since)
        except TimeoutError:
            return Unreadable(reason="the look-up timed out", retry_in=LEASE)
        except Exception:
            log.exception("look_up_failed", delivery_id=orphan.claim.id)
            return Unreadable(reason="the look-up failed", retry_in=LEASE)

    def _conclude(self, orphan: Orphan, lookup: Lookup) -> Settlement | None:
        log.info(
            "delivery_looked_up", delivery_id=orphan.claim.id, found=type(lookup).__name__.lower()
        )
        match lookup:
            case Found():
                return Settlement(
                    claim=orphan.claim, state=DeliveryState.SENT, receipt=lookup.receipt
                )
            case Absent() if orphan.claim.attempt < MAX_ATTEMPTS:
                return Settlement(claim=orphan.claim, state=DeliveryState.READY)
            case Absent():
                return _uncertain(orphan, f"not there after {orphan.claim.attempt} attempts")
            case Unreadable(retry_in=None):
                return _uncertain(orphan, lookup.reason)
            case Unreadable():
                return None  # its new lease passes, then it is looked up again
            case _:
                assert_never(lookup)


def _uncertain(orphan: Orphan, reason: str) -> Settlement:
    return Settlement(claim=orphan.claim, state=DeliveryState.UNCERTAIN, reason=reason)
