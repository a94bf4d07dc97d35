"""The fair claim: a lap over workspaces whose cost does not grow with the backlog.

Both statements walk the workspaces that have ready rows by a loose index scan, take at most `k`
rows of each and `n` rows in all, and also return the workspaces that gave nothing, so that the
cursor moves past paused ones. `state = 'ready'` stands as a literal: a bound state can miss the
partial index. On SQLite a row-value comparison would walk a large workspace again and again, so
the workspace is compared alone; on PostgreSQL a join to the lanes would become a hash join and
lose the order, so the lane is asked by a scalar subquery.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from bot.domain.ids import LaneId
from bot.ports import Cursor
from bot.storage.rows import ids

_SQLITE = text("""
WITH RECURSIVE visited(workspace_id) AS (
  SELECT (SELECT min(workspace_id) FROM deliveries WHERE state = 'ready' AND workspace_id > :after)
  UNION ALL
  SELECT (SELECT min(x.workspace_id) FROM deliveries x
          WHERE x.state = 'ready' AND x.workspace_id > visited.workspace_id)
  FROM visited WHERE visited.workspace_id IS NOT NULL)
SELECT 0 AS shard, visited.workspace_id, picked.value AS id
FROM visited LEFT JOIN json_each((SELECT json_group_array(id) FROM (
  SELECT d.id FROM deliveries d
  WHERE d.state = 'ready' AND d.workspace_id = visited.workspace_id AND d.ready_at <= :now
    AND (SELECT l.not_before FROM lanes l WHERE l.id = d.lane_id) <= :now
    AND d.lane_id NOT IN (SELECT value FROM json_each(:busy))
  ORDER BY d.ready_at LIMIT :k))) picked
WHERE visited.workspace_id IS NOT NULL LIMIT :n""")

_POSTGRES = text("""
WITH RECURSIVE visited(shard, workspace_id) AS (
  (SELECT shard, workspace_id FROM deliveries
   WHERE state = 'ready' AND (shard, workspace_id) > (:shard, :after) AND shard <= :last
   ORDER BY shard, workspace_id LIMIT 1)
  UNION ALL
  SELECT x.shard, x.workspace_id FROM visited CROSS JOIN LATERAL (
    SELECT d.shard, d.workspace_id FROM deliveries d
    WHERE d.state = 'ready' AND (d.shard, d.workspace_id) > (visited.shard, visited.workspace_id)
      AND d.shard <= :last
    ORDER BY d.shard, d.workspace_id LIMIT 1) x)
SELECT visited.shard, visited.workspace_id, picked.id FROM visited LEFT JOIN LATERAL (
  SELECT d.id FROM deliveries d
  WHERE d.state = 'ready' AND d.shard = visited.shard AND d.workspace_id = visited.workspace_id
    AND d.ready_at <= :now
    AND (SELECT l.not_before FROM lanes l WHERE l.id = d.lane_id) <= :now
    AND d.lane_id <> ALL (CAST(:busy AS bigint[]))
  ORDER BY d.ready_at LIMIT :k FOR UPDATE OF d SKIP LOCKED) picked ON true
LIMIT :n""")

_TAKE = """
UPDATE deliveries SET state = 'queued', lease_until = :lease, attempt = attempt + 1
FROM {r} WHERE deliveries.id = r.id AND state = 'ready' RETURNING deliveries.id"""


@dataclass(frozen=True, slots=True)
class Lap:
    """What one claim took, where it stopped, and whether it came to the end of the lap."""

    ids: list[int]
    cursor: Cursor
    visited: int
    exhausted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a claim may go: `first` and `last` shard, rows a workspace and rows in all."""

    first: int
    last: int
    per_workspace: int
    limit: int
    busy: frozenset[LaneId]


def take(connection: Connection, cursor: Cursor, *, reach: Reach, now: int, lease: int) -> Lap:
    """Lease ready rows from the cursor on; `now` and `lease` in microseconds of real time."""
    dialect = connection.dialect.name
    rows = connection.execute(
        _SQLITE if dialect == "sqlite" else _POSTGRES,
        _values(dialect, cursor, reach=reach) | {"now": now},
    ).fetchall()
    wanted = [row.id for row in rows if row.id is not None]
    taken = [row.id for row in ids(connection, _TAKE, numbers=wanted, lease=lease)]
    exhausted = len(rows) < reach.limit
    start = Cursor(shard=reach.first, workspace=0)
    stop = start if exhausted else Cursor(shard=rows[-1].shard, workspace=rows[-1].workspace_id)
    visited = len({row.workspace_id for row in rows})
    return Lap(ids=taken, cursor=stop, visited=visited, exhausted=exhausted)


def _values(dialect: str, cursor: Cursor, *, reach: Reach) -> dict[str, object]:
    values: dict[str, object] = {
        "after": cursor.workspace,
        "k": reach.per_workspace,
        "n": reach.limit,
    }
    if dialect == "sqlite":
        return values | {"busy": f"[{','.join(map(str, reach.busy))}]"}
    shard = max(cursor.shard, reach.first)
    return values | {"shard": shard, "last": reach.last, "busy": list(reach.busy)}
