"""Study groups: members, who has read what, who leads, and what they wrote."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.enrollment import Change, EnrollmentView, Handled
from bot.domain.group import LineKind, Member, MemberState, Reads, Round, arrived
from bot.domain.grouping import GroupChange, GroupView
from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.ports import Clock, Party
from bot.ports.groups import (
    Line,
    Pressing,
    ReadTogether,
    Regrouped,
    Unled,
)
from bot.storage import group_rows, group_writes
from bot.storage.changes import write_changes
from bot.storage.commands import Call, begin_command, full_views
from bot.storage.database import Database
from bot.storage.events import note_event
from bot.storage.group_weeks import write_plan
from bot.storage.types import from_micros, to_micros

SEEN_FOR = timedelta(days=1)
"""Who was seen in a group this recently is not written down again."""

_OURS = text("SELECT 1 FROM enrollments WHERE id = :id AND workspace_id = :workspace")
_HERE = """SELECT e.id FROM enrollments e WHERE e.place_id = :place AND e.workspace_id = :workspace
  AND e.is_group = 1"""
_STALE = text(f"""SELECT 1 FROM group_members WHERE person_id = :person AND seen_at < :stale
AND enrollment_id IN ({_HERE}) LIMIT 1""")  # noqa: S608 - our own text
_SEEN = text(f"""UPDATE group_members SET seen_at = :now WHERE person_id = :person
AND seen_at < :stale AND enrollment_id IN ({_HERE})""")  # noqa: S608 - our own text
_LINES = text("""SELECT l.person_id, p.name, l.resource_id, l.kind, l.body, l.at
FROM group_lines l JOIN people p ON p.id = l.person_id
WHERE l.enrollment_id = :id AND l.workspace_id = :workspace
  AND (:resource = '' OR l.resource_id = :resource) ORDER BY l.at, l.person_id, l.kind""")
_UNLED = text("""SELECT r.enrollment_id, r.resource_id FROM group_rounds r
JOIN enrollments e ON e.id = r.enrollment_id
WHERE r.answer_by IS NOT NULL AND r.answer_by <= :now AND e.state = 'active'
ORDER BY r.answer_by, r.enrollment_id LIMIT :limit""")


class GroupStore:
    """Implements `ports.Groups`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def view(
        self, party: Party, enrollment_id: EnrollmentId, *, now: datetime
    ) -> GroupView | None:
        """See `ports.Groups.view`."""

        def work(connection: Connection) -> GroupView | None:
            view = _ours(connection, party, number=enrollment_id)
            if view is None:
                return None
            return group_rows.group_view(connection, view, person=party.person_id, now=now)

        return await self._database.read(work)

    async def change(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        decide: Callable[[GroupView], GroupChange],
        pressing: Pressing,
        whom: PersonId | None = None,
    ) -> Regrouped | None:
        """See `ports.Groups.change`."""
        real = self._clock.real()

        def work(connection: Connection) -> Regrouped | None:
            before = _locked(
                connection, party, number=enrollment_id, pressing=pressing, real=real, whom=whom
            )
            if before is None:
                return None
            change = decide(before)
            group_writes.write_group(connection, party, number=enrollment_id, change=change)
            write_plan(connection, enrollment_id, change=change, now=pressing.now, real=real)
            view = full_views(connection, [enrollment_id])[0]
            after = group_rows.group_view(
                connection, view, person=party.person_id, now=pressing.now
            )
            return Regrouped(before=before, after=after) if after else None

        return await self._database.write(work)

    async def done(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        choose: Callable[[EnrollmentView], ResourceId],
        settle: Callable[[EnrollmentView, ResourceId], Change],
        pressing: Pressing,
    ) -> ReadTogether | None:
        """See `ports.Groups.done`."""
        real = self._clock.real()

        def work(connection: Connection) -> ReadTogether | None:
            before = _locked(connection, party, number=enrollment_id, pressing=pressing, real=real)
            if before is None:
                return None
            view, resource = before.view, choose(before.view)
            member = _arriving(before, party, now=pressing.now)
            group_writes.save_member(connection, party, number=enrollment_id, member=member)
            first = group_writes.finish_reading(
                connection, party, number=enrollment_id, resource=resource, at=pressing.now
            )
            reads = group_rows.read_reads(connection, view, resources=[resource], now=pressing.now)[
                resource
            ]
            moved = reads.enough and view.handled.get(resource, Handled.SENT) is Handled.SENT
            if moved:
                write_changes(connection, [settle(view, resource)], real=real)
            return ReadTogether(
                before=view,
                after=full_views(connection, [enrollment_id])[0],
                resource_id=resource,
                first=first,
                joined=before.me is None or before.me.state is not MemberState.JOINED,
                moved=moved,
                reads=reads,
            )

        return await self._database.write(work)

    async def seen(self, party: Party, *, now: datetime) -> None:
        """See `ports.Groups.seen`."""
        values = {
            "person": party.person_id,
            "place": party.place_id,
            "workspace": party.workspace_id,
            "stale": to_micros(now - SEEN_FOR),
        }
        stale = await self._database.read(lambda c: c.execute(_STALE, values).first())
        if stale is not None:
            noted = values | {"now": to_micros(now)}
            await self._database.write(lambda c: c.execute(_SEEN, noted))

    async def members(
        self, party: Party, enrollment_id: EnrollmentId, *, now: datetime
    ) -> Sequence[Member]:
        """See `ports.Groups.members`."""

        def work(connection: Connection) -> Sequence[Member]:
            view = _ours(connection, party, number=enrollment_id)
            return group_rows.read_members(connection, view, now=now) if view else ()

        return await self._database.read(work)

    async def rounds(self, party: Party, enrollment_id: EnrollmentId) -> Sequence[Round]:
        """See `ports.Groups.rounds`."""

        def work(connection: Connection) -> Sequence[Round]:
            view = _ours(connection, party, number=enrollment_id)
            return group_rows.read_rounds(connection, enrollment_id) if view else ()

        return await self._database.read(work)

    async def reads(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        resources: Sequence[ResourceId],
        now: datetime,
    ) -> Mapping[ResourceId, Reads]:
        """See `ports.Groups.reads`."""

        def work(connection: Connection) -> Mapping[ResourceId, Reads]:
            view = _ours(connection, party, number=enrollment_id)
            if view is None:
                return {}
            return group_rows.read_reads(connection, view, resources=resources, now=now)

        return await self._database.read(work)

    async def keep_lines(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        resource_id: ResourceId,
        lines: Mapping[LineKind, str],
        pressing: Pressing,
    ) -> bool:
        """See `ports.Groups.keep_lines`."""
        real = self._clock.real()

        def work(connection: Connection) -> bool:
            note_event(connection, party.platform, event_id=pressing.event_id, real=real)
            return group_writes.keep_lines(
                connection,
                party,
                number=enrollment_id,
                resource=resource_id,
                lines=lines,
                at=pressing.now,
            )

        return await self._database.write(work)

    async def lines(
        self, party: Party, enrollment_id: EnrollmentId, *, resource_id: ResourceId | None = None
    ) -> Sequence[Line]:
        """See `ports.Groups.lines`."""
        values = {
            "id": enrollment_id,
            "workspace": party.workspace_id,
            "resource": resource_id or "",
        }
        rows = await self._database.read(lambda c: c.execute(_LINES, values).fetchall())
        return [
            Line(
                person_id=PersonId(row.person_id),
                name=row.name,
                resource_id=ResourceId(row.resource_id),
                kind=LineKind(row.kind),
                text=row.body,
                at=from_micros(row.at),
            )
            for row in rows
        ]

    async def unled(self, now: datetime, *, limit: int) -> Sequence[Unled]:
        """See `ports.Groups.unled`."""

        def work(connection: Connection) -> Sequence[Unled]:
            rows = connection.execute(_UNLED, {"now": to_micros(now), "limit": limit}).fetchall()
            return [_unled(connection, row, now=now) for row in rows]

        return await self._database.read(work)

    async def appoint(self, before: Unled, after: Round) -> bool:
        """See `ports.Groups.appoint`."""
        number = before.view.enrollment.id
        return await self._database.write(
            lambda c: group_writes.appoint(c, number, before=before.round, after=after),
            urgent=False,
        )


