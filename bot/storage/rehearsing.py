"""Everybody's plans as they stand now, for a rehearsal: read, never written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.ids import EnrollmentId
from bot.ports import Clock, Following
from bot.storage import decode
from bot.storage.budgets import read_standings
from bot.storage.database import Database
from bot.storage.group_weeks import read_weeks
from bot.storage.plans import read_handled, views_of
from bot.storage.rows import ids

_LIVING = text("""SELECT e.id FROM enrollments e JOIN workspaces w ON w.id = e.workspace_id
WHERE e.state IN ('active', 'paused') AND w.state = 'active' AND e.curriculum <> '~cases'
  AND (:only = 0 OR e.id = :only)
ORDER BY e.id LIMIT :limit""")
_WHO = """SELECT e.id AS e_id, p.name AS person, p.external_id AS person_id, w.platform,
  w.external_id AS workspace, pl.external_id AS place, pl.is_dm
FROM {r} JOIN enrollments e ON e.id = r.id JOIN people p ON p.id = e.person_id
JOIN places pl ON pl.id = e.place_id JOIN workspaces w ON w.id = e.workspace_id"""


class RehearsingStore:
    """Implements `ports.Rehearsing`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def following(
        self, *, limit: int, only: EnrollmentId | None = None
    ) -> Sequence[Following]:
        """See `ports.Rehearsing.following`."""
        values, now = {"limit": limit, "only": only or 0}, self._clock.now()

        def work(connection: Connection) -> list[Following]:
            return _following(connection, connection.scalars(_LIVING, values).all(), now=now)

        return await self._database.read(work)


def _following(
    connection: Connection, enrollments: Sequence[int], *, now: datetime
) -> list[Following]:
    standings = read_standings(connection, enrollments)
    handled = read_handled(connection, enrollments)
    weeks = read_weeks(connection, enrollments, now=now)
    who = {row.e_id: row for row in ids(connection, _WHO, numbers=enrollments)}
    found = []
    for view in views_of(connection, enrollments):
        each, row = view.enrollment.id, who[view.enrollment.id]
        found.append(
            Following(
                view=replace(view, handled=handled[each]),
                standing=standings[each],
                week=weeks.get(each),
                to=decode.destination(row),
                person=row.person or row.person_id,
            )
        )
    return found
