"""Which sent messages show a group, and so have to be drawn anew when it changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from bot.domain.delivery import DeliveryKind
from bot.domain.ids import DeliveryId, EnrollmentId, ResourceId
from bot.domain.threads import LEAD, OPEN, QUESTIONS, Threaded
from bot.storage.marks import mark_stale
from bot.storage.threads import write_pieces

AFTER = timedelta(seconds=2)
"""The thread follows its reading so much later (real time): they share a place's limit."""

_INVITATION = text("""SELECT id FROM deliveries WHERE enrollment_id = :id AND kind = 'kickoff'
AND variant = '' AND state IN ('sending', 'sent') ORDER BY id DESC LIMIT 1""")
_OF_READING = text("""SELECT id FROM deliveries WHERE enrollment_id = :id
AND resource_id = :resource AND state IN ('sending', 'sent')
AND kind IN ('first', 'lesson', 'asked') ORDER BY id DESC LIMIT 1""")
_PIECE = text("""SELECT id FROM deliveries WHERE enrollment_id = :id AND resource_id = :resource
AND kind = :kind AND variant = :piece AND state IN ('sending', 'sent')""")
_PARENT = text("""SELECT max(id) FROM deliveries WHERE enrollment_id = :id
AND resource_id = :resource AND kind IN ('first', 'lesson', 'asked')
AND state IN ('ready', 'queued', 'sending', 'sent')""")
_LOCK = "SELECT enrollment_id FROM positions WHERE enrollment_id = :id"


def lock(connection: Connection, number: EnrollmentId) -> None:
    """Take the plan's lock."""
    locking = " FOR UPDATE" if connection.dialect.name == "postgresql" else ""
    connection.execute(text(_LOCK + locking), {"id": number})


def redraw_invitation(connection: Connection, number: EnrollmentId, *, real: datetime) -> None:
    """The invitation no longer shows how many are in; `real` is real time."""
    mark_stale(connection, _ids(connection.scalars(_INVITATION, {"id": number})), real=real)


def redraw_reading(
    connection: Connection, number: EnrollmentId, *, resource: ResourceId, real: datetime
) -> None:
    """A reading's message no longer shows how many have read it."""
    values = {"id": number, "resource": resource}
    mark_stale(connection, _ids(connection.scalars(_OF_READING, values)), real=real)


def redraw_piece(
    connection: Connection,
    number: EnrollmentId,
    *,
    resource: ResourceId,
    piece: str,
    real: datetime,
) -> None:
    """A piece of a reading's thread no longer shows how things are."""
    values = {"id": number, "resource": resource, "piece": piece}
    kind = {"kind": DeliveryKind.OPENER.value}
    mark_stale(connection, _ids(connection.scalars(_PIECE, values | kind)), real=real)


def show_lead(
    connection: Connection, number: EnrollmentId, *, resource: ResourceId, real: datetime
) -> None:
    """The lead's name into the reading's thread, behind its questions; or there anew."""
    values = {"id": number, "resource": resource}
    parent = connection.scalar(_PARENT, values)
    if parent is None:
        return
    pieces = (OPEN, QUESTIONS, LEAD)
    threaded = Threaded(resource_id=resource, pieces=pieces, pressed=DeliveryId(parent))
    write_pieces(connection, number, threaded=threaded, real=real + AFTER)
    redraw_piece(connection, number, resource=resource, piece=LEAD, real=real)


def _ids(found: Iterable[int]) -> list[DeliveryId]:
    return [DeliveryId(each) for each in found]
