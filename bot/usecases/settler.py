"""Writing what became of deliveries, in groups: by count or by time."""

import asyncio
from datetime import datetime

from bot.domain.delivery import Claim, DeliveryKind, DeliveryState, Rejected, Scope, Settlement
from bot.ports import Claimed, Ledger
from bot.usecases import failpoints

EVERY = 64
WAIT_S = 0.05


class Settler:
    """Collects settlements and writes them until it is finished and all are written."""

    def __init__(self, ledger: Ledger, failpoint: failpoints.Failpoint) -> None:
        self._ledger = ledger
        self._failpoint = failpoint
        self._unwritten: list[Settlement] = []
        self._now = asyncio.Event()
        self._over = False

    def put(self, settlement: Settlement) -> None:
        """Note a settlement; a full group is written at once."""
        self._unwritten.append(settlement)
        if len(self._unwritten) >= EVERY:
            self._now.set()

    def finish(self) -> None:
        """Nothing more comes: write the rest and end."""
        self._over = True
        self._now.set()

    async def run(self) -> None:
        """Write groups until `finish`."""
        while not self._over or self._unwritten:
            if not self._over:
                await self._until_due()
            group, self._unwritten = self._unwritten, []
            if group:
                await self._ledger.settle(group)
                self._failpoint(failpoints.SETTLED)

    async def _until_due(self) -> None:
        try:
            async with asyncio.timeout(WAIT_S):
                await self._now.wait()
        except TimeoutError:
            return
        self._now.clear()


def again(claim: Claim, *, at: datetime | None = None) -> Settlement:
    """Certainly not sent: back to where it was, from `at` (real time) on where it has to wait."""
    return Settlement(claim=claim, state=DeliveryState.READY, retry_at=at)


def refused(claimed: Claimed, outcome: Rejected) -> Settlement:
    """A shut destination pauses the enrollment, so that nobody knocks there again.

    Its owner is told, unless the whole workspace is shut. A thread that is shut is none: readings
    go on. So does a group whose member's direct messages are shut.
    """
    harmless = {Scope.MESSAGE}
    if claimed.kind is DeliveryKind.OPENER:
        harmless.add(Scope.DESTINATION)
    if claimed.enrollment.is_group and claimed.to.is_dm:
        harmless |= {Scope.DESTINATION, Scope.PERSON}
    return Settlement(
        claim=claimed.claim,
        state=DeliveryState.REJECTED,
        reason=outcome.reason,
        pause=outcome.scope not in harmless,
        tell=outcome.scope in {Scope.DESTINATION, Scope.PERSON} - harmless,
    )
