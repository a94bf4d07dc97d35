"""The ledger: claimed, marked, settled, recovered. Older attempts change nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.delivery import Claim, DeliveryState, Orphan, Settlement
from bot.domain.group_week import COPY
from bot.domain.ids import SHARDS, DeliveryId, LaneId, Shard
from bot.domain.shutting import Shut
from bot.domain.threads import OPEN, Hanging
from bot.ports import Batch, Clock, Cursor
from bot.storage import ledger_rows
from bot.storage.changes import give_back
from bot.storage.claims import Reach, take
from bot.storage.database import Database, statement
from bot.storage.marks import mark_stale
from bot.storage.meta import HOLD
from bot.storage.rows import BIG, TXT, Rows, run
from bot.storage.shutting import pause_shut
from bot.storage.threads import read_hanging
from bot.storage.types import MICROSECOND, micros_or_none, to_micros

_CLAIMS = Rows(id=BIG, attempt=BIG)

# A plan that is paused or finished still gets what was asked for, threads among it and what a
# member of a group is brought in private, and the word that it paused; a left one nothing.
_TELLING = ", ".join(f"'{each}'" for each in ("paused", "ended", *Shut))
_SENDABLE = f"""EXISTS (SELECT 1 FROM enrollments e JOIN workspaces w ON w.id = e.workspace_id
  WHERE e.id = deliveries.enrollment_id AND w.state = 'active' AND (e.state = 'active'
    OR (e.state <> 'left'
      AND (deliveries.kind IN ('asked', 'opener') OR deliveries.variant IN ({_TELLING})
        OR (deliveries.person_id IS NOT NULL
          AND (deliveries.kind = 'snooze' OR deliveries.variant = '{COPY}'))))))"""  # noqa: S608

_MARK = f"""
UPDATE deliveries SET state = 'sending', sending_at = :now, lease_until = :lease
FROM {{r}} WHERE deliveries.id = r.id AND deliveries.attempt = r.attempt AND state = 'queued'
  AND {_SENDABLE}
RETURNING deliveries.id"""  # noqa: S608 - our own text

_SETTLEMENTS = Rows(id=BIG, attempt=BIG, state=TXT, receipt=TXT, reason=TXT, retry_at=BIG)
# What waits for one moment keeps its order then: see the insert.
_SETTLE = f"""
UPDATE deliveries SET
  state = CASE WHEN r.state = 'ready' AND NOT {_SENDABLE} THEN 'dropped' ELSE r.state END,
  reason = CASE WHEN r.state = 'ready' AND NOT {_SENDABLE} THEN 'paused' ELSE r.reason END,
  receipt = r.receipt, ready_at = coalesce(r.retry_at - 64 + part, ready_at), lease_until = NULL,
  settled_at = CASE WHEN r.state = 'ready' THEN NULL ELSE CAST(:now AS bigint) END
FROM {{r}} WHERE deliveries.id = r.id AND deliveries.attempt = r.attempt
  AND deliveries.state IN ('queued', 'sending')
RETURNING deliveries.id, enrollment_id, resource_id, moves, deliveries.state, parent_id,
  variant"""  # noqa: S608 - our own text

_RELEASE = """
UPDATE deliveries SET state = 'ready', lease_until = NULL
FROM {r} WHERE deliveries.id = r.id AND deliveries.attempt = r.attempt AND state = 'queued'
RETURNING deliveries.id"""

_LOOK_AGAIN = text(
    "UPDATE deliveries SET ready_at = :now WHERE state = 'ready' AND ready_at > :now"
)
_ANY_READY = text("SELECT 1 FROM deliveries WHERE state = 'ready' LIMIT 1")
_READY_SHARDS = text("""
WITH RECURSIVE found(shard) AS (
  (SELECT shard FROM deliveries WHERE state = 'ready' ORDER BY shard LIMIT 1)
  UNION ALL
  SELECT (SELECT d.shard FROM deliveries d WHERE d.state = 'ready' AND d.shard > found.shard
          ORDER BY d.shard LIMIT 1) FROM found WHERE found.shard IS NOT NULL)
