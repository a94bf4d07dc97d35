"""Workspaces, places and people, and the commands they give: one command, one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.conversation import Origin
from bot.domain.delivery import DeliveryKind, DeliveryState, parse_key
from bot.domain.enrollment import Attention, EnrollmentView, ScheduleKind
from bot.domain.ids import (
    CurriculumId,
    DeliveryId,
    EnrollmentId,
    PersonId,
    PlaceId,
    ResourceId,
    WorkspaceId,
)
from bot.domain.steering import Beginning
from bot.ports import Changed, Clock, Decide, Party, Pressed
from bot.storage import decode
from bot.storage.changes import SEQ_STEP, insert_deliveries, write_changes
from bot.storage.commands import Call, begin_command
from bot.storage.database import Database, statement
from bot.storage.events import note_event
from bot.storage.group_rounds import begin_group, begin_rounds
from bot.storage.limits import check_plans, lock_workspace
from bot.storage.plans import full_views
from bot.storage.rows import BIG, TXT, Rows, run
from bot.storage.shutting import note_resumed
from bot.storage.tenants import introduce
from bot.storage.types import from_micros, micros_or_none, to_micros

_PLACE = text("""INSERT INTO places (workspace_id, external_id, is_dm, name)
VALUES (:workspace_id, :external_id, :is_dm, :name)
ON CONFLICT (workspace_id, external_id) DO UPDATE
  SET name = CASE excluded.name WHEN '' THEN places.name ELSE excluded.name END RETURNING id""")
_NEW_ZONE = text("SELECT zone FROM workspace_choices WHERE workspace_id = :workspace_id")
_PERSON = text("""INSERT INTO people (workspace_id, external_id, name, zone, created_at)
VALUES (:workspace_id, :external_id, :name, :zone, :at)
ON CONFLICT (workspace_id, external_id) DO UPDATE
  SET name = CASE excluded.name WHEN '' THEN people.name ELSE excluded.name END RETURNING id""")
_PARTY = text(f"""SELECT w.id AS workspace_id, pl.id AS place_id, p.id AS person_id, p.name,
  pl.name AS place_name, pl.is_dm, {decode.ATTENTION}
FROM workspaces w JOIN places pl ON pl.workspace_id = w.id JOIN people p ON p.workspace_id = w.id
WHERE w.platform = :platform AND w.external_id = :workspace AND pl.external_id = :place
  AND p.external_id = :person""")  # noqa: S608 - our own column names
_HERE = text("""SELECT e.id, coalesce((SELECT max(d.slot_at) FROM deliveries d
    WHERE d.enrollment_id = e.id AND d.state = 'sent'), 0) AS latest
FROM enrollments e WHERE e.place_id = :place AND e.workspace_id = :workspace
  AND e.state <> 'left' AND e.curriculum <> '~cases'
ORDER BY e.state = 'finished', latest DESC, e.id DESC""")
_PRESSED = text("""SELECT d.id, d.kind, d.enrollment_id, d.resource_id, d.state FROM deliveries d
WHERE d.id = :id AND d.token = :token AND d.workspace_id = :workspace""")
_SENT_FROM = text("""SELECT w.external_id FROM deliveries d
JOIN workspaces w ON w.id = d.workspace_id JOIN places pl ON pl.id = d.place_id
WHERE d.id = :id AND d.token = :token AND w.platform = :platform
  AND pl.external_id = :place AND pl.is_dm = 1""")
_BEGIN = text("""INSERT INTO enrollments (workspace_id, place_id, person_id, curriculum, plan,
  state, policy, pace, calendar, revision, next_ids, started_at, is_group)
VALUES (:workspace_id, :place_id, :person_id, :curriculum, :plan, 'active', :policy, :pace,
  :calendar, :revision, :next_ids, :started_at, :is_group)
