"""Threads under readings: their pieces are ledger rows behind the message they hang on."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from bot.domain.delivery import DeliveryState
from bot.domain.ids import DeliveryId, EnrollmentId, ResourceId
from bot.domain.threads import Hanging, Thread, Threaded
from bot.ports import Clock
from bot.storage.database import Database
from bot.storage.rows import ids
from bot.storage.types import to_micros

TOKEN_BITS = 40
REFUSED_FOR = timedelta(hours=1)
"""How long a refused piece is left alone, however often somebody asks for it."""

# The message that has the thread already, else the one pressed, else the newest.
_PARENT = text("""SELECT d.id, d.receipt, o.state AS opened, o.id AS opener FROM deliveries d
LEFT JOIN deliveries o ON o.id = (SELECT min(t.id) FROM deliveries t WHERE t.parent_id = d.id)
WHERE d.enrollment_id = :enrollment AND d.resource_id = :resource AND d.parent_id IS NULL
  AND d.person_id IS NULL AND d.kind IN ('first', 'lesson', 'asked', 'snooze', 'casestudy')
  AND (d.state = 'sent' OR d.id = :pressed)
ORDER BY CASE WHEN o.id IS NULL OR o.state IN ('rejected', 'dropped') THEN 1 ELSE 0 END,
  CASE WHEN d.id = :pressed THEN 0 ELSE 1 END, d.id DESC LIMIT 1""")
_REFUSED_BEFORE = text("""SELECT 1 FROM deliveries d JOIN deliveries o ON o.parent_id = d.id
WHERE d.enrollment_id = :enrollment AND o.variant = 'open' AND o.state = 'rejected'
  AND o.id < :opener LIMIT 1""")
_LOCK = text("SELECT enrollment_id FROM positions WHERE enrollment_id = :enrollment")
# A piece that was dropped, or refused a while ago, is tried again when somebody asks.
_PIECE = text("""
INSERT INTO deliveries (token, workspace_id, lane_id, shard, enrollment_id, place_id, kind,
  slot_at, part, resource_id, covered, variant, moves, state, ready_at, planned_at, parent_id)
SELECT :token, d.workspace_id, d.lane_id, d.shard, d.enrollment_id, d.place_id, 'opener',
  d.slot_at, (SELECT coalesce(max(x.part), -1) + 1 FROM deliveries x
    WHERE x.enrollment_id = d.enrollment_id AND x.place_id = d.place_id AND x.kind = 'opener'
      AND x.slot_at = d.slot_at),
  d.resource_id, 1, :piece, 0, 'ready', :real, :real, d.id
FROM deliveries d JOIN workspaces w ON w.id = d.workspace_id
JOIN enrollments e ON e.id = d.enrollment_id AND e.state <> 'left'
WHERE d.id = :parent AND w.state = 'active'
ON CONFLICT (parent_id, variant) WHERE parent_id IS NOT NULL DO UPDATE
SET state = 'ready', ready_at = excluded.ready_at, reason = '', settled_at = NULL
WHERE deliveries.state = 'dropped'
  OR (deliveries.state = 'rejected' AND deliveries.settled_at <= :refused_before)""")
_HANGING = """SELECT d.id, p.state AS parent, coalesce(p.receipt, '') AS receipt,
  o.state AS opened, EXISTS (SELECT 1 FROM deliveries t WHERE t.parent_id = d.parent_id
    AND t.id < d.id AND t.variant IN ('open', 'questions')
    AND t.state IN ('ready', 'queued', 'sending')) AS behind
FROM {r} JOIN deliveries d ON d.id = r.id LEFT JOIN deliveries p ON p.id = d.parent_id
LEFT JOIN deliveries o ON o.parent_id = d.parent_id AND o.variant = 'open'"""


class ThreadStore:
    """Implements `ports.Threads`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def plan(self, enrollment: EnrollmentId, threaded: Threaded) -> bool:
        """See `ports.Threads.plan`."""
        real = self._clock.real()

        def work(connection: Connection) -> bool:
            locking = " FOR UPDATE" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(_LOCK.text + locking), {"enrollment": enrollment})
            return write_pieces(connection, enrollment, threaded=threaded, real=real)

        return await self._database.write(work)

    async def of(
        self, enrollment: EnrollmentId, resource: ResourceId, *, pressed: DeliveryId | None = None
    ) -> Thread | None:
        """See `ports.Threads.of`."""
        values = {"enrollment": enrollment, "resource": resource, "pressed": pressed or 0}

        def work(connection: Connection) -> Thread | None:
            row = connection.execute(_PARENT, values).first()
            if row is None:
                return None
            before = {"enrollment": enrollment, "opener": row.opener or 0}
            return Thread(
                parent=DeliveryId(row.id),
                receipt=row.receipt,
                opened=DeliveryState(row.opened) if row.opened else None,
                first_refusal=connection.execute(_REFUSED_BEFORE, before).first() is None,
            )

        return await self._database.read(work)


def write_pieces(
    connection: Connection, enrollment: EnrollmentId, *, threaded: Threaded, real: datetime
) -> bool:
    """Add pieces behind a reading's message, under the enrollment's lock; False without one.

    `real` is real time.
    """
    values = {
        "enrollment": enrollment,
        "resource": threaded.resource_id,
        "pressed": threaded.pressed or 0,
    }
    parent = connection.execute(_PARENT, values).first()
    if parent is None:
        return False
    at = to_micros(real)
    for piece in threaded.pieces:
        connection.execute(
            _PIECE,
            {
                "token": secrets.randbits(TOKEN_BITS),
                "parent": parent.id,
                "piece": piece,
                "real": at,
                "refused_before": to_micros(real - REFUSED_FOR),
            },
        )
    return True


def read_hanging(
    connection: Connection, deliveries: Sequence[DeliveryId]
) -> Mapping[DeliveryId, Hanging]:
    """What these pieces of threads wait for; nothing is read where there is none."""
    return {
        DeliveryId(row.id): Hanging(
            parent=DeliveryState(row.parent) if row.parent else DeliveryState.DROPPED,
            receipt=row.receipt,
            opened=DeliveryState(row.opened) if row.opened else None,
            behind=bool(row.behind),
        )
        for row in ids(connection, _HANGING, numbers=deliveries)
    }
