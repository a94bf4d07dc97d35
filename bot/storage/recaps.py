"""What a message that looks back tells: read as it is sent, so that it is true then."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import EnrollmentId, ResourceId
from bot.domain.recap import Recap
from bot.storage.plans import read_handled
from bot.storage.rows import ids
from bot.storage.types import from_micros

_DONE = """SELECT e.id AS e_id, p.resource_id, p.done_at FROM {r}
JOIN enrollments e ON e.id = r.id
JOIN progress p ON p.workspace_id = e.workspace_id AND p.person_id = e.person_id
  AND p.curriculum = e.curriculum"""

DoneAt = dict[ResourceId, datetime]
"""When what was finished (study time)."""


def read_recaps(connection: Connection, enrollments: Sequence[int]) -> dict[EnrollmentId, Recap]:
    """Where each of these enrollments stands; nothing is read where there is none."""
    if not enrollments:
        return {}
    done: defaultdict[int, DoneAt] = defaultdict(dict)
    for row in ids(connection, _DONE, numbers=enrollments):
        done[row.e_id][ResourceId(row.resource_id)] = from_micros(row.done_at)
    handled = read_handled(connection, enrollments)
    return {
        each: Recap(handled=history, done_at=done.get(each, {}))
        for each, history in handled.items()
    }