ON CONFLICT DO NOTHING RETURNING id""")
_POSITION = text("""INSERT INTO positions (enrollment_id, waiting, remaining, unfinished)
VALUES (:id, :waiting, :remaining, :unfinished)""")
_HANDLED = Rows(resource_id=TXT, how=TXT, seq=BIG)
_INSERT_HANDLED = """INSERT INTO handled (enrollment_id, resource_id, how, seq)
SELECT :enrollment, r.resource_id, r.how, r.seq FROM {r}"""
_SCHEDULE = text("""INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
VALUES (:id, :kind, '', :due_at)""")
_PROGRESS = text("""SELECT resource_id, done_at FROM progress WHERE workspace_id = :workspace
AND person_id = :person AND curriculum = :curriculum ORDER BY done_at, resource_id""")
_ATTENTION = text("""UPDATE people SET zone = :zone, quiet = :quiet, away_until = :away
WHERE id = :person AND workspace_id = :workspace""")


class PeopleStore:
    """Implements `ports.People`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def party(self, origin: Origin, *, zone: str) -> Party:
        """See `ports.People.party`."""
        values = {
            "platform": origin.platform,
            "workspace": origin.workspace,
            "place": origin.place,
            "person": origin.person,
        }
        row = await self._database.read(lambda c: c.execute(_PARTY, values).first())
        if row is None or _renamed(row, origin):
            at = to_micros(self._clock.real())
            await self._database.write(lambda c: _introduce(c, origin, zone=zone, at=at))
            row = await self._database.read(lambda c: c.execute(_PARTY, values).one())
        return Party(
            platform=origin.platform,
            workspace_id=WorkspaceId(row.workspace_id),
            place_id=PlaceId(row.place_id),
            person_id=PersonId(row.person_id),
            attention=decode.attention_of(row.p_zone, row.p_quiet, away_until=row.p_away_until),
            is_dm=bool(row.is_dm),
            person_name=row.name,
        )

    async def enrollments_here(self, party: Party) -> Sequence[EnrollmentView]:
        """See `ports.People.enrollments_here`."""

        def work(connection: Connection) -> list[EnrollmentView]:
            values = {"place": party.place_id, "workspace": party.workspace_id}
            order = [row.id for row in connection.execute(_HERE, values)]
            found = {view.enrollment.id: view for view in full_views(connection, order)}
            return [found[EnrollmentId(each)] for each in order]

        return await self._database.read(work)

    async def pressed(self, party: Party, key: str) -> Pressed | None:
        """See `ports.People.pressed`."""
        parsed = parse_key(key)
        if parsed is None:
            return None
        values = {"id": parsed[0], "token": parsed[1], "workspace": party.workspace_id}
        row = await self._database.read(lambda c: c.execute(_PRESSED, values).first())
        if row is None:
            return None
        return Pressed(
            enrollment_id=EnrollmentId(row.enrollment_id),
            resource_id=ResourceId(row.resource_id) if row.resource_id else None,
            state=DeliveryState(row.state),
            id=DeliveryId(row.id),
            kind=DeliveryKind(row.kind),
        )

    async def sent_from(self, own: Origin, key: str) -> str:
        """See `ports.People.sent_from`."""
        parsed = parse_key(key)
        if parsed is None:
            return ""
        number, token = parsed
        values = {"id": number, "token": token, "platform": own.platform, "place": own.place}
        return await self._database.read(lambda c: c.scalar(_SENT_FROM, values)) or ""

    async def enroll(
        self, party: Party, beginning: Beginning, *, event_id: str
    ) -> EnrollmentView | None:
        """See `ports.People.enroll`."""
        real = self._clock.real()

        def work(connection: Connection) -> EnrollmentView | None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            lock_workspace(connection, party.workspace_id)
            made = _begin(connection, party, beginning=beginning)
            if made is None:
                return None
            check_plans(connection, party)
            insert_deliveries(connection, [(made, beginning.deliveries)], real=real)
            if beginning.group is not None:
                begin_rounds(connection, [(made, beginning.deliveries)])
            return full_views(connection, [made])[0]

        return await self._database.write(work)

    async def change(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        decide: Decide,
        event_id: str,
        key: str | None = None,
        receipt: str = "",
    ) -> Changed | None:
        """See `ports.People.change`."""
        real = self._clock.real()

        def work(connection: Connection) -> Changed | None:
            call = Call(event_id=event_id, key=key, receipt=receipt, real=real)
            before = begin_command(connection, party, enrollment_id=enrollment_id, call=call)
            if before is None:
                return None
            write_changes(connection, [decide(before)], real=real)
            after = full_views(connection, [enrollment_id])[0]
            note_resumed(connection, before.enrollment.state, after=after, real=real)
            return Changed(before=before, after=after)

        return await self._database.write(work)

    async def progress(
        self, party: Party, curriculum: CurriculumId
    ) -> Mapping[ResourceId, datetime]:
        """See `ports.People.progress`."""
        values = {
            "workspace": party.workspace_id,
            "person": party.person_id,
            "curriculum": curriculum,
        }
        rows = await self._database.read(lambda c: c.execute(_PROGRESS, values).fetchall())
        return {ResourceId(row.resource_id): from_micros(row.done_at) for row in rows}

    async def set_attention(self, party: Party, attention: Attention) -> None:
        """See `ports.People.set_attention`."""
        values = {
            "zone": attention.zone,
            "quiet": attention.quiet.encode() if attention.quiet else "",
            "away": attention.away_until.isoformat() if attention.away_until else "",
            "person": party.person_id,
            "workspace": party.workspace_id,
        }
        await self._database.write(statement(_ATTENTION, values))


