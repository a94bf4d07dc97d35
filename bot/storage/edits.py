"""Sent messages to draw anew: one row a message, marked as often as it changes, drawn once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.delivery import LEASE, DeliveryKind, delivery_key
from bot.domain.edits import EVERY, Stale
from bot.domain.ids import DeliveryId, LaneId, ResourceId, Shard
from bot.ports import Clock
from bot.storage import decode
from bot.storage.database import Database, statement
from bot.storage.marks import mark_stale
from bot.storage.meta import HOLD
from bot.storage.rows import ids
from bot.storage.types import instant_or_none, to_micros

_HELD = text("SELECT 1 FROM meta WHERE key = :key")
_WHERE = """FROM edits x JOIN lanes l ON l.id = x.lane_id
WHERE x.version > x.shown AND x.shard BETWEEN :first AND :last AND x.not_before <= :now
  AND l.not_before <= :now"""
_PICK = text(f"""SELECT x.delivery_id AS id {_WHERE} ORDER BY x.not_before, x.delivery_id
LIMIT :limit""")
_ANY = text(f"SELECT 1 {_WHERE} LIMIT 1")
_TAKE = """UPDATE edits SET not_before = :until FROM {r}
WHERE edits.delivery_id = r.id AND edits.not_before <= :now RETURNING edits.delivery_id"""
_STALE = f"""
SELECT {decode.ENROLLMENT}, d.id, d.token, d.kind, d.variant, d.resource_id, d.covered,
  d.receipt, d.calls, s.due_at,
  d.lane_id, x.version, x.failed, w.platform, w.external_id AS workspace, pl.external_id AS place,
  pl.is_dm, coalesce(u.receipt, '') AS thread
FROM {{r}} JOIN edits x ON x.delivery_id = r.id JOIN deliveries d ON d.id = r.id
JOIN enrollments e ON e.id = d.enrollment_id JOIN positions q ON q.enrollment_id = e.id
JOIN places pl ON pl.id = d.place_id JOIN workspaces w ON w.id = d.workspace_id
LEFT JOIN schedules s ON s.enrollment_id = e.id AND s.kind = 'lesson' AND s.resource_id = ''
LEFT JOIN deliveries u ON u.id = d.parent_id
WHERE d.state = 'sent' AND d.receipt <> '' AND w.state = 'active' AND e.state <> 'left'
ORDER BY d.id"""  # noqa: S608 - our own column names
# What was never sent, or went with its plan, has no message to change.
_VAIN = """DELETE FROM edits WHERE delivery_id IN (SELECT r.id FROM {r}
JOIN deliveries d ON d.id = r.id WHERE d.state IN ('sent', 'rejected', 'dropped'))"""
_SHOWN = text("""UPDATE edits SET shown = :version, failed = 0, not_before = :at
WHERE delivery_id = :id AND shown < :version""")
_AGAIN = text("""UPDATE edits SET not_before = :at, failed = failed + :failed
WHERE delivery_id = :id""")
_FORGET = text("DELETE FROM edits WHERE delivery_id = :id")
_ALL_SHARDS = {"first": 0, "last": 2**31}


class EditStore:
    """Implements `ports.Edits`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def mark(self, deliveries: Sequence[DeliveryId]) -> None:
        """See `ports.Edits.mark`."""
        real = self._clock.real()
        await self._database.write(lambda c: mark_stale(c, deliveries, real=real))

    async def take(self, shards: tuple[Shard, Shard], *, limit: int) -> Sequence[Stale]:
        """See `ports.Edits.take`."""
        now = to_micros(self._clock.real())
        until = to_micros(self._clock.real() + LEASE)
        reach = {"first": shards[0], "last": shards[1], "now": now, "limit": limit}

        def work(connection: Connection) -> list[Stale]:
            if connection.execute(_HELD, {"key": HOLD}).first():
                return []
            picked = sorted(connection.scalars(_PICK, reach).all())
            taken = [row[0] for row in ids(connection, _TAKE, numbers=picked, now=now, until=until)]
            stale = [_stale(row) for row in ids(connection, _STALE, numbers=taken)]
            ids(connection, _VAIN, numbers=set(taken) - {each.id for each in stale})
            return stale

        return await self._database.write(work, urgent=False)

    async def shown(self, stale: Stale) -> None:
        """See `ports.Edits.shown`."""
        values = {
            "id": stale.id,
            "version": stale.version,
            "at": to_micros(self._clock.real() + EVERY),
        }
        await self._database.write(statement(_SHOWN, values), urgent=False)

    async def again(self, stale: Stale, *, at: datetime, failed: bool = False) -> None:
        """See `ports.Edits.again`."""
        values = {"id": stale.id, "at": to_micros(at), "failed": int(failed)}
        await self._database.write(statement(_AGAIN, values), urgent=False)

    async def forget(self, delivery: DeliveryId) -> None:
        """See `ports.Edits.forget`."""
        await self._database.write(statement(_FORGET, {"id": delivery}), urgent=False)

    async def waiting(self) -> bool:
        """See `ports.Edits.waiting`."""
        values = {**_ALL_SHARDS, "now": to_micros(self._clock.real())}
        return await self._database.read(lambda c: c.execute(_ANY, values).first() is not None)


def _stale(row: Any) -> Stale:  # noqa: ANN401 - a row of _STALE
    to = decode.destination(row)
    return Stale(
        id=DeliveryId(row.id),
        version=row.version,
        failed=row.failed,
        key=delivery_key(DeliveryId(row.id), row.token),
        kind=DeliveryKind(row.kind),
        variant=row.variant,
        resource_id=ResourceId(row.resource_id) if row.resource_id else None,
        covered=row.covered,
        to=replace(to, thread=row.thread),
        receipt=row.receipt,
        calls=row.calls,
        lane_id=LaneId(row.lane_id),
        enrollment=decode.enrollment(row),
        next_due_at=instant_or_none(row.due_at),
    )