SELECT shard FROM found WHERE shard IS NOT NULL""")
_HELD = text("SELECT 1 FROM meta WHERE key = :key")
_PARK_LANE = text("UPDATE lanes SET not_before = :until WHERE id = :lane AND not_before < :until")
_DATABASE_TIME = text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)")


class LedgerStore:
    """Implements `ports.Ledger`. With `database_time` leases go by PostgreSQL's own clock."""

    def __init__(self, database: Database, clock: Clock, *, database_time: bool = False) -> None:
        self._database = database
        self._clock = clock
        self._database_time = database_time

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
        """See `ports.Ledger.claim`."""
        reach = Reach(
            first=shards[0],
            last=shards[1],
            per_workspace=per_workspace,
            limit=limit,
            busy=busy,
        )

        def work(connection: Connection) -> Batch:
            if connection.execute(_HELD, {"key": HOLD}).first():
                return Batch(claimed=(), cursor=cursor, visited=0, exhausted=True)
            now = self._now(connection)
            lap = take(connection, cursor, reach=reach, now=now, lease=now + lease // MICROSECOND)
            claimed = ledger_rows.claimed(connection, lap.ids, now=self._clock.now())
            return Batch(
                claimed=claimed, cursor=lap.cursor, visited=lap.visited, exhausted=lap.exhausted
            )

        return await self._database.write(work, urgent=False)

    async def mark_sending(
        self, claims: Sequence[Claim], *, lease: timedelta
    ) -> frozenset[DeliveryId]:
        """See `ports.Ledger.mark_sending`."""

        def work(connection: Connection) -> frozenset[DeliveryId]:
            now = self._now(connection)
            until = now + lease // MICROSECOND
            rows = run(connection, _MARK, rows=_CLAIMS, batch=_pairs(claims), now=now, lease=until)
            return frozenset(DeliveryId(row.id) for row in rows)

        return await self._database.write(work, urgent=False)

    async def hanging(self, deliveries: Sequence[DeliveryId]) -> Mapping[DeliveryId, Hanging]:
        """See `ports.Ledger.hanging`."""
        return await self._database.read(lambda c: read_hanging(c, deliveries))

    async def settle(self, settlements: Sequence[Settlement]) -> frozenset[DeliveryId]:
        """See `ports.Ledger.settle`."""
        study = self._clock.now()

        def work(connection: Connection) -> frozenset[DeliveryId]:
            now = self._now(connection)
            batch = [_settlement(each) for each in settlements]
            rows = run(connection, _SETTLE, rows=_SETTLEMENTS, batch=batch, now=now)
            undone = {DeliveryState.DROPPED.value, DeliveryState.REJECTED.value}
            back = [(r.enrollment_id, r.resource_id) for r in rows if r.moves and r.state in undone]
            back += _pause(connection, settlements, rows=rows, real=now, study=study)
            give_back(connection, back, now=study)
            shut = {r.parent_id for r in rows if r.state == "rejected" and r.variant == OPEN}
            mark_stale(connection, shut, real=self._clock.real())
            return frozenset(DeliveryId(row.id) for row in rows)

        return await self._database.write(work, urgent=False)

    async def release(self, claims: Sequence[Claim]) -> None:
        """See `ports.Ledger.release`."""
        await self._database.write(
            lambda c: run(c, _RELEASE, rows=_CLAIMS, batch=_pairs(claims)), urgent=False
        )

    async def park_lane(self, lane_id: LaneId, *, until: datetime) -> None:
        """See `ports.Ledger.park_lane`."""
        values = {"lane": lane_id, "until": to_micros(until)}
        await self._database.write(statement(_PARK_LANE, values), urgent=False)

    async def orphans(
        self, *, limit: int, lease: timedelta, everything: bool = False
    ) -> Sequence[Orphan]:
        """See `ports.Ledger.orphans`."""

        def work(connection: Connection) -> Sequence[Orphan]:
            now = self._now(connection)
            return ledger_rows.take_orphans(
                connection,
                expired_by=None if everything else now,
                lease=now + lease // MICROSECOND,
                limit=limit,
            )

        return await self._database.write(work, urgent=False)

    async def look_again(self) -> None:
        """See `ports.Ledger.look_again`."""
        values = {"now": to_micros(self._clock.real())}
        await self._database.write(statement(_LOOK_AGAIN, values))

    async def ready_shards(self) -> frozenset[Shard]:
        """See `ports.Ledger.ready_shards`."""

        def work(connection: Connection) -> frozenset[Shard]:
            if connection.dialect.name == "sqlite":
                found = connection.execute(_ANY_READY).first()
                return frozenset(map(Shard, range(SHARDS))) if found else frozenset()
            return frozenset(map(Shard, connection.scalars(_READY_SHARDS)))

        return await self._database.read(work)

    def _now(self, connection: Connection) -> int:
        if self._database_time and connection.dialect.name == "postgresql":
            return int(connection.execute(_DATABASE_TIME).scalar_one())
        return to_micros(self._clock.real())


def _pairs(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """In order of id, so that two writers never wait for each other in a circle."""
    return sorted((claim.id, claim.attempt) for claim in claims)


def _settlement(each: Settlement) -> tuple[int, int, str, str, str, int | None]:
    retry_at = micros_or_none(each.retry_at)
    return each.claim.id, each.claim.attempt, each.state, each.receipt, each.reason, retry_at


def _pause(
    connection: Connection,
    settlements: Sequence[Settlement],
    *,
    rows: Sequence[Any],
    real: int,
    study: datetime,
) -> list[tuple[int, str]]:
    """Stop the plans of the settled rows whose place is shut; returns what comes again."""
    pausing = {each.claim.id: each for each in settlements if each.pause}
    shut = {row.enrollment_id: pausing[row.id] for row in rows if row.id in pausing}
    reasons = {each: shut[each].reason for each in shut}
    tell = frozenset(each for each in shut if shut[each].tell)
    return pause_shut(connection, reasons, tell=tell, real=real, study=study)
