"""Where study groups stand, for their weekly messages: a fixed number of statements a batch."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.group import (
    ACTIVE_FOR,
    Discussion,
    Group,
    GroupState,
    LineKind,
    Often,
    Reads,
)
from bot.domain.group_week import ROUNDS, GroupWeek, Said, Told
from bot.domain.grouping import GroupChange, GroupView
from bot.domain.ids import EnrollmentId, ResourceId
from bot.domain.pace import Pace
from bot.domain.schedule import local
from bot.storage.changes import write_changes
from bot.storage.group_rows import ACTIVE, round_of
from bot.storage.rows import BIG, TXT, Rows, ids, run
from bot.storage.types import to_micros
from bot.storage.votes import move_reveal

_GROUPS = """SELECT g.enrollment_id, e.pace, g.state, g.cohort, g.discussion, g.reminder
FROM {r} JOIN study_groups g ON g.enrollment_id = r.id JOIN enrollments e ON e.id = r.id"""
_ZONED = Rows(id=BIG, since=BIG, today=TXT)
_NOW = ACTIVE.replace(":since", "r.since").replace(":today", "r.today")
_LATEST = f"""SELECT n.enrollment_id, n.number, n.resource_id, n.sent_at, n.lead_id,
  q.name, n.lead_state, n.answer_by, n.moved_on_at, n.extended_at,
  count(d.resource_id) AS done, coalesce(sum(CASE WHEN d.resource_id IS NOT NULL
    OR (m.person_id IS NOT NULL AND {_NOW} AND m.from_round <= n.number)
    THEN 1 ELSE 0 END), 0) AS of_all
FROM {{r}} JOIN enrollments e ON e.id = r.id
JOIN group_rounds n ON n.enrollment_id = r.id AND n.number >
  (SELECT max(x.number) FROM group_rounds x WHERE x.enrollment_id = r.id) - {ROUNDS}
LEFT JOIN people q ON q.id = n.lead_id
LEFT JOIN group_members m ON m.enrollment_id = r.id AND m.state = 'joined'
LEFT JOIN people p ON p.id = m.person_id
LEFT JOIN progress d ON d.workspace_id = e.workspace_id AND d.person_id = m.person_id
  AND d.curriculum = e.curriculum AND d.resource_id = n.resource_id
GROUP BY n.enrollment_id, n.number, n.resource_id, n.sent_at, n.lead_id, q.name, n.lead_state,
  n.answer_by, n.moved_on_at, n.extended_at
ORDER BY n.enrollment_id, n.number DESC"""  # noqa: S608 - our own condition
_LINES = """SELECT r.id, l.resource_id, l.kind, p.name, l.body FROM {r}
JOIN group_lines l ON l.enrollment_id = r.id AND l.resource_id = r.resource_id
JOIN people p ON p.id = l.person_id ORDER BY r.id, l.at, l.person_id, l.kind"""
_READING = Rows(id=BIG, resource_id=TXT)
_RECKON = text("""INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
SELECT e.id, 'digest', '', :now FROM enrollments e WHERE e.id = :id AND e.state = 'active'
ON CONFLICT (enrollment_id, kind, resource_id) DO UPDATE SET due_at = excluded.due_at""")
_OUTDATE = text("UPDATE positions SET version = version + 1 WHERE enrollment_id = :id")


def read_weeks(
    connection: Connection, enrollments: Sequence[int], *, now: datetime
) -> dict[EnrollmentId, GroupWeek]:
    """Where these groups stand at `now` (study time).

    One that is named twice (two messages of it go out together) is counted once; one that cannot
    be read is left out and stops no other.
    """
    groups = ids(connection, _GROUPS, numbers=dict.fromkeys(enrollments))
    rows = [row for row in groups if _is_readable(row)]
    told: defaultdict[int, list[Told]] = defaultdict(list)
    zoned = [_zoned(row, now) for row in rows]
    for row in run(connection, _LATEST, rows=_ZONED, batch=zoned):
        reads = Reads(done=row.done, of=row.of_all)
        told[row.enrollment_id].append(Told(round=round_of(row), reads=reads))
    batch = [(number, each.round.resource_id) for number, some in told.items() for each in some]
    lines: defaultdict[int, list[Said]] = defaultdict(list)
    for row in run(connection, _LINES, rows=_READING, batch=batch):
        lines[row.id].append(_said(row))
    return {
        EnrollmentId(row.enrollment_id): GroupWeek(
            group=_group(row),
            told=tuple(told[row.enrollment_id]),
            lines=tuple(lines[row.enrollment_id]),
        )
        for row in rows
    }


def write_plan(
    connection: Connection,
    before: GroupView,
    *,
    change: GroupChange,
    now: datetime,
    real: datetime,
) -> None:
    """Write what becomes of a group's plan.

    Where its discussion or its reminders changed, the planning at `now` (study time) finds out when
    its weekly message comes; one that was made on what the group was does not count any more.
    """
    number = {"id": before.group.enrollment_id}
    if change.change is not None:
        write_changes(connection, [change.change], real=real)
    if change.reveal_at is not None and before.round is not None:
        told = before.round.resource_id
        move_reveal(connection, before.group.enrollment_id, resource=told, at=change.reveal_at)
    if change.group is not None and _rhythm(change.group) != _rhythm(before.group):
        connection.execute(_OUTDATE, number)
        connection.execute(_RECKON, number | {"now": to_micros(now)})


def _rhythm(group: Group) -> tuple[Discussion | None, Often]:
    return group.discussion, group.reminder


def _is_readable(row: Any) -> bool:  # noqa: ANN401 - a row of _GROUPS
    try:
        Pace.decode(row.pace)
        _group(row)
    except (ValueError, KeyError):  # a zone that is no more, a word of a newer version
        return False
    return True


def _zoned(row: Any, now: datetime) -> tuple[int, int, str]:  # noqa: ANN401 - a row of _GROUPS
    today = local(now, Pace.decode(row.pace).zone).date().isoformat()
    return row.enrollment_id, to_micros(now - ACTIVE_FOR), today


def _said(row: Any) -> Said:  # noqa: ANN401 - a row of _LINES
    return Said(
        resource_id=ResourceId(row.resource_id),
        kind=LineKind(row.kind),
        name=row.name,
        text=row.body,
    )


def _group(row: Any) -> Group:  # noqa: ANN401 - a row of _GROUPS
    return Group(
        enrollment_id=EnrollmentId(row.enrollment_id),
        state=GroupState(row.state),
        starts_on=None,
        cohort=row.cohort,
        discussion=Discussion.decode(row.discussion),
        reminder=Often(row.reminder),
        rounds=0,
    )
