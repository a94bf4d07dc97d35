"""Which role a group's readings call, where its workspace chose one and somebody asked for it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.delivery import DeliveryKind
from bot.ports import Claimed
from bot.storage.rows import BIG, TXT, Rows, ids, run

_READINGS = frozenset({DeliveryKind.FIRST, DeliveryKind.LESSON, DeliveryKind.ASKED})
_ROLES = """SELECT d.id, d.calls AS before, CASE WHEN EXISTS (SELECT 1 FROM group_members m
  WHERE m.enrollment_id = d.enrollment_id AND m.state = 'joined' AND m.tell = 'role')
  THEN coalesce(c.ping_role, '') ELSE '' END AS role
FROM {r} JOIN deliveries d ON d.id = r.id
LEFT JOIN workspace_choices c ON c.workspace_id = d.workspace_id"""
_CALLS = Rows(id=BIG, role=TXT)
_KEEP = "UPDATE deliveries SET calls = r.role FROM {r} WHERE deliveries.id = r.id"


def with_calls(connection: Connection, claimed: Sequence[Claimed]) -> list[Claimed]:
    """The rows, with the role that a group's new reading calls in its channel.

    It is kept with the row: the message names it for good, whoever is called later.
    """
    new = [each.claim.id for each in claimed if _is_new_to_all(each)]
    found = ids(connection, _ROLES, numbers=new)
    changed = [(row.id, row.role) for row in found if row.role != row.before]
    run(connection, _KEEP, rows=_CALLS, batch=changed)
    roles = {row.id: row.role for row in found}
    return [
        replace(each, calls=roles[each.claim.id]) if each.claim.id in roles else each
        for each in claimed
    ]


def _is_new_to_all(claimed: Claimed) -> bool:
    reading = claimed.kind in _READINGS and claimed.resource_id is not None
    return reading and claimed.enrollment.is_group and not claimed.to.is_dm
