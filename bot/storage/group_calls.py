"""Which role a group's readings call, where its workspace chose one and somebody asked for it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.delivery import DeliveryKind
from bot.ports import Claimed
from bot.storage.rows import ids

_READINGS = frozenset({DeliveryKind.FIRST, DeliveryKind.LESSON, DeliveryKind.ASKED})
_ROLES = """SELECT e.id, c.ping_role FROM {r} JOIN enrollments e ON e.id = r.id
JOIN workspace_choices c ON c.workspace_id = e.workspace_id AND c.ping_role <> ''
WHERE EXISTS (SELECT 1 FROM group_members m
  WHERE m.enrollment_id = e.id AND m.state = 'joined' AND m.tell = 'role')"""


def with_calls(connection: Connection, claimed: Sequence[Claimed]) -> list[Claimed]:
    """The rows, with the role that a group's new reading calls in its channel."""
    groups = {each.enrollment.id for each in claimed if _is_new_to_all(each)}
    if not groups:
        return list(claimed)
    roles = {row.id: row.ping_role for row in ids(connection, _ROLES, numbers=sorted(groups))}
    return [
        replace(each, calls=roles.get(each.enrollment.id, "")) if _is_new_to_all(each) else each
        for each in claimed
    ]


def _is_new_to_all(claimed: Claimed) -> bool:
    reading = claimed.kind in _READINGS and claimed.resource_id is not None
    return reading and claimed.enrollment.is_group and not claimed.to.is_dm
