"""What the next case study of a week goes by: a fixed number of statements a batch."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.case_week import CASES, CaseHistory
from bot.domain.ids import EnrollmentId, ResourceId
from bot.storage.rows import ids

_WISHES = "SELECT r.id, c.wish FROM {r} JOIN case_weeks c ON c.enrollment_id = r.id"
# What came in this place before counts, whoever followed it then and wherever it ended.
_HANDLED = f"""SELECT r.id, h.resource_id, o.curriculum = '{CASES}' AS came FROM {{r}}
JOIN enrollments e ON e.id = r.id
JOIN enrollments o ON o.workspace_id = e.workspace_id AND o.place_id = e.place_id
JOIN handled h ON h.enrollment_id = o.id AND h.how IN ('sent', 'done')
ORDER BY r.id, o.id, h.seq"""  # noqa: S608 - our own id
_PROGRESS = """SELECT r.id, d.resource_id FROM {r} JOIN enrollments e ON e.id = r.id
JOIN places pl ON pl.id = e.place_id AND pl.is_dm = 1
JOIN progress d ON d.workspace_id = e.workspace_id AND d.person_id = e.person_id
ORDER BY r.id, d.done_at, d.resource_id"""


def read_histories(
    connection: Connection, enrollments: Sequence[int]
) -> dict[EnrollmentId, CaseHistory]:
    """What the next choice of each of these goes by."""
    seen: defaultdict[int, set[ResourceId]] = defaultdict(set)
    read: defaultdict[int, list[ResourceId]] = defaultdict(list)
    for row in ids(connection, _PROGRESS, numbers=enrollments):
        read[row.id].append(ResourceId(row.resource_id))
    for row in ids(connection, _HANDLED, numbers=enrollments):
        if row.came:
            seen[row.id].add(ResourceId(row.resource_id))
        else:
            read[row.id].append(ResourceId(row.resource_id))
    return {
        EnrollmentId(row.id): CaseHistory(
            wish=row.wish, seen=frozenset(seen[row.id]), read=tuple(read[row.id])
        )
        for row in ids(connection, _WISHES, numbers=enrollments)
    }
