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
    LeadState,
    LineKind,
    Often,
    Reads,
    Round,
)
from bot.domain.group_week import GroupWeek, Said
from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.domain.pace import Pace
from bot.domain.schedule import local
from bot.storage.group_rows import ACTIVE
from bot.storage.rows import BIG, TXT, Rows, ids, run
from bot.storage.types import from_micros, instant_or_none, to_micros

MOST_LINES = 3

_LATEST = """SELECT g.enrollment_id, e.pace, g.state, g.cohort, g.discussion, g.reminder,
  n.number, n.resource_id, n.sent_at, n.lead_id, p.name, n.lead_state, n.answer_by,
  n.moved_on_at, n.extended_at
FROM {r} JOIN study_groups g ON g.enrollment_id = r.id JOIN enrollments e ON e.id = r.id
LEFT JOIN group_rounds n ON n.enrollment_id = g.enrollment_id AND n.number =
  (SELECT max(x.number) FROM group_rounds x WHERE x.enrollment_id = g.enrollment_id)
LEFT JOIN people p ON p.id = n.lead_id"""
_READING = Rows(id=BIG, resource_id=TXT, number=BIG, since=BIG, today=TXT)
_NOW = ACTIVE.replace(":since", "r.since").replace(":today", "r.today")
_READS = f"""SELECT r.id, count(d.resource_id) AS done,
  sum(CASE WHEN d.resource_id IS NOT NULL OR ({_NOW} AND m.from_round <= r.number)
    THEN 1 ELSE 0 END) AS of_all
FROM {{r}} JOIN enrollments e ON e.id = r.id
JOIN group_members m ON m.enrollment_id = e.id AND m.state = 'joined'
JOIN people p ON p.id = m.person_id
LEFT JOIN progress d ON d.workspace_id = e.workspace_id AND d.person_id = m.person_id
  AND d.curriculum = e.curriculum AND d.resource_id = r.resource_id
GROUP BY r.id"""  # noqa: S608 - our own condition
_LINES = """SELECT r.id, l.kind, p.name, l.body FROM {r}
JOIN group_lines l ON l.enrollment_id = r.id AND l.resource_id = r.resource_id
JOIN people p ON p.id = l.person_id ORDER BY r.id, l.at, l.person_id, l.kind"""
_RECKON = text("""INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
SELECT e.id, 'digest', '', :now FROM enrollments e WHERE e.id = :id AND e.state = 'active'
ON CONFLICT (enrollment_id, kind, resource_id) DO UPDATE SET due_at = excluded.due_at""")
_OUTDATE = text("UPDATE positions SET version = version + 1 WHERE enrollment_id = :id")


def read_weeks(
    connection: Connection, enrollments: Sequence[int], *, now: datetime
) -> dict[EnrollmentId, GroupWeek]:
    """What the weekly messages of these groups tell at `now` (study time).

    One that cannot be read is left out and stops no other.
    """
    rows = [row for row in ids(connection, _LATEST, numbers=enrollments) if _is_readable(row)]
    batch = [_reading(row, now) for row in rows if row.number is not None]
    reads = {
        row.id: Reads(done=row.done, of=row.of_all)
        for row in run(connection, _READS, rows=_READING, batch=batch)
    }
    lines: defaultdict[int, list[Said]] = defaultdict(list)
    for row in run(connection, _LINES, rows=_READING, batch=batch):
        if len(lines[row.id]) < MOST_LINES:
            lines[row.id].append(Said(kind=LineKind(row.kind), name=row.name, text=row.body))
    return {
        EnrollmentId(row.enrollment_id): GroupWeek(
            group=_group(row),
            round=_round(row) if row.number is not None else None,
            reads=reads.get(row.enrollment_id, Reads(done=0, of=0)),
            lines=tuple(lines[row.enrollment_id]),
        )
        for row in rows
    }


def reckon_anew(connection: Connection, number: EnrollmentId, *, now: datetime) -> None:
    """Let the planning at `now` (study time) find out when this group's weekly message comes.

    A plan made on what the group was before does not count any more.
    """
    connection.execute(_OUTDATE, {"id": number})
    connection.execute(_RECKON, {"id": number, "now": to_micros(now)})


def _is_readable(row: Any) -> bool:  # noqa: ANN401 - a row of _LATEST
    try:
        Pace.decode(row.pace)
        _group(row)
    except (ValueError, KeyError):  # a zone that is no more, a word of a newer version
        return False
    return True


def _reading(row: Any, now: datetime) -> tuple[int, str, int, int, str]:  # noqa: ANN401 - of _LATEST
    today = local(now, Pace.decode(row.pace).zone).date().isoformat()
    since = to_micros(now - ACTIVE_FOR)
    return row.enrollment_id, row.resource_id, row.number, since, today


def _group(row: Any) -> Group:  # noqa: ANN401 - a row of _LATEST
    return Group(
        enrollment_id=EnrollmentId(row.enrollment_id),
        state=GroupState(row.state),
        starts_on=None,
        cohort=row.cohort,
        discussion=Discussion.decode(row.discussion),
        reminder=Often(row.reminder),
        rounds=row.number or 0,
    )


def _round(row: Any) -> Round:  # noqa: ANN401 - a row of _LATEST
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