def _ours(connection: Connection, party: Party, *, number: EnrollmentId) -> EnrollmentView | None:
    values = {"id": number, "workspace": party.workspace_id}
    if connection.execute(_OURS, values).first() is None:
        return None
    return full_views(connection, [number])[0]


def _locked(
    connection: Connection,
    party: Party,
    *,
    number: EnrollmentId,
    pressing: Pressing,
    real: datetime,
    whom: PersonId | None = None,
) -> GroupView | None:
    call = Call(event_id=pressing.event_id, key=pressing.key, real=real)
    view = begin_command(connection, party, enrollment_id=number, call=call)
    if view is None:
        return None
    return group_rows.group_view(
        connection, view, person=party.person_id, now=pressing.now, whom=whom
    )


def _arriving(before: GroupView, party: Party, *, now: datetime) -> Member:
    return arrived(
        before.me,
        person_id=party.person_id,
        name=party.person_name,
        now=now,
        rounds=before.group.rounds,
    )


def _unled(connection: Connection, row: Any, *, now: datetime) -> Unled:  # noqa: ANN401 - of _UNLED
    enrollment_id = EnrollmentId(row.enrollment_id)
    view = full_views(connection, [enrollment_id])[0]
    group = group_rows.read_group(connection, enrollment_id)
    assert group is not None  # noqa: S101 - a reading's group is there as long as it is
    return Unled(
        view=view,
        group=group,
        round=group_rows.read_round(connection, enrollment_id, resource=row.resource_id),
        members=tuple(group_rows.read_members(connection, view, now=now)),
    )