def _renamed(row: Any, origin: Origin) -> bool:  # noqa: ANN401 - a row of _PARTY
    """Whether somebody, or the channel, is called something else now."""
    kept, told = (row.name, row.place_name), (origin.person_name, origin.place_name)
    return any(new not in {"", old} for old, new in zip(kept, told, strict=True))


def _introduce(connection: Connection, origin: Origin, *, zone: str, at: int) -> None:
    """Make the rows of a first contact; those that stand already keep all but their names."""
    workspace_id = introduce(
        connection, origin.platform, workspace=origin.workspace, lane=origin.lane, at=at
    )
    place = {"external_id": origin.place, "is_dm": int(origin.is_dm), "name": origin.place_name}
    connection.execute(_PLACE, place | {"workspace_id": workspace_id})
    if not zone:
        zone = connection.scalar(_NEW_ZONE, {"workspace_id": workspace_id}) or "UTC"
    person = {"external_id": origin.person, "name": origin.person_name, "zone": zone, "at": at}
    connection.execute(_PERSON, person | {"workspace_id": workspace_id})


def _begin(connection: Connection, party: Party, *, beginning: Beginning) -> EnrollmentId | None:
    """Add the enrollment; None where this place follows this plan already."""
    made = connection.execute(
        _BEGIN,
        {
            "curriculum": beginning.curriculum.id,
            "plan": beginning.plan,
            "workspace_id": party.workspace_id,
            "place_id": party.place_id,
            "person_id": party.person_id,
            "policy": beginning.policy,
            "pace": beginning.pace.encode(),
            "calendar": decode.calendar_text(beginning.calendar),
            "revision": beginning.curriculum.revision,
            "next_ids": decode.join_ids(beginning.next_ids),
            "started_at": to_micros(beginning.started_at),
            "is_group": int(beginning.group is not None),
        },
    ).scalar_one_or_none()
    if made is None:
        return None
    position = {"id": made, "waiting": len(beginning.next_ids), "remaining": beginning.left}
    connection.execute(_POSITION, position | {"unfinished": int(beginning.first is not None)})
    if beginning.group is not None:
        begin_group(connection, party, made=EnrollmentId(made), beginning=beginning)
    first = -SEQ_STEP  # before every change, the first of which has version 1
    batch = [(each, how, first + i) for i, (each, how) in enumerate(beginning.handled)]
    run(connection, _INSERT_HANDLED, rows=_HANDLED, batch=batch, enrollment=made)
    due = {ScheduleKind.LESSON: beginning.next_due_at, ScheduleKind.DIGEST: beginning.reminder_at}
    for kind, at in due.items():
        if kind is ScheduleKind.LESSON or at is not None:
            values = {"id": made, "kind": kind, "due_at": micros_or_none(at)}
            connection.execute(_SCHEDULE, values)
    return EnrollmentId(made)
