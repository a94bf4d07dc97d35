"""Guesses of groups, and when their answers come."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.ids import EnrollmentId, ResourceId
from bot.domain.voting import Tally
from bot.ports import Clock, Party, Pressing, Voting
from bot.storage.database import Database, statement
from bot.storage.events import note_event
from bot.storage.types import from_micros, to_micros

_OURS = """enrollment_id = :id AND resource_id = :resource AND EXISTS (SELECT 1
  FROM enrollments e WHERE e.id = :id AND e.workspace_id = :workspace AND e.place_id = :place)"""
# Inserting nothing new locks nothing: the update makes a reveal and a guess wait for each other.
_OPEN = text("""INSERT INTO votings (enrollment_id, resource_id, reveal_at)
SELECT e.id, :resource, :reveal_at FROM enrollments e
WHERE e.id = :id AND e.workspace_id = :workspace AND e.place_id = :place
ON CONFLICT (enrollment_id, resource_id) DO UPDATE SET reveal_at = votings.reveal_at
RETURNING revealed_at, reveal_at""")
_CAST = text("""INSERT INTO votes (enrollment_id, resource_id, person_id, workspace_id, choice, at)
SELECT :id, :resource, p.id, p.workspace_id, :choice, :at FROM people p
WHERE p.id = :person AND p.workspace_id = :workspace
ON CONFLICT (enrollment_id, resource_id, person_id) DO UPDATE
SET choice = excluded.choice, at = excluded.at""")
_COUNTS = text("""SELECT choice, count(*) AS many FROM votes
WHERE enrollment_id = :id AND resource_id = :resource GROUP BY choice""")
_MINE = text(f"SELECT choice FROM votes WHERE {_OURS} AND person_id = :person")  # noqa: S608 - ours
_VOTING = text("""SELECT reveal_at, revealed_at FROM votings
WHERE enrollment_id = :id AND resource_id = :resource""")
_MOVE = text("""UPDATE votings SET reveal_at = :at
WHERE enrollment_id = :id AND resource_id = :resource AND revealed_at IS NULL""")
# A workspace that is without us is told once it is back. CROSS JOIN: SQLite begins with the votings
# that are due, and not with every plan there is.
_DUE = text("""SELECT v.enrollment_id, v.resource_id
FROM votings v CROSS JOIN enrollments e CROSS JOIN workspaces w
WHERE v.revealed_at IS NULL AND v.reveal_at <= :now
  AND e.id = v.enrollment_id AND e.state IN ('active', 'finished')
  AND w.id = e.workspace_id AND w.state = 'active'
ORDER BY v.reveal_at LIMIT :limit""")
_REVEAL = text("""UPDATE votings SET revealed_at = :now
WHERE enrollment_id = :id AND resource_id = :resource AND revealed_at IS NULL""")


class VoteStore:
    """Implements `ports.Votes`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def cast(
        self, party: Party, voting: Voting, *, choice: int, reveal_at: datetime, pressing: Pressing
    ) -> bool:
        """See `ports.Votes.cast`."""
        real, now = self._clock.real(), to_micros(pressing.now)
        values = _values(voting, party) | {
            "choice": choice,
            "at": now,
            "reveal_at": to_micros(reveal_at),
        }

        def work(connection: Connection) -> bool:
            note_event(connection, party.platform, event_id=pressing.event_id, real=real)
            row = connection.execute(_OPEN, values).first()
            if row is None or row.revealed_at is not None or row.reveal_at <= now:
                return False
            connection.execute(_CAST, values)
            return True

        return await self._database.write(work)

    async def tally(self, party: Party, voting: Voting) -> Tally:
        """See `ports.Votes.tally`."""
        values = _values(voting, party)

        def work(connection: Connection) -> Tally:
            return _tally(connection, voting, mine=connection.scalar(_MINE, values))

        return await self._database.read(work)

    async def counts(self, voting: Voting) -> Tally:
        """See `ports.Votes.counts`."""
        return await self._database.read(lambda c: _tally(c, voting, mine=None))

    async def due(self, now: datetime, *, limit: int) -> Sequence[Voting]:
        """See `ports.Votes.due`."""
        values = {"now": to_micros(now), "limit": limit}
        rows = await self._database.read(lambda c: c.execute(_DUE, values).fetchall())
        return [
            Voting(
                enrollment_id=EnrollmentId(row.enrollment_id),
                resource_id=ResourceId(row.resource_id),
            )
            for row in rows
        ]

    async def reveal(self, voting: Voting, *, now: datetime) -> None:
        """See `ports.Votes.reveal`."""
        values = {"id": voting.enrollment_id, "resource": voting.resource_id}
        await self._database.write(
            statement(_REVEAL, values | {"now": to_micros(now)}), urgent=False
        )


def move_reveal(
    connection: Connection, number: EnrollmentId, *, resource: ResourceId, at: datetime
) -> None:
    """The answer about a reading that is not out yet comes at `at` (study time)."""
    connection.execute(_MOVE, {"id": number, "resource": resource, "at": to_micros(at)})


def _tally(connection: Connection, voting: Voting, *, mine: int | None) -> Tally:
    values = {"id": voting.enrollment_id, "resource": voting.resource_id}
    counts = {row.choice: row.many for row in connection.execute(_COUNTS, values)}
    voting_row = connection.execute(_VOTING, values).first()
    if voting_row is None:
        return Tally(counts=counts, mine=mine)
    return Tally(
        counts=counts,
        mine=mine,
        revealed=voting_row.revealed_at is not None,
        reveal_at=from_micros(voting_row.reveal_at),
    )


def _values(voting: Voting, party: Party) -> dict[str, object]:
    return {
        "id": voting.enrollment_id,
        "resource": voting.resource_id,
        "person": party.person_id,
        "place": party.place_id,
        "workspace": party.workspace_id,
    }
