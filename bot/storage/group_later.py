"""A group's reading once more for one member, in their direct message."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.ids import EnrollmentId, ResourceId
from bot.ports import Party
from bot.storage.changes import TOKEN_BITS
from bot.storage.types import to_micros

# Where this person follows a plan of their own is where they can be written to.
_DIRECT = text("""SELECT pl.id FROM enrollments e JOIN places pl ON pl.id = e.place_id
WHERE e.person_id = :person AND e.workspace_id = :workspace AND pl.is_dm = 1
ORDER BY e.state = 'left', e.id DESC LIMIT 1""")
_MAKE_PLACE = text("""INSERT INTO places (workspace_id, external_id, is_dm, name)
VALUES (:workspace, :place, 1, '') ON CONFLICT (workspace_id, external_id) DO NOTHING""")
_NAMED = text("""SELECT id FROM places WHERE workspace_id = :workspace AND external_id = :place
AND is_dm = 1""")
_LATER = text("""
INSERT INTO deliveries (token, workspace_id, lane_id, shard, enrollment_id, place_id, person_id,
  kind, slot_at, part, resource_id, covered, variant, moves, state, ready_at, planned_at)
SELECT :token, w.id, w.lane_id, l.shard, e.id, :place, :person, 'snooze', :slot_at,
  (SELECT coalesce(max(x.part), -1) + 1 FROM deliveries x WHERE x.enrollment_id = e.id
    AND x.place_id = :place AND x.kind = 'snooze' AND x.slot_at = :slot_at),
  :resource, 1, '', 0, 'ready', :ready_at, :real
FROM enrollments e JOIN workspaces w ON w.id = e.workspace_id JOIN lanes l ON l.id = w.lane_id
WHERE e.id = :id AND w.state = 'active'""")
# Another day takes the place of the one before.
_INSTEAD = text("""UPDATE deliveries
SET state = 'dropped', reason = 'superseded', settled_at = :real
WHERE enrollment_id = :id AND person_id = :person AND kind = 'snooze' AND resource_id = :resource
  AND state IN ('ready', 'queued')""")


def remind_later(
    connection: Connection,
    party: Party,
    *,
    number: EnrollmentId,
    resource: ResourceId,
    at: datetime,
    now: datetime,
    real: datetime,
    place: str = "",
) -> bool:
    """Plan the reading for this person alone; False where they cannot be written to.

    `place` is where they can be, as the platform calls it. `at` and `now` are study time, `real`
    is real time.
    """
    whose = {"person": party.person_id, "workspace": party.workspace_id}
    if place:
        named = {"workspace": party.workspace_id, "place": place}
        connection.execute(_MAKE_PLACE, named)
        found = connection.scalar(_NAMED, named)
    else:
        found = connection.scalar(_DIRECT, whose)
    if found is None:
        return False
    values = {
        "token": secrets.randbits(TOKEN_BITS),
        "id": number,
        "place": found,
        "person": party.person_id,
        "resource": resource,
        "slot_at": to_micros(at),
        "ready_at": to_micros(real + (at - now)),
        "real": to_micros(real),
    }
    connection.execute(_INSTEAD, values)
    connection.execute(_LATER, values)
    return True
