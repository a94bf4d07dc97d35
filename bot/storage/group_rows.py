"""Study groups as domain values: what stands in their tables, read in few statements."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.enrollment import Enrollment, EnrollmentView
from bot.domain.group import (
    ACTIVE_FOR,
    Discussion,
    Face,
    Group,
    GroupState,
    Head,
    LeadState,
    Member,
    MemberState,
    Often,
    Reads,
    Role,
    Round,
    Tell,
    may_name,
)
from bot.domain.grouping import GroupView
from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.domain.schedule import local
from bot.storage.rows import TXT, Rows, run
from bot.storage.types import from_micros, instant_or_none, to_micros

ACTIVE = """m.state = 'joined' AND m.seen_at > :since
  AND (m.away_until = '' OR m.away_until <= :today)
  AND (p.away_until = '' OR p.away_until <= :today)"""
"""Who counts now; `m` is a membership, `p` its person. See `activity` for what it is bound to."""

_GROUP = text("""SELECT g.state, g.starts_on, g.cohort, g.discussion, g.reminder,
  (SELECT coalesce(max(r.number), 0) FROM group_rounds r WHERE r.enrollment_id = g.enrollment_id)
    AS rounds
FROM study_groups g WHERE g.enrollment_id = :id""")
_HEAD = text(f"""SELECT count(*) AS members, coalesce(sum(CASE WHEN {ACTIVE} THEN 1 ELSE 0 END), 0)
  AS active FROM group_members m JOIN people p ON p.id = m.person_id
WHERE m.enrollment_id = :id AND m.state = 'joined'""")  # noqa: S608 - our own condition
_MEMBERS = f"""SELECT m.person_id, p.name, m.state, m.role, m.joined_at, m.seen_at, m.from_round,
  m.tell, m.nudges, m.on_board, m.away_until, m.turn, p.external_id,
  (SELECT count(*) FROM group_rounds x WHERE x.enrollment_id = m.enrollment_id
    AND x.lead_id = m.person_id) AS led,
  CASE WHEN {ACTIVE} THEN 1 ELSE 0 END AS active
FROM group_members m JOIN people p ON p.id = m.person_id WHERE m.enrollment_id = :id
"""  # noqa: S608 - our own condition
_IN_ORDER = " ORDER BY m.joined_at, m.person_id"
_ALL = text(_MEMBERS + " AND m.state = 'joined'" + _IN_ORDER)
_SOME = text(
    _MEMBERS
    + " AND (m.person_id IN (:person, :whom) OR (m.role = 'lead' AND m.state = 'joined'))"
    + _IN_ORDER
)
_ROUNDS = """SELECT r.number, r.resource_id, r.sent_at, r.lead_id, p.name, r.lead_state,
  r.answer_by, r.moved_on_at, r.extended_at
FROM group_rounds r LEFT JOIN people p ON p.id = r.lead_id WHERE r.enrollment_id = :id"""
_EVERY_ROUND = text(_ROUNDS + " ORDER BY r.number")
_LAST_ROUND = text(_ROUNDS + " ORDER BY r.number DESC LIMIT 1")
_ONE_ROUND = text(_ROUNDS + " AND r.resource_id = :resource")
# Who has read it counts on both sides, whether they are active or not.
_READS = f"""SELECT r.resource_id, count(d.resource_id) AS done,
  sum(CASE WHEN d.resource_id IS NOT NULL OR ({ACTIVE} AND m.from_round <= coalesce(n.number, 0))
    THEN 1 ELSE 0 END) AS of_all
FROM {{r}} JOIN enrollments e ON e.id = :id
JOIN group_members m ON m.enrollment_id = e.id AND m.state = 'joined'
JOIN people p ON p.id = m.person_id
LEFT JOIN group_rounds n ON n.enrollment_id = e.id AND n.resource_id = r.resource_id
LEFT JOIN progress d ON d.workspace_id = e.workspace_id AND d.person_id = m.person_id
  AND d.curriculum = e.curriculum AND d.resource_id = r.resource_id
GROUP BY r.resource_id"""  # noqa: S608 - our own condition
_RESOURCES = Rows(resource_id=TXT)
_NAMES = text("""SELECT p.name FROM enrollments e
JOIN group_members m ON m.enrollment_id = e.id AND m.state = 'joined'
JOIN people p ON p.id = m.person_id
JOIN progress d ON d.workspace_id = e.workspace_id AND d.person_id = m.person_id
  AND d.curriculum = e.curriculum AND d.resource_id = :resource
WHERE e.id = :id ORDER BY d.done_at, p.id""")


def activity(now: datetime, zone: str) -> dict[str, Any]:
    """What `ACTIVE` is bound to at `now` (study time), days in the plan's zone."""
    today = local(now, zone).date()
    return {"since": to_micros(now - ACTIVE_FOR), "today": today.isoformat()}


