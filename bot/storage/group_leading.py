"""Who leads the discussions of groups: which readings wait for a name, and writing it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, text

from bot.domain.group import Round
from bot.domain.ids import EnrollmentId, ResourceId
from bot.ports.groups import Unled
from bot.storage import group_marks, group_rows, group_writes
from bot.storage.database import statement
from bot.storage.group_reading import GroupReader
from bot.storage.plans import full_views
from bot.storage.types import to_micros

UNREADABLE_FOR = timedelta(hours=1)
"""How long a reading that cannot be read is passed over."""

# One reading a group at a time: who is to lead the second depends on who leads the first.
_UNLED = text("""SELECT r.enrollment_id, r.resource_id FROM group_rounds r
JOIN enrollments e ON e.id = r.enrollment_id
JOIN workspaces w ON w.id = e.workspace_id AND w.state = 'active'
WHERE r.answer_by IS NOT NULL AND r.answer_by <= :now AND e.state = 'active'
  AND NOT EXISTS (SELECT 1 FROM group_rounds x WHERE x.enrollment_id = r.enrollment_id
    AND x.answer_by IS NOT NULL AND x.answer_by <= :now AND x.number < r.number)
ORDER BY r.answer_by, r.enrollment_id LIMIT :limit""")
_POSTPONE = text("""UPDATE group_rounds SET answer_by = :until
WHERE enrollment_id = :id AND resource_id = :resource AND answer_by IS NOT NULL""")

log = structlog.get_logger(__name__)


class GroupLeading(GroupReader):
    """The part of `ports.Groups` that a tick asks for."""

    async def unled(self, now: datetime, *, limit: int) -> Sequence[Unled]:
        """See `ports.Groups.unled`; one that cannot be read is passed over for a while."""
        values = {"now": to_micros(now), "limit": limit}
        found, broken = await self._database.read(
            lambda c: _readable(c, c.execute(_UNLED, values).fetchall(), now=now)
        )
        for number, resource in broken:
            log.error("group_unreadable", enrollment_id=number)
            await self._postpone(number, resource, until=now + UNREADABLE_FOR)
        return found

    async def postpone(self, unled: Unled, *, until: datetime) -> None:
        """See `ports.Groups.postpone`."""
        await self._postpone(unled.view.enrollment.id, unled.round.resource_id, until=until)

    async def _postpone(
        self, number: EnrollmentId, resource: ResourceId, *, until: datetime
    ) -> None:
        values = {"id": number, "resource": resource, "until": to_micros(until)}
        await self._database.write(statement(_POSTPONE, values), urgent=False)

    async def appoint(self, before: Unled, after: Round) -> bool:
        """See `ports.Groups.appoint`."""
        number, real = before.view.enrollment.id, self._clock.real()

        def work(connection: Connection) -> bool:
            group_marks.lock(connection, number)
            if not group_writes.appoint(connection, number, before=before.round, after=after):
                return False
            group_marks.show_lead(connection, number, resource=after.resource_id, real=real)
            return True

        return await self._database.write(work, urgent=False)


def _readable(
    connection: Connection, rows: Sequence[Any], *, now: datetime
) -> tuple[list[Unled], list[tuple[EnrollmentId, ResourceId]]]:
    found: list[Unled] = []
    broken: list[tuple[EnrollmentId, ResourceId]] = []
    for row in rows:
        try:
            found.append(_unled(connection, row, now=now))
        except (ValueError, KeyError):
            broken.append((EnrollmentId(row.enrollment_id), ResourceId(row.resource_id)))
    return found, broken


def _unled(connection: Connection, row: Any, *, now: datetime) -> Unled:  # noqa: ANN401 - of _UNLED
    number = EnrollmentId(row.enrollment_id)
    view = full_views(connection, [number])[0]
    group = group_rows.read_group(connection, number)
    round_ = group_rows.find_round(connection, number, resource=row.resource_id)
    assert group is not None  # noqa: S101 - both are there as long as the row is
    assert round_ is not None  # noqa: S101 - see above
    members = tuple(group_rows.read_members(connection, view, now=now))
    return Unled(view=view, group=group, round=round_, members=members)
