"""Workspaces as a whole: suspended while they are without us, restored as they were, or erased."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, text

from bot.domain.ids import SHARDS
from bot.ports import Clock
from bot.storage import gone
from bot.storage.changes import give_back, outdate
from bot.storage.database import Database, statement
from bot.storage.types import MICROSECOND, to_micros

_AWAY = timedelta(days=36_525) // MICROSECOND
"""Dates of a suspended workspace stand a century ahead: planning, which asks for what is due by
its index alone, never meets them, and on return each is again what it was."""

_LANE = text("""INSERT INTO lanes (platform, scope, shard) VALUES (:platform, :scope, :shard)
ON CONFLICT (platform, scope) DO UPDATE SET shard = lanes.shard RETURNING id""")
_WORKSPACE = text("""INSERT INTO workspaces (platform, external_id, lane_id, created_at)
VALUES (:platform, :external_id, :lane_id, :at)
ON CONFLICT (platform, external_id) DO UPDATE SET lane_id = workspaces.lane_id RETURNING id""")
_SERVED = text("SELECT external_id, state FROM workspaces WHERE platform = :platform")
_TURN = text("""UPDATE workspaces SET state = :after, suspended_at = :since
WHERE platform = :platform AND external_id = :workspace AND state = :before RETURNING id""")
_PLANS = text("SELECT id FROM enrollments WHERE workspace_id = :id ORDER BY id")
_DROP = text("""UPDATE deliveries SET state = 'dropped', reason = 'uninstalled',
  settled_at = :real, lease_until = NULL
WHERE workspace_id = :id AND state IN ('ready', 'queued')
RETURNING enrollment_id, resource_id, moves""")
_SHIFT = text("""UPDATE schedules SET due_at = due_at + :by WHERE due_at IS NOT NULL
AND enrollment_id IN (SELECT id FROM enrollments WHERE workspace_id = :id)""")
_STAMP = text("""UPDATE workspaces SET suspended_at = :real
WHERE state = 'suspended' AND suspended_at IS NULL""")

log = structlog.get_logger(__name__)


class TenantStore:
    """Implements `ports.Tenants`. `keys` hash who was erased, the newest first."""

    def __init__(
        self, database: Database, clock: Clock, *, keys: Callable[[], Sequence[bytes]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def served(self, platform: str) -> Mapping[str, bool]:
        """See `ports.Tenants.served`."""
        rows = await self._database.read(
            lambda c: c.execute(_SERVED, {"platform": platform}).fetchall()
        )
        return {row.external_id: row.state == "active" for row in rows}

    async def suspend(self, platform: str, workspace: str, *, now: datetime) -> bool:
        """See `ports.Tenants.suspend`."""
        real = self._clock.real()
        return await self._database.write(
            lambda c: suspend(c, platform, workspace=workspace, now=now, real=real)
        )

    async def restore(self, platform: str, workspace: str) -> bool:
        """See `ports.Tenants.restore`."""
        return await self._database.write(lambda c: restore(c, platform, workspace=workspace))

    async def erase_suspended(self, *, since: timedelta) -> int:
        """See `ports.Tenants.erase_suspended`. In batches, so that nobody waits for it."""
        real = to_micros(self._clock.real())
        before = real - since // MICROSECOND
        await self._database.write(statement(_STAMP, {"real": real}), urgent=False)
        erased = 0
        for workspace in await self._database.read(lambda c: gone.due(c, before=before)):
            erased += await self._erase(workspace, before=before, real=real)
        if erased:
            await self._database.scrub()
        return erased

    async def _erase(self, workspace: int, *, before: int, real: int) -> bool:
        key = self._keys()[0]
        step = gone.Step.MORE
        while step is gone.Step.MORE:
            step = await self._database.write(
                lambda c: gone.erase_some(c, workspace, before=before, key=key, real=real),
                urgent=False,
            )
        if step is gone.Step.ERASED:
            log.info("workspace_erased", workspace_id=workspace)
        return step is gone.Step.ERASED


def introduce(
    connection: Connection, platform: str, *, workspace: str, lane: str = "", at: int
) -> int:
    """The id of a workspace, made on first sight; `lane` is what its limits are counted for."""
    scope = lane or workspace
    shard = zlib.crc32(f"{platform}/{scope}".encode()) % SHARDS
    values = {"platform": platform, "scope": scope, "shard": shard}
    lane_id = connection.execute(_LANE, values).scalar_one()
    values = {"platform": platform, "external_id": workspace, "lane_id": lane_id, "at": at}
    made: int = connection.execute(_WORKSPACE, values).scalar_one()
    return made


def suspend(
    connection: Connection, platform: str, *, workspace: str, now: datetime, real: datetime
) -> bool:
    """Stop everything for a workspace; says whether it was served until now.

    `now` is study time, `real` real time.
    """
    at = to_micros(real)
    turned = _turn(connection, platform, workspace=workspace, since=at)
    if turned is None:
        return False
    rows = connection.execute(_DROP, {"id": turned, "real": at}).fetchall()
    pairs = [(row.enrollment_id, row.resource_id) for row in rows if row.moves]
    give_back(connection, pairs, now=now)
    _shift(connection, turned, by=_AWAY)
    return True


def restore(connection: Connection, platform: str, *, workspace: str) -> bool:
    """Go on where a workspace was suspended; says whether it was."""
    turned = _turn(connection, platform, workspace=workspace, since=None)
    if turned is None:
        return False
    _shift(connection, turned, by=-_AWAY)
    return True


def _turn(
    connection: Connection, platform: str, *, workspace: str, since: int | None
) -> int | None:
    """Suspend since an instant, or restore."""
    states = ("suspended", "active") if since is None else ("active", "suspended")
    values = {"platform": platform, "workspace": workspace, "since": since}
    values |= dict(zip(("before", "after"), states, strict=True))
    return connection.execute(_TURN, values).scalar_one_or_none()


def _shift(connection: Connection, workspace_id: int, *, by: int) -> None:
    """Move every date; whatever was decided on the old ones does not count any more."""
    plans = connection.execute(_PLANS, {"id": workspace_id}).scalars().all()
    outdate(connection, plans)
    connection.execute(_SHIFT, {"id": workspace_id, "by": by})
