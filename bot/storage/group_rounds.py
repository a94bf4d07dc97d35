"""A study group's beginning, and its readings as they are planned: one statement a batch."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, text

from bot.domain.delivery import NewDelivery
from bot.domain.group import Role
from bot.domain.ids import EnrollmentId
from bot.domain.steering import Beginning
from bot.ports.kept import Party
from bot.storage.rows import BIG, TXT, Rows, run
from bot.storage.types import to_micros

_GROUP = text("""INSERT INTO study_groups (enrollment_id, workspace_id, state, starts_on, cohort)
VALUES (:id, :workspace, :state, :starts_on, :cohort)""")
_STARTER = text("""INSERT INTO group_members (enrollment_id, person_id, workspace_id, state, role,
  joined_at, seen_at, from_round)
VALUES (:id, :person, :workspace, 'joined', :role, :at, :at, 1)""")
_ROUNDS = Rows(enrollment_id=BIG, resource_id=TXT, sent_at=BIG, part=BIG)
# What comes again after a refusal keeps its number and its lead.
_BEGIN = """INSERT INTO group_rounds (enrollment_id, resource_id, workspace_id, number, sent_at,
  answer_by)
SELECT g.enrollment_id, r.resource_id, g.workspace_id, coalesce((SELECT max(x.number)
    FROM group_rounds x WHERE x.enrollment_id = g.enrollment_id), 0) + 1 + r.part,
  r.sent_at, r.sent_at
FROM {r} JOIN study_groups g ON g.enrollment_id = r.enrollment_id WHERE true
ON CONFLICT (enrollment_id, resource_id) DO UPDATE SET sent_at = excluded.sent_at"""
_RUNNING = """UPDATE study_groups SET state = 'running' FROM {r}
WHERE study_groups.enrollment_id = r.enrollment_id AND state = 'gathering'"""

Planned = tuple[EnrollmentId, Collection[NewDelivery]]


def begin_group(
    connection: Connection, party: Party, *, made: EnrollmentId, beginning: Beginning
) -> None:
    """Add the group of a new plan; who starts it is its first member and lead."""
    group = beginning.group
    assert group is not None  # noqa: S101 - the caller saw that there is one
    values = {"id": made, "workspace": party.workspace_id, "person": party.person_id}
    told = {
        "state": group.state.value,
        "starts_on": group.starts_on.isoformat(),
        "cohort": group.cohort,
    }
    connection.execute(_GROUP, {"id": made, "workspace": party.workspace_id} | told)
    at = to_micros(beginning.started_at)
    connection.execute(_STARTER, values | {"role": Role.LEAD.value, "at": at})


def begin_rounds(connection: Connection, planned: Iterable[Planned]) -> None:
    """The readings that these groups are sent become theirs to talk about; a first one starts them.

    What is sent again without moving the group is no new one.
    """
    batch = [
        (enrollment_id, new.resource_id, to_micros(new.slot_at), part)
        for enrollment_id, deliveries in planned
        for part, new in enumerate(each for each in deliveries if is_new(each))
    ]
    run(connection, _BEGIN, rows=_ROUNDS, batch=batch)
    run(connection, _RUNNING, rows=_ROUNDS, batch=batch)


def is_new(new: NewDelivery) -> bool:
    """Whether a group is sent this reading now, and was not before."""
    return new.moves and new.dropped is None and new.resource_id is not None
