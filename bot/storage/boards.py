"""Boards of groups: what their members have read and found, and the keys to their pages."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.board import TOLD_FROM, Facts, Rated
from bot.domain.enrollment import Attention, EnrollmentView
from bot.domain.ids import EnrollmentId, PersonId, PlaceId, ResourceId, WorkspaceId
from bot.ports import BoardFacts, Clock, Party, Visit
from bot.storage import decode
from bot.storage.database import Database
from bot.storage.group_rows import read_members, read_reads, read_rounds
from bot.storage.plans import full_views
from bot.storage.types import from_micros, to_micros

_OURS = text("""SELECT 1 FROM enrollments e JOIN study_groups g ON g.enrollment_id = e.id
WHERE e.id = :id AND e.workspace_id = :workspace AND e.state <> 'left'""")
_READ = """FROM enrollments e
JOIN group_members m ON m.enrollment_id = e.id AND m.state = 'joined'
JOIN group_rounds n ON n.enrollment_id = e.id
JOIN {table} d ON d.workspace_id = e.workspace_id AND d.person_id = m.person_id
  AND d.curriculum = e.curriculum AND d.resource_id = n.resource_id
WHERE e.id = :id"""
_FINISHED = text("SELECT d.done_at " + _READ.format(table="progress"))
_DONE_BY = text(
    "SELECT d.person_id, d.resource_id " + _READ.format(table="progress") + " AND m.on_board = 1"
)
_RATED = text(
    "SELECT d.resource_id, count(*) AS raters, sum(d.stars) AS stars "
    + _READ.format(table="ratings")
    + " GROUP BY d.resource_id HAVING count(*) >= :least"
)
_MINE = text("""SELECT m.enrollment_id FROM group_members m
JOIN enrollments e ON e.id = m.enrollment_id
WHERE m.person_id = :person AND m.workspace_id = :workspace AND m.state = 'joined'
  AND e.state IN ('active', 'paused') ORDER BY e.id DESC LIMIT :limit""")
_TIDY = text("DELETE FROM page_keys WHERE until <= :now")
_LEND = text("""INSERT INTO page_keys (digest, kind, workspace_id, person_id, place_id,
  enrollment_id, until)
VALUES (:digest, 'link', :workspace, :person, :place, :id, :until)""")
_LENT = text("SELECT 1 FROM page_keys WHERE digest = :digest AND kind = 'link' AND until > :now")
_USE = text("""DELETE FROM page_keys WHERE digest = :digest AND kind = 'link' AND until > :now
RETURNING workspace_id, person_id, place_id, enrollment_id""")
_ENTER = text("""INSERT INTO page_keys (digest, kind, workspace_id, person_id, place_id,
  enrollment_id, until)
VALUES (:digest, 'visit', :workspace_id, :person_id, :place_id, :enrollment_id, :until)""")
_VISIT = f"""SELECT k.workspace_id, k.person_id, k.place_id, k.enrollment_id, w.platform, p.name,
  {decode.ATTENTION}
FROM page_keys k JOIN people p ON p.id = k.person_id JOIN workspaces w ON w.id = k.workspace_id
WHERE k.digest = :digest AND k.kind = 'visit' AND k.until > :now AND w.state = 'active'"""  # noqa: S608 - our own column names
_VISITING = text(_VISIT)


class BoardStore:
    """Implements `ports.Boards`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def facts(
        self, party: Party, enrollment_id: EnrollmentId, *, now: datetime
    ) -> BoardFacts | None:
        """See `ports.Boards.facts`."""
        values = {"id": enrollment_id, "workspace": party.workspace_id}

        def work(connection: Connection) -> BoardFacts | None:
            if connection.execute(_OURS, values).first() is None:
                return None
            view = full_views(connection, [enrollment_id])[0]
            return BoardFacts(view=view, facts=_facts(connection, view, now=now))

        return await self._database.read(work)

    async def groups_of(self, party: Party, *, limit: int) -> Sequence[EnrollmentId]:
        """See `ports.Boards.groups_of`."""
        values = {"person": party.person_id, "workspace": party.workspace_id, "limit": limit}
        found = await self._database.read(lambda c: c.scalars(_MINE, values).all())
        return [EnrollmentId(each) for each in found]

    async def lend(
        self, party: Party, enrollment_id: EnrollmentId, *, digest: str, lasts: timedelta
    ) -> None:
        """See `ports.Boards.lend`; keys that have ended go."""
        values = {
            "digest": digest,
            "workspace": party.workspace_id,
            "person": party.person_id,
            "place": party.place_id,
            "id": enrollment_id,
            "until": to_micros(self._clock.real() + lasts),
        }

        def work(connection: Connection) -> None:
            connection.execute(_TIDY, {"now": self._now()})
            connection.execute(_LEND, values)

        await self._database.write(work)

    async def is_lent(self, digest: str) -> bool:
        """See `ports.Boards.is_lent`."""
        values = {"digest": digest, "now": self._now()}
        return await self._database.read(lambda c: c.execute(_LENT, values).first()) is not None

    async def enter(self, digest: str, *, visit: str, lasts: timedelta) -> Visit | None:
        """See `ports.Boards.enter`."""
        now, until = self._now(), to_micros(self._clock.real() + lasts)

        def work(connection: Connection) -> Visit | None:
            used = connection.execute(_USE, {"digest": digest, "now": now}).first()
            if used is None:
                return None
            entered = dict(used._mapping) | {"digest": visit, "until": until}  # noqa: SLF001 - SQLAlchemy's public way to a mapping
            connection.execute(_ENTER, entered)
            return _visit(connection, visit, now=now)

        return await self._database.write(work)

    async def visiting(self, digest: str) -> Visit | None:
        """See `ports.Boards.visiting`."""
        now = self._now()
        return await self._database.read(lambda c: _visit(c, digest, now=now))

    def _now(self) -> int:
        return to_micros(self._clock.real())


def _facts(connection: Connection, view: EnrollmentView, *, now: datetime) -> Facts:
    number = {"id": view.enrollment.id}
    rounds = read_rounds(connection, view.enrollment.id)
    resources = [each.resource_id for each in rounds]
    done_by: dict[PersonId, set[ResourceId]] = {}
    for row in connection.execute(_DONE_BY, number):
        done_by.setdefault(PersonId(row.person_id), set()).add(ResourceId(row.resource_id))
    return Facts(
        members=read_members(connection, view, now=now),
        rounds=rounds,
        reads=read_reads(connection, view.enrollment, resources=resources, now=now),
        finished=[from_micros(row.done_at) for row in connection.execute(_FINISHED, number)],
        ratings={
            ResourceId(row.resource_id): Rated(stars=row.stars / row.raters, raters=row.raters)
            for row in connection.execute(_RATED, number | {"least": TOLD_FROM})
        },
        done_by={person: frozenset(done) for person, done in done_by.items()},
    )


def _visit(connection: Connection, digest: str, *, now: int) -> Visit | None:
    row: Any = connection.execute(_VISITING, {"digest": digest, "now": now}).first()
    if row is None:
        return None
    attention: Attention = decode.attention_of(row.p_zone, row.p_quiet, away_until=row.p_away_until)
    return Visit(
        enrollment_id=EnrollmentId(row.enrollment_id),
        party=Party(
            platform=row.platform,
            workspace_id=WorkspaceId(row.workspace_id),
            place_id=PlaceId(row.place_id),
            person_id=PersonId(row.person_id),
            attention=attention,
            is_dm=False,
            person_name=row.name,
        ),
    )
