"""Workspaces as a whole: suspended while they are without us, restored as they were."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from bot.ports import Clock
from bot.storage.changes import give_back, outdate
from bot.storage.database import Database
from bot.storage.types import MICROSECOND, to_micros

_AWAY = timedelta(days=36_525) // MICROSECOND
"""Dates of a suspended workspace stand a century ahead: planning, which asks for what is due by
its index alone, never meets them, and on return each is again what it was."""

_SERVED = text("SELECT external_id, state FROM workspaces WHERE platform = :platform")
_TURN = text("""UPDATE workspaces SET state = :after
WHERE platform = :platform AND external_id = :workspace AND state = :before RETURNING id""")
_PLANS = text("SELECT id FROM enrollments WHERE workspace_id = :id ORDER BY id")
_DROP = text("""UPDATE deliveries SET state = 'dropped', reason = 'uninstalled',
  settled_at = :real, lease_until = NULL
WHERE workspace_id = :id AND state IN ('ready', 'queued')
RETURNING enrollment_id, resource_id, moves""")
_SHIFT = text("""UPDATE schedules SET due_at = due_at + :by WHERE due_at IS NOT NULL
AND enrollment_id IN (SELECT id FROM enrollments WHERE workspace_id = :id)""")


class TenantStore:
    """Implements `ports.Tenants`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def served(self, platform: str) -> Mapping[str, bool]:
        """See `ports.Tenants.served`."""
        rows = await self._database.read(
            lambda c: c.execute(_SERVED, {"platform": platform}).fetchall()
        )
        return {row.external_id: row.state == "active" for row in rows}

    async def suspend(self, platform: str, workspace: str, *, now: datetime) -> bool:
        """See `ports.Tenants.suspend`."""
        real = to_micros(self._clock.real())

        def work(connection: Connection) -> bool:
            turned = _turn(connection, platform, workspace=workspace, to="suspended")
            if turned is None:
                return False
            rows = connection.execute(_DROP, {"id": turned, "real": real}).fetchall()
            pairs = [(row.enrollment_id, row.resource_id) for row in rows if row.moves]
            give_back(connection, pairs, now=now)
            _shift(connection, turned, by=_AWAY)
            return True

        return await self._database.write(work)

    async def restore(self, platform: str, workspace: str) -> bool:
        """See `ports.Tenants.restore`."""

        def work(connection: Connection) -> bool:
            turned = _turn(connection, platform, workspace=workspace, to="active")
            if turned is None:
                return False
            _shift(connection, turned, by=-_AWAY)
            return True

        return await self._database.write(work)


def _turn(connection: Connection, platform: str, *, workspace: str, to: str) -> int | None:
    before = "suspended" if to == "active" else "active"
    values = {"platform": platform, "workspace": workspace, "before": before, "after": to}
    return connection.execute(_TURN, values).scalar_one_or_none()


def _shift(connection: Connection, workspace_id: int, *, by: int) -> None:
    """Move every date; whatever was decided on the old ones does not count any more."""
    plans = connection.execute(_PLANS, {"id": workspace_id}).scalars().all()
    outdate(connection, plans)
    connection.execute(_SHIFT, {"id": workspace_id, "by": by})
