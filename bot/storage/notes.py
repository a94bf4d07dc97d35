"""Notes and ratings, each of one person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.ids import CurriculumId, ResourceId
from bot.domain.limits import Limit, LimitReached
from bot.domain.notes import Named, NewNote, Note, NoteKind
from bot.ports import Clock, Party
from bot.storage.database import Database
from bot.storage.events import note_event
from bot.storage.limits import most
from bot.storage.types import from_micros, to_micros

# A person writes one note after the other: their row is what two commands at once wait for.
_LOCK = "SELECT id FROM people WHERE id = :person AND workspace_id = :workspace"
_COUNT = text("""SELECT count(*) AS kept, coalesce(max(number), 0) AS last FROM notes
WHERE person_id = :person""")
_SAME = text("""SELECT 1 FROM notes WHERE person_id = :person AND curriculum = :curriculum
AND resource_id = :resource AND kind = :kind AND body = :body""")
_ADD = text("""INSERT INTO notes (person_id, number, workspace_id, curriculum, resource_id, kind,
  body, at)
VALUES (:person, :number, :workspace, :curriculum, :resource, :kind, :body, :at)""")
_RATE = text("""INSERT INTO ratings (person_id, curriculum, resource_id, workspace_id, stars, at)
VALUES (:person, :curriculum, :resource, :workspace, :stars, :at)
ON CONFLICT (person_id, curriculum, resource_id) DO UPDATE SET stars = excluded.stars,
  at = excluded.at""")
_MINE = text("""SELECT number, curriculum, resource_id, kind, body, at FROM notes
WHERE person_id = :person AND workspace_id = :workspace ORDER BY number DESC LIMIT :limit""")
_ONE = text("""SELECT number, curriculum, resource_id, kind, body, at FROM notes
WHERE person_id = :person AND workspace_id = :workspace AND number = :number""")
_RATINGS = text("""SELECT resource_id, stars FROM ratings WHERE person_id = :person
AND workspace_id = :workspace AND curriculum = :curriculum ORDER BY resource_id""")
_CHANGE = text("""UPDATE notes SET body = :body WHERE person_id = :person
AND workspace_id = :workspace AND number = :number""")
_DELETE = text("""DELETE FROM notes WHERE person_id = :person AND workspace_id = :workspace
AND number = :number""")


class NotesStore:
    """Implements `ports.Notes`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(
        self,
        party: Party,
        reading: tuple[CurriculumId, ResourceId],
        *,
        notes: Sequence[NewNote],
        rating: int | None,
        at: datetime,
        event_id: str,
    ) -> None:
        """See `ports.Notes.keep`."""
        real = self._clock.real()
        values = {"curriculum": reading[0], "resource": reading[1], "at": to_micros(at)}

        def work(connection: Connection) -> None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            _lock(connection, party)
            _add(connection, party, notes=notes, values=values)
            if rating is not None:
                connection.execute(_RATE, _whose(party) | values | {"stars": rating})

        await self._database.write(work)

    async def mine(self, party: Party, *, limit: int = 500) -> Sequence[Note]:
        """See `ports.Notes.mine`."""
        values = _whose(party) | {"limit": limit}
        rows = await self._database.read(lambda c: c.execute(_MINE, values).fetchall())
        return [_note(row) for row in reversed(rows)]

    async def ratings(self, party: Party, curriculum: CurriculumId) -> Mapping[ResourceId, int]:
        """See `ports.Notes.ratings`."""
        values = _whose(party) | {"curriculum": curriculum}
        rows = await self._database.read(lambda c: c.execute(_RATINGS, values).fetchall())
        return {ResourceId(row.resource_id): row.stars for row in rows}

    async def change(self, party: Party, named: Named, *, text: str, event_id: str) -> Note | None:
        """See `ports.Notes.change`."""
        real = self._clock.real()

        def work(connection: Connection) -> Note | None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            found = _meant(connection, party, named=named)
            if found is None:
                return None
            connection.execute(_CHANGE, _whose(party) | {"number": named.number, "body": text})
            return _meant(connection, party, named=Named(number=named.number, mark="", rest=""))

        return await self._database.write(work)

    async def delete(self, party: Party, named: Named, *, event_id: str) -> Note | None:
        """See `ports.Notes.delete`."""
        real = self._clock.real()

        def work(connection: Connection) -> Note | None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            found = _meant(connection, party, named=named)
            if found is not None:
                connection.execute(_DELETE, _whose(party) | {"number": named.number})
            return found

        return await self._database.write(work)


def _whose(party: Party) -> dict[str, Any]:
    return {"person": party.person_id, "workspace": party.workspace_id}


def _lock(connection: Connection, party: Party) -> None:
    locking = " FOR NO KEY UPDATE" if connection.dialect.name == "postgresql" else ""
    connection.execute(text(_LOCK + locking), _whose(party))


def _add(
    connection: Connection, party: Party, *, notes: Sequence[NewNote], values: dict[str, Any]
) -> None:
    if not notes:
        return
    counted = connection.execute(_COUNT, _whose(party)).one()
    allowed = most(connection, party.workspace_id, limit=Limit.NOTES_A_PERSON)
    number = 0
    for new in notes:
        row = _whose(party) | values | {"kind": new.kind.value, "body": new.text}
        if connection.execute(_SAME, row).first() is not None:
            continue
        number += 1
        if counted.kept + number > allowed:
            raise LimitReached(Limit.NOTES_A_PERSON, allowed)
        connection.execute(_ADD, row | {"number": counted.last + number})


def _meant(connection: Connection, party: Party, *, named: Named) -> Note | None:
    locking = " FOR UPDATE" if connection.dialect.name == "postgresql" else ""
    values = _whose(party) | {"number": named.number}
    row = connection.execute(text(_ONE.text + locking), values).first()
    note = _note(row) if row else None
    return note if note is not None and named.means(note) else None


def _note(row: Any) -> Note:  # noqa: ANN401 - a row of _MINE
    return Note(
        number=row.number,
        curriculum=CurriculumId(row.curriculum),
        resource_id=ResourceId(row.resource_id),
        kind=NoteKind(row.kind),
        text=row.body,
        at=from_micros(row.at),
    )
