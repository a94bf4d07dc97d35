"""What comes to members of a group in private: its new readings, and the end of what waits."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.group import Member, MemberState, Tell
from bot.domain.group_week import COPY
from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.storage.group_rounds import Planned, is_new
from bot.storage.nudging import PLACES, PRIVATE
from bot.storage.rows import BIG, TXT, Rows, run
from bot.storage.threads import TOKEN_BITS
from bot.storage.types import to_micros

_READINGS = Rows(id=BIG, resource_id=TXT, slot_at=BIG, part=BIG)
_WHO = """SELECT r.id, r.resource_id, r.slot_at, r.part, m.person_id FROM {r}
JOIN group_members m ON m.enrollment_id = r.id AND m.state = 'joined' AND m.tell = 'dm'
ORDER BY r.id, m.person_id, r.part"""
_ROWS = Rows(id=BIG, person_id=BIG, token=BIG, slot_at=BIG, resource_id=TXT, part=BIG)
_WRITE = f"""INSERT INTO deliveries (token, workspace_id, lane_id, shard, enrollment_id, place_id,
  person_id, kind, slot_at, part, resource_id, covered, variant, moves, state, ready_at, planned_at)
SELECT r.token, w.id, w.lane_id, l.shard, r.id, pl.id, p.id, 'nudge', r.slot_at, r.part,
  r.resource_id, 1, '{COPY}', 0, 'ready', :real, :real
FROM {{r}} JOIN people p ON p.id = r.person_id JOIN workspaces w ON w.id = p.workspace_id
JOIN places pl ON pl.workspace_id = w.id AND pl.external_id = {PRIVATE} AND pl.is_dm = 1
JOIN lanes l ON l.id = w.lane_id WHERE w.state = 'active'
ON CONFLICT DO NOTHING"""  # noqa: S608 - our own text
_STOP = """UPDATE deliveries SET state = 'dropped', reason = '{reason}', settled_at = :real
WHERE enrollment_id = :id AND person_id = :person AND state IN ('ready', 'queued'){which}"""
_COPIES = text(_STOP.format(reason="stopped", which=f" AND variant = '{COPY}'"))
_ALL = text(_STOP.format(reason="left", which=""))
_OF_READING = text(_STOP.format(reason="superseded", which=" AND resource_id = :resource"))


def write_copies(connection: Connection, planned: Iterable[Planned], *, real: datetime) -> None:
    """Plan the private copies of these readings; `real` is real time."""
    readings = [
        (enrollment_id, new.resource_id, to_micros(new.slot_at), new.part)
        for enrollment_id, deliveries in planned
        for new in deliveries
        if is_new(new)
    ]
    batch = [
        (
            row.id,
            row.person_id,
            secrets.randbits(TOKEN_BITS),
            row.slot_at,
            row.resource_id,
            row.part,
        )
        for row in run(connection, _WHO, rows=_READINGS, batch=readings)
    ]
    run(connection, PLACES, rows=_ROWS, batch=batch)
    run(connection, _WRITE, rows=_ROWS, batch=batch, real=to_micros(real))


def stop_private(
    connection: Connection, number: EnrollmentId, *, member: Member, real: datetime
) -> None:
    """End what waits for a member alone and is no longer wanted: all of it once they have left."""
    values = {"id": number, "person": member.person_id, "real": to_micros(real)}
    if member.state is not MemberState.JOINED:
        connection.execute(_ALL, values)
    elif member.tell is not Tell.DM:
        connection.execute(_COPIES, values)


def stop_read(
    connection: Connection,
    number: EnrollmentId,
    *,
    resource: ResourceId,
    person: PersonId,
    real: datetime,
) -> None:
    """Who has read a reading need not be sent it any more."""
    values = {"id": number, "person": person, "resource": resource, "real": to_micros(real)}
    connection.execute(_OF_READING, values)
