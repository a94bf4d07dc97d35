"""Erasing a workspace that was without us for long enough, some of it in each transaction.

Every step looks first whether the workspace is still suspended: one that comes back while it is
erased keeps what is left of it, and nobody waits for the whole.
"""

from collections.abc import Sequence
from enum import Enum, auto

from sqlalchemy import Connection, text

from bot.domain.enrollment import Attention
from bot.domain.ids import PersonId, PlaceId, WorkspaceId
from bot.ports import Party
from bot.storage.erasing import erase

SOME = 200

_DUE = text("""SELECT id FROM workspaces
WHERE state = 'suspended' AND suspended_at <= :before ORDER BY suspended_at, id""")
_STILL = """SELECT platform FROM workspaces
WHERE id = :id AND state = 'suspended' AND suspended_at <= :before"""
_PLANS = text("""DELETE FROM enrollments WHERE id IN (SELECT id FROM enrollments
WHERE workspace_id = :id ORDER BY id LIMIT :some)""")
_PEOPLE = text("SELECT id FROM people WHERE workspace_id = :id ORDER BY id LIMIT :some")
_WORKSPACE = text("DELETE FROM workspaces WHERE id = :id RETURNING lane_id")
_LANE = text("""DELETE FROM lanes WHERE id = :lane
AND NOT EXISTS (SELECT 1 FROM workspaces WHERE lane_id = :lane)""")


class Step(Enum):
    """How far the erasing of a workspace is."""

    MORE = auto()
    ERASED = auto()
    BACK = auto()


def due(connection: Connection, *, before: int) -> Sequence[int]:
    """Workspaces suspended since this instant (microseconds, real time) or longer."""
    return connection.execute(_DUE, {"before": before}).scalars().all()


def erase_some(
    connection: Connection, workspace: int, *, before: int, key: bytes, real: int
) -> Step:
    """Erase plans first, then people as they would be on their own wish, at last the workspace.

    `key` hashes who they were, so that a restored backup can be put right.
    """
    locking = " FOR UPDATE" if connection.dialect.name == "postgresql" else ""
    values = {"id": workspace, "before": before, "some": SOME}
    platform = connection.execute(text(_STILL + locking), values).scalar_one_or_none()
    if platform is None:
        return Step.BACK
    if connection.execute(_PLANS, values).rowcount:
        return Step.MORE
    people = connection.execute(_PEOPLE, values).scalars().all()
    for person in people:
        erase(connection, _party(platform, workspace, person=person), key=key, real=real)
    if people:
        return Step.MORE
    lane = connection.execute(_WORKSPACE, values).scalar_one()
    connection.execute(_LANE, {"lane": lane})
    return Step.ERASED


def _party(platform: str, workspace: int, *, person: int) -> Party:
    return Party(
        platform=platform,
        workspace_id=WorkspaceId(workspace),
        place_id=PlaceId(0),
        person_id=PersonId(person),
        attention=Attention(zone="UTC"),
        is_dm=False,
        person_name="",
    )
