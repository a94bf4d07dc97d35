"""People's reminders: what they chose, and when they were last heard of."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from bot.domain.budget import NEVER_ASKED, Every, Reminders
from bot.domain.ids import EnrollmentId
from bot.ports import Clock, Party
from bot.storage.database import Database
from bot.storage.events import note_event
from bot.storage.nudging import reminders_of
from bot.storage.rows import BIG, Rows, run
from bot.storage.types import to_micros

SEEN_FOR = timedelta(hours=1)
"""Who was heard of this recently is not written down again."""

_COLUMNS = "every, ignored, last_at, seen_at"
_GET = f"SELECT {_COLUMNS} FROM reminders WHERE person_id = :person"  # noqa: S608 - our own names
# Somebody who is being erased at this moment gets no row any more.
_ENSURE = """INSERT INTO reminders (person_id) SELECT p.id FROM people p WHERE p.id = :person{lock}
ON CONFLICT (person_id) DO NOTHING"""
_SEEN = text("UPDATE reminders SET seen_at = :now WHERE person_id = :person")
_CHOOSE = text("UPDATE reminders SET every = :every, ignored = 0 WHERE person_id = :person")
_DROP = text("""UPDATE deliveries SET state = 'dropped', reason = 'stopped', settled_at = :now
WHERE kind IN ('digest', 'nudge') AND variant <> 'copy' AND state IN ('ready', 'queued')
  AND (person_id = :person
  OR (person_id IS NULL AND enrollment_id IN (SELECT id FROM enrollments
    WHERE person_id = :person AND workspace_id = :workspace AND is_group = 0)))""")
_DUE = Rows(enrollment_id=BIG, due_at=BIG)
_SET_DUE = """INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
SELECT e.id, 'digest', '', r.due_at FROM {r} JOIN enrollments e ON e.id = r.enrollment_id
WHERE e.person_id = :person AND e.state = 'active'
ON CONFLICT (enrollment_id, kind, resource_id) DO UPDATE SET due_at = excluded.due_at"""


class RemindingStore:
    """Implements `ports.Reminding`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def seen(self, party: Party, *, now: datetime) -> Reminders:
        """See `ports.Reminding.seen`."""
        values = {"person": party.person_id}
        row = await self._database.read(lambda c: c.execute(text(_GET), values).first())
        before = reminders_of(row) if row else NEVER_ASKED
        if _is_news(before, now):
            noted = values | {"now": to_micros(now)}
            await self._database.write(lambda c: _note_seen(c, noted))
        return before

    async def choose(
        self,
        party: Party,
        every: Every,
        *,
        due: Mapping[EnrollmentId, datetime],
        event_id: str,
    ) -> Reminders:
        """See `ports.Reminding.choose`."""
        real = self._clock.real()

        def work(connection: Connection) -> Reminders:
            note_event(connection, party.platform, event_id=event_id, real=real)
            values = {"person": party.person_id}
            _ensure(connection, values)
            locking = " FOR UPDATE" if connection.dialect.name == "postgresql" else ""
            row = connection.execute(text(_GET + locking), values).first()
            before = reminders_of(row) if row else NEVER_ASKED
            connection.execute(_CHOOSE, values | {"every": every.value})
            if every.stops:
                _drop(connection, party, now=to_micros(real))
                return before
            batch = [(each, to_micros(at)) for each, at in sorted(due.items())]
            run(connection, _SET_DUE, rows=_DUE, batch=batch, person=party.person_id)
            return before

        return await self._database.write(work)


def _ensure(connection: Connection, values: Mapping[str, int]) -> None:
    lock = " FOR KEY SHARE OF p" if connection.dialect.name == "postgresql" else ""
    connection.execute(text(_ENSURE.replace("{lock}", lock)), values)


def _note_seen(connection: Connection, values: Mapping[str, int]) -> None:
    _ensure(connection, {"person": values["person"]})
    connection.execute(_SEEN, values)


def _drop(connection: Connection, party: Party, *, now: int) -> None:
    values = {"person": party.person_id, "workspace": party.workspace_id, "now": now}
    connection.execute(_DROP, values)


def _is_news(before: Reminders, now: datetime) -> bool:
    """Whether hearing of this person now has to be written down."""
    seen_at, last_at = before.seen_at, before.last_at
    if seen_at is None or now - seen_at >= SEEN_FOR:
        return True
    return last_at is not None and seen_at < last_at
