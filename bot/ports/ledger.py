"""Deliveries: each method is one intention in one short transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.delivery import Claim, Orphan, Settlement
from bot.domain.ids import (
    DeliveryId,
    LaneId,
    Shard,
)
from bot.domain.threads import Hanging
from bot.ports.kept import Batch, Cursor


class Ledger(Protocol):
    """Deliveries: claimed, marked, settled, recovered. All times here are real time."""

    async def claim(
        self,
        shards: tuple[Shard, Shard],
        *,
        cursor: Cursor,
        per_workspace: int,
        limit: int,
        lease: timedelta,
        busy: frozenset[LaneId] = frozenset(),
    ) -> Batch:
        """Take ready rows of the inclusive range of shards, fairly over workspaces.

        Lanes in `busy` are passed over; while sends are held nothing is taken.
        """
        ...

    async def mark_sending(
        self, claims: Sequence[Claim], *, lease: timedelta
    ) -> frozenset[DeliveryId]:
        """Write `sending`; only the returned rows may be sent.

        A row with a newer attempt, a paused or left enrollment or a suspended workspace is not
        returned.
        """
        ...

    async def hanging(self, deliveries: Sequence[DeliveryId]) -> Mapping[DeliveryId, Hanging]:
        """What pieces of threads wait for, as it is now."""
        ...

    async def settle(self, settlements: Sequence[Settlement]) -> frozenset[DeliveryId]:
        """Write what became of claims; older attempts change nothing."""
        ...

    async def release(self, claims: Sequence[Claim]) -> None:
        """Put queued rows back as they were: certainly not sent."""
        ...

    async def park_lane(self, lane_id: LaneId, *, until: datetime) -> None:
        """Nothing of this lane is claimed before `until`."""
        ...

    async def orphans(
        self, *, limit: int, lease: timedelta, everything: bool = False
    ) -> Sequence[Orphan]:
        """Claims whose lease has passed, or all of them (one process, at its start).

        Queued ones go back to ready; the returned ones were `sending` and are leased anew for
        the look-up.
        """
        ...

    async def look_again(self) -> None:
        """Let rows that wait for a later moment be looked at now (study time has moved)."""
        ...

    async def ready_shards(self) -> frozenset[Shard]:
        """Shards with ready rows."""
        ...
