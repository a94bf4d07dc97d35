"""Case studies of the week: who follows one, and what they have had."""

from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.case_week import CASES, PLAN, WITHOUT_READINGS, CaseWeek
from bot.domain.ids import EnrollmentId
from bot.domain.pace import Pace
from bot.ports import Clock, Party
from bot.storage.database import Database
from bot.storage.events import note_event
from bot.storage.limits import check_plans, lock_workspace
from bot.storage.plans import full_views
from bot.storage.types import to_micros

_HERE = text(f"""SELECT e.id, c.wish FROM enrollments e JOIN case_weeks c ON c.enrollment_id = e.id
WHERE e.place_id = :place AND e.workspace_id = :workspace AND e.curriculum = '{CASES}'
  AND e.state IN ('active', 'paused')""")  # noqa: S608 - our own id
_BEGIN = text(f"""INSERT INTO enrollments (workspace_id, place_id, person_id, curriculum, plan,
  state, policy, pace, revision, next_ids, started_at)
VALUES (:workspace, :place, :person, '{CASES}', '{PLAN}', 'active', 'drip', :pace, :revision, '',
  :now) RETURNING id""")  # noqa: S608 - our own ids
_POSITION = text("""INSERT INTO positions (enrollment_id, waiting, remaining, unfinished)
VALUES (:id, 0, 1, 0)""")
_AGAIN = text("UPDATE enrollments SET pace = :pace, state = 'active' WHERE id = :id")
_OUTDATE = text("UPDATE positions SET version = version + 1 WHERE enrollment_id = :id")
_WISH = text("""INSERT INTO case_weeks (enrollment_id, wish) VALUES (:id, :wish)
ON CONFLICT (enrollment_id) DO UPDATE SET wish = excluded.wish""")
_DUE = text("""INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
VALUES (:id, 'lesson', '', :due_at)
ON CONFLICT (enrollment_id, kind, resource_id) DO UPDATE SET due_at = excluded.due_at""")


class CaseWeekStore:
    """Implements `ports.CaseWeeks`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def here(self, party: Party) -> CaseWeek | None:
        """See `ports.CaseWeeks.here`."""
        return await self._database.read(lambda c: _here(c, party))

    async def follow(
        self, party: Party, wish: str, *, pace: Pace, now: datetime, due_at: datetime, event_id: str
    ) -> CaseWeek:
        """See `ports.CaseWeeks.follow`."""
        real = self._clock.real()

        def work(connection: Connection) -> CaseWeek:
            note_event(connection, party.platform, event_id=event_id, real=real)
            lock_workspace(connection, party.workspace_id)
            before = _here(connection, party)
            number = before.view.enrollment.id if before else _begin(connection, party, now=now)
            connection.execute(_OUTDATE, {"id": number})
            connection.execute(_AGAIN, {"id": number, "pace": pace.encode()})
            connection.execute(_WISH, {"id": number, "wish": wish})
            connection.execute(_DUE, {"id": number, "due_at": to_micros(due_at)})
            made = _here(connection, party)
            assert made is not None  # noqa: S101 - written a moment ago
            return made

        return await self._database.write(work)


def _here(connection: Connection, party: Party) -> CaseWeek | None:
    values = {"place": party.place_id, "workspace": party.workspace_id}
    row = connection.execute(_HERE, values).first()
    if row is None:
        return None
    view = full_views(connection, [row.id])[0]
    return CaseWeek(view=view, wish=row.wish, came=len(view.handled))


def _begin(connection: Connection, party: Party, *, now: datetime) -> EnrollmentId:
    values = {
        "workspace": party.workspace_id,
        "place": party.place_id,
        "person": party.person_id,
        "revision": WITHOUT_READINGS.revision,
        "pace": "",
        "now": to_micros(now),
    }
    number = EnrollmentId(connection.execute(_BEGIN, values).scalar_one())
    connection.execute(_POSITION, {"id": number})
    check_plans(connection, party)
    return number
