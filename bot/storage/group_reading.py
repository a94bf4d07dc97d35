"""Looking at study groups: how they stand, who reads along, and what was written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.enrollment import Attention, Enrollment, EnrollmentView
from bot.domain.group import Face, LineKind, Member, Reads, Round
from bot.domain.grouping import GroupView
from bot.domain.ids import EnrollmentId, PersonId, PlaceId, ResourceId, WorkspaceId
from bot.ports import Clock, Party
from bot.ports.groups import Line, Membership
from bot.storage import group_rows
from bot.storage.database import Database
from bot.storage.plans import full_views
from bot.storage.types import from_micros

_OURS = text("SELECT 1 FROM enrollments WHERE id = :id AND workspace_id = :workspace")
_LINES = text("""SELECT l.person_id, p.name, l.resource_id, l.kind, l.body, l.at
FROM group_lines l JOIN people p ON p.id = l.person_id
WHERE l.enrollment_id = :id AND l.workspace_id = :workspace
  AND (:resource = '' OR l.resource_id = :resource)
  AND (:person = 0 OR l.person_id = :person)
ORDER BY l.at, l.person_id, l.kind""")

_OF_PERSON = text("""SELECT m.enrollment_id, e.workspace_id, e.place_id, p.id AS person_id, p.name,
  p.zone
FROM people p JOIN workspaces w ON w.id = p.workspace_id
JOIN group_members m ON m.person_id = p.id AND m.state = 'joined'
JOIN enrollments e ON e.id = m.enrollment_id AND e.state <> 'left'
JOIN places pl ON pl.id = e.place_id
WHERE w.platform = :platform AND w.external_id = :workspace AND p.external_id = :person
  AND (:place = '' OR pl.external_id = :place)""")


class GroupReader:
    """The part of `ports.Groups` that changes nothing."""

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
            return group_rows.read_reads(connection, view.enrollment, resources=resources, now=now)

        return await self._database.read(work)

    async def lines(
        self, party: Party, enrollment_id: EnrollmentId, *, resource_id: ResourceId | None = None
    ) -> Sequence[Line]:
        """See `ports.Groups.lines`."""
        values = {
            "id": enrollment_id,
            "workspace": party.workspace_id,
            "resource": resource_id or "",
            "person": 0,
        }
        return [_line(row) for row in await self._rows(values)]

    async def face(self, enrollment: Enrollment, *, now: datetime) -> Face | None:
        """See `ports.Groups.face`."""
        return await self._database.read(lambda c: group_rows.read_face(c, enrollment, now=now))

    async def opening(self, enrollment: Enrollment, resource_id: ResourceId) -> Round | None:
        """See `ports.Groups.opening`."""
        return await self._database.read(
            lambda c: group_rows.find_round(c, enrollment.id, resource=resource_id)
        )

    async def counts(
        self, enrollment: Enrollment, resource_id: ResourceId, *, now: datetime
    ) -> Reads | None:
        """See `ports.Groups.counts`."""
        if not enrollment.is_group:
            return None
        found = await self._database.read(
            lambda c: group_rows.read_reads(c, enrollment, resources=[resource_id], now=now)
        )
        return found[resource_id]

    async def line(
        self, enrollment: Enrollment, resource_id: ResourceId, *, kind: LineKind, by: PersonId
    ) -> Line | None:
        """See `ports.Groups.line`."""
        values = {
            "id": enrollment.id,
            "workspace": enrollment.workspace_id,
            "resource": resource_id,
            "person": by,
        }
        found = (_line(row) for row in await self._rows(values))
        return next((each for each in found if each.kind is kind), None)

    async def of_person(
        self, platform: str, workspace: str, *, person: str, place: str = ""
    ) -> Sequence[Membership]:
        """See `ports.Groups.of_person`."""
        values = {"platform": platform, "workspace": workspace, "person": person, "place": place}
        rows = await self._database.read(lambda c: c.execute(_OF_PERSON, values).fetchall())
        return [_membership(row, platform=platform) for row in rows]

    async def _rows(self, values: Mapping[str, Any]) -> Sequence[Any]:
        return await self._database.read(lambda c: c.execute(_LINES, values).fetchall())


def _ours(connection: Connection, party: Party, *, number: EnrollmentId) -> EnrollmentView | None:
    values = {"id": number, "workspace": party.workspace_id}
    if connection.execute(_OURS, values).first() is None:
        return None
    return full_views(connection, [number])[0]


def _membership(row: Any, *, platform: str) -> Membership:  # noqa: ANN401 - a row of _OF_PERSON
    party = Party(
        platform=platform,
        workspace_id=WorkspaceId(row.workspace_id),
        place_id=PlaceId(row.place_id),
        person_id=PersonId(row.person_id),
        attention=Attention(zone=row.zone),
        is_dm=False,
        person_name=row.name,
    )
    return Membership(party=party, enrollment_id=EnrollmentId(row.enrollment_id))


def _line(row: Any) -> Line:  # noqa: ANN401 - a row of _LINES
    return Line(
        person_id=PersonId(row.person_id),
        name=row.name,
        resource_id=ResourceId(row.resource_id),
        kind=LineKind(row.kind),
        text=row.body,
        at=from_micros(row.at),
    )
