"""Limits: what operators changed, and the counts that are checked where rows are added."""

from collections.abc import Mapping

from sqlalchemy import Connection, TextClause, text

from bot.domain.ids import EnrollmentId, WorkspaceId
from bot.domain.limits import DEFAULTS, Limit, LimitReached
from bot.ports import Party
from bot.ports.limits import WorkspaceName
from bot.storage.database import Database

_CHANGED = text("""SELECT w.platform, w.external_id, l.name, l.value FROM limits l
JOIN workspaces w ON w.id = l.workspace_id ORDER BY w.platform, w.external_id, l.name""")
_WORKSPACE = text("SELECT id FROM workspaces WHERE platform = :platform AND external_id = :id")
_SET = text("""INSERT INTO limits (workspace_id, name, value) VALUES (:workspace, :name, :value)
ON CONFLICT (workspace_id, name) DO UPDATE SET value = excluded.value""")
_UNSET = text("DELETE FROM limits WHERE workspace_id = :workspace AND name = :name")
_VALUE = text("SELECT value FROM limits WHERE workspace_id = :workspace AND name = :name")

_RUNNING = "state IN ('active', 'paused')"
_MEMBERS = text("""SELECT count(*) FROM (SELECT 1 FROM group_members
WHERE enrollment_id = :id AND state = 'joined' LIMIT :most) AS counted""")
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM enrollments WHERE {where} LIMIT :most) AS counted"
_OF_PERSON = text(_COUNT.format(where=f"person_id = :id AND {_RUNNING}"))
_OF_PLACE = text(_COUNT.format(where=f"place_id = :id AND {_RUNNING}"))
_OF_WORKSPACE = text(_COUNT.format(where=f"workspace_id = :id AND {_RUNNING}"))
# Inserts that refer to the row need a weaker lock than this one, so they do not wait.
_LOCK = text("SELECT id FROM workspaces WHERE id = :id FOR NO KEY UPDATE")


class LimitsStore:
    """Implements `ports.Limits`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def changed(self) -> Mapping[WorkspaceName, Mapping[Limit, int]]:
        """See `ports.Limits.changed`."""
        rows = await self._database.read(lambda c: c.execute(_CHANGED).fetchall())
        found: dict[WorkspaceName, dict[Limit, int]] = {}
        for row in rows:
            if row.name in DEFAULTS:
                found.setdefault((row.platform, row.external_id), {})[Limit(row.name)] = row.value
        return found

    async def set(self, workspace: WorkspaceName, limit: Limit, *, value: int | None) -> bool:
        """See `ports.Limits.set`."""

        def work(connection: Connection) -> bool:
            named = {"platform": workspace[0], "id": workspace[1]}
            found = connection.scalar(_WORKSPACE, named)
            if found is None:
                return False
            values = {"workspace": found, "name": limit.value}
            if value is None:
                connection.execute(_UNSET, values)
            else:
                connection.execute(_SET, values | {"value": value})
            return True

        return await self._database.write(work)


def most(connection: Connection, workspace: WorkspaceId, *, limit: Limit) -> int:
    """What holds in a workspace."""
    value = connection.scalar(_VALUE, {"workspace": workspace, "name": limit.value})
    return DEFAULTS[limit] if value is None else int(value)


def lock_workspace(connection: Connection, workspace: WorkspaceId) -> None:
    """Let two who start a plan in one workspace count one after the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"id": workspace})


def check_plans(connection: Connection, party: Party) -> None:
    """Refuse the plan that was just added where it is one too many.

    Raises:
        LimitReached: the person, the channel or the workspace has enough; nothing is written.
    """
    counts: list[tuple[Limit, TextClause, int]] = [
        (Limit.PLANS_A_PERSON, _OF_PERSON, party.person_id),
        (Limit.PLANS_A_WORKSPACE, _OF_WORKSPACE, party.workspace_id),
    ]
    if not party.is_dm:
        counts.insert(0, (Limit.PLANS_A_CHANNEL, _OF_PLACE, party.place_id))
    for limit, counting, whose in counts:
        allowed = most(connection, party.workspace_id, limit=limit)
        found = connection.execute(counting, {"id": whose, "most": allowed + 1}).scalar_one()
        if found > allowed:
            raise LimitReached(limit, allowed)


def check_members(connection: Connection, workspace: WorkspaceId, *, group: EnrollmentId) -> None:
    """Refuse the member who was just added, under the plan's lock, where they are one too many.

    Raises:
        LimitReached: the group has enough; nothing is written.
    """
    allowed = most(connection, workspace, limit=Limit.MEMBERS_A_GROUP)
    found = connection.execute(_MEMBERS, {"id": group, "most": allowed + 1}).scalar_one()
    if found > allowed:
        raise LimitReached(Limit.MEMBERS_A_GROUP, allowed)