def group_view(
    connection: Connection,
    view: EnrollmentView,
    *,
    person: PersonId,
    now: datetime,
    whom: PersonId | None = None,
    reading: ResourceId | None = None,
) -> GroupView | None:
    """A plan's group as it stands; None where the plan has none.

    `reading` is the one to look at, the latest where it was not sent or none is named.
    """
    number = view.enrollment.id
    face = read_face(connection, view.enrollment, now=now)
    if face is None:
        return None
    bound = {"id": number} | activity(now, view.enrollment.pace.zone)
    asked = {"person": person, "whom": whom or person}
    some = [_member(row) for row in connection.execute(_SOME, bound | asked)]
    latest = find_round(connection, number, resource=reading or "")
    latest = latest or find_round(connection, number, resource="")
    reads = None
    if latest is not None:
        found = read_reads(connection, view.enrollment, resources=[latest.resource_id], now=now)
        reads = found[latest.resource_id]
    return GroupView(
        view=view,
        group=face.group,
        head=face.head,
        me=next((each for each in some if each.person_id == person), None),
        whom=next((each for each in some if each.person_id == whom), None),
        leads=tuple(each for each in some if each.may_lead),
        round=latest,
        reads=reads,
    )


def read_group(connection: Connection, number: EnrollmentId) -> Group | None:
    """A group's own row."""
    row = connection.execute(_GROUP, {"id": number}).first()
    if row is None:
        return None
    return Group(
        enrollment_id=number,
        state=GroupState(row.state),
        starts_on=date.fromisoformat(row.starts_on) if row.starts_on else None,
        cohort=row.cohort,
        discussion=Discussion.decode(row.discussion),
        reminder=Often(row.reminder),
        rounds=row.rounds,
    )


def read_members(connection: Connection, view: EnrollmentView, *, now: datetime) -> list[Member]:
    """Everybody who is in a group, in the order in which they joined."""
    bound = {"id": view.enrollment.id} | activity(now, view.enrollment.pace.zone)
    return [_member(row) for row in connection.execute(_ALL, bound)]


def read_rounds(connection: Connection, number: EnrollmentId) -> list[Round]:
    """Every reading that a group was sent, the first first."""
    return [round_of(row) for row in connection.execute(_EVERY_ROUND, {"id": number})]


def find_round(connection: Connection, number: EnrollmentId, *, resource: str) -> Round | None:
    """One reading that a group was sent, the latest where none is named; None without one."""
    one = _ONE_ROUND if resource else _LAST_ROUND
    values = {"id": number} | ({"resource": resource} if resource else {})
    row = connection.execute(one, values).first()
    return round_of(row) if row else None


def read_face(connection: Connection, enrollment: Enrollment, *, now: datetime) -> Face | None:
    """What everybody sees of a group."""
    group = read_group(connection, enrollment.id)
    if group is None:
        return None
    bound = {"id": enrollment.id} | activity(now, enrollment.pace.zone)
    head = connection.execute(_HEAD, bound).one()
    return Face(group=group, head=Head(members=head.members, active=head.active))


def read_reads(
    connection: Connection,
    enrollment: Enrollment,
    *,
    resources: Sequence[ResourceId],
    now: datetime,
) -> dict[ResourceId, Reads]:
    """How many of a group have read each of these; names only where they may be told."""
    bound = activity(now, enrollment.pace.zone) | {"id": enrollment.id}
    found = dict.fromkeys(resources, Reads(done=0, of=0))
    batch = [(each,) for each in found]
    for row in run(connection, _READS, rows=_RESOURCES, batch=batch, **bound):
        resource = ResourceId(row.resource_id)
        names: tuple[str, ...] = ()
        if may_name(row.done, row.of_all):
            named = {"id": enrollment.id, "resource": resource}
            names = tuple(connection.scalars(_NAMES, named))
        found[resource] = Reads(done=row.done, of=row.of_all, names=names)
    return found


def _member(row: Any) -> Member:  # noqa: ANN401 - a row of _MEMBERS
    return Member(
        person_id=PersonId(row.person_id),
        name=row.name,
        state=MemberState(row.state),
        role=Role(row.role),
        joined_at=from_micros(row.joined_at),
        seen_at=from_micros(row.seen_at),
        from_round=row.from_round,
        active=bool(row.active),
        tell=Tell(row.tell),
        nudges=bool(row.nudges),
        on_board=bool(row.on_board),
        away_until=date.fromisoformat(row.away_until) if row.away_until else None,
        turn=row.turn,
        led=row.led,
        handle=row.external_id,
    )


def round_of(row: Any) -> Round:  # noqa: ANN401 - a row of group_rounds, with the lead's name
    """A reading of a group as it stands in its row."""
    return Round(
        number=row.number,
        resource_id=ResourceId(row.resource_id),
        sent_at=from_micros(row.sent_at),
        lead_id=PersonId(row.lead_id) if row.lead_id is not None else None,
        lead_name=row.name or "",
        lead_state=LeadState(row.lead_state),
        answer_by=instant_or_none(row.answer_by),
        moved_on_at=instant_or_none(row.moved_on_at),
        extended_at=instant_or_none(row.extended_at),
    )
