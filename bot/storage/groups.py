"""Study groups: joining, reading, leading and writing, each in one short transaction."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView, Handled
from bot.domain.group import LineKind, Member, arrived
from bot.domain.grouping import GroupChange, GroupView
from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.domain.threads import LEAD, line
from bot.ports import Party
from bot.ports.groups import Pressing, ReadTogether, Regrouped
from bot.storage import group_marks, group_rows, group_writes
from bot.storage.changes import write_changes
from bot.storage.commands import Call, begin_command
from bot.storage.events import note_event
from bot.storage.group_copies import stop_private, stop_read
from bot.storage.group_later import remind_later
from bot.storage.group_leading import GroupLeading
from bot.storage.group_weeks import write_plan
from bot.storage.limits import check_members
from bot.storage.plans import full_views
from bot.storage.types import to_micros

SEEN_FOR = timedelta(days=1)
"""Who was seen in a group this recently is not written down again."""

_HERE = """SELECT e.id FROM enrollments e WHERE e.place_id = :place AND e.workspace_id = :workspace
  AND e.is_group = 1"""
_STALE = text(f"""SELECT 1 FROM group_members WHERE person_id = :person AND seen_at < :stale
AND enrollment_id IN ({_HERE}) LIMIT 1""")  # noqa: S608 - our own text
_SEEN = text(f"""UPDATE group_members SET seen_at = :now WHERE person_id = :person
AND seen_at < :stale AND enrollment_id IN ({_HERE})""")  # noqa: S608 - our own text


class GroupStore(GroupLeading):
    """Implements `ports.Groups`."""

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

        def look(connection: Connection, view: EnrollmentView) -> GroupView | None:
            return group_rows.group_view(
                connection,
                view,
                person=party.person_id,
                now=pressing.now,
                whom=whom,
                reading=pressing.reading,
            )

        def work(connection: Connection) -> Regrouped | None:
            view = _locked(connection, party, number=enrollment_id, pressing=pressing, real=real)
            before = look(connection, view) if view else None
            if before is None:
                return None
            change = decide(before)
            group_writes.write_group(connection, party, number=enrollment_id, change=change)
            if not before.is_member and change.members:
                check_members(connection, party.workspace_id, group=enrollment_id)
            write_plan(connection, before, change=change, now=pressing.now, real=real)
            _redraw(connection, enrollment_id, change=change, real=real)
            for each in change.members:
                stop_private(connection, enrollment_id, member=each, real=real)
            after = look(connection, full_views(connection, [enrollment_id])[0])
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
            view = _locked(connection, party, number=enrollment_id, pressing=pressing, real=real)
            before = view and group_rows.group_view(
                connection, view, person=party.person_id, now=pressing.now
            )
            if not isinstance(before, GroupView):
                return None
            resource = choose(before.view)
            read = _read(connection, before, party=party, resource=resource, now=pressing.now)
            whom = party.person_id
            stop_read(connection, enrollment_id, resource=resource, person=whom, real=real)
            if read.moved:
                write_changes(connection, [settle(before.view, resource)], real=real)
            group_marks.redraw_reading(connection, enrollment_id, resource=resource, real=real)
            if read.joined:
                group_marks.redraw_invitation(connection, enrollment_id, real=real)
            return replace(read, after=full_views(connection, [enrollment_id])[0])

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

    async def remind_later(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        resource_id: ResourceId,
        at: datetime,
        pressing: Pressing,
        place: str = "",
    ) -> bool:
        """See `ports.Groups.remind_later`."""
        real = self._clock.real()

        def work(connection: Connection) -> bool:
            view = _locked(connection, party, number=enrollment_id, pressing=pressing, real=real)
            return view is not None and remind_later(
                connection,
                party,
                number=enrollment_id,
                resource=resource_id,
                at=at,
                now=pressing.now,
                real=real,
                place=place,
            )

        return await self._database.write(work)

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
            kept = group_writes.keep_lines(
                connection,
                party,
                number=enrollment_id,
                resource=resource_id,
                lines=lines,
                at=pressing.now,
            )
            for kind in lines:
                piece = line(kind.value, party.person_id)
                group_marks.redraw_piece(
                    connection, enrollment_id, resource=resource_id, piece=piece, real=real
                )
            return kept

        return await self._database.write(work)


def _locked(
    connection: Connection,
    party: Party,
    *,
    number: EnrollmentId,
    pressing: Pressing,
    real: datetime,
) -> EnrollmentView | None:
    call = Call(event_id=pressing.event_id, key=pressing.key, receipt=pressing.receipt, real=real)
    return begin_command(connection, party, enrollment_id=number, call=call)


def _read(
    connection: Connection,
    before: GroupView,
    *,
    party: Party,
    resource: ResourceId,
    now: datetime,
) -> ReadTogether:
    """Write that somebody has read it, as a member; what that means for the group."""
    view, number = before.view, before.view.enrollment.id
    joins = not before.is_member and view.enrollment.state is not EnrollmentState.FINISHED
    if before.is_member or joins:
        member = _arriving(before, party, now=now)
        group_writes.save_member(connection, party, number=number, member=member)
    if joins:
        check_members(connection, party.workspace_id, group=number)
    first = group_writes.finish_reading(connection, party, number=number, resource=resource, at=now)
    found = group_rows.read_reads(connection, view.enrollment, resources=[resource], now=now)
    reads = found[resource]
    return ReadTogether(
        before=view,
        after=view,
        resource_id=resource,
        first=first,
        joined=joins,
        moved=reads.enough and view.handled.get(resource) is Handled.SENT,
        reads=reads,
    )


def _arriving(before: GroupView, party: Party, *, now: datetime) -> Member:
    return arrived(
        before.me,
        person_id=party.person_id,
        name=party.person_name,
        now=now,
        rounds=before.group.rounds,
    )


def _redraw(
    connection: Connection, number: EnrollmentId, *, change: GroupChange, real: datetime
) -> None:
    """The messages that show what has changed."""
    if change.members or change.group is not None:
        group_marks.redraw_invitation(connection, number, real=real)
    if change.round is not None:
        resource = change.round.resource_id
        group_marks.redraw_piece(connection, number, resource=resource, piece=LEAD, real=real)
