"""The beginning of every command that changes a plan: noted once, and its plan locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.delivery import parse_key
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.ids import EnrollmentId
from bot.ports import Party
from bot.storage import decode
from bot.storage.events import note_event
from bot.storage.plans import read_handled, views_of
from bot.storage.types import to_micros

_CONFIRM = text("""UPDATE deliveries SET state = 'sent', settled_at = :now, lease_until = NULL,
  receipt = :receipt
WHERE id = :id AND token = :token AND workspace_id = :workspace
  AND state IN ('sending', 'uncertain')""")
_LOCK = text(f"""SELECT e.id FROM {decode.ENROLLMENTS}
WHERE e.id = :id AND e.workspace_id = :workspace""")  # noqa: S608 - our own table names


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call from outside: its id, the pressed message's key and receipt, and when (real time)."""

    event_id: str
    key: str | None
    receipt: str
    real: datetime


def begin_command(
    connection: Connection, party: Party, *, enrollment_id: EnrollmentId, call: Call
) -> EnrollmentView | None:
    """The plan under its lock with its history; None where this workspace has no such plan.

    Raises:
        AlreadyHandled: this call was handled before.
    """
    note_event(connection, party.platform, event_id=call.event_id, real=call.real)
    _confirm(connection, party, call=call)
    return _locked(connection, party, enrollment_id=enrollment_id)


def _confirm(connection: Connection, party: Party, *, call: Call) -> None:
    """A press proves that its message arrived."""
    parsed = parse_key(call.key) if call.key else None
    if parsed is not None:
        values = {"id": parsed[0], "token": parsed[1], "workspace": party.workspace_id}
        told = {"now": to_micros(call.real), "receipt": call.receipt}
        connection.execute(_CONFIRM, values | told)


def _locked(
    connection: Connection, party: Party, *, enrollment_id: EnrollmentId
) -> EnrollmentView | None:
    """The enrollment under its lock; another workspace's answers as one that is not there."""
    locking = " FOR UPDATE OF q" if connection.dialect.name == "postgresql" else ""
    values = {"id": enrollment_id, "workspace": party.workspace_id}
    if connection.execute(text(_LOCK.text + locking), values).first() is None:
        return None
    view = full_views(connection, [enrollment_id])[0]
    return None if view.enrollment.state is EnrollmentState.LEFT else view


def full_views(connection: Connection, numbers: Sequence[int]) -> list[EnrollmentView]:
    """The enrollments of these ids with all they have handled, in the order of the ids."""
    handled = read_handled(connection, numbers)
    return [
        EnrollmentView(
            enrollment=view.enrollment,
            attention=view.attention,
            schedules=view.schedules,
            handled=handled[view.enrollment.id],
        )
        for view in views_of(connection, numbers)
    ]
