"""What is kept of a person: counted, handed out, erased, and put right after a restore."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Table, select, text

from bot.domain.enrollment import Attention
from bot.domain.ids import PersonId, PlaceId, WorkspaceId
from bot.domain.limits import Limit, LimitReached
from bot.ports import Clock, Erased, Holdings, Party, Records
from bot.storage.database import Database
from bot.storage.erasing import digest_of, erase
from bot.storage.events import note_event
from bot.storage.limits import most
from bot.storage.personal import KEPT, whose
from bot.storage.types import MICROSECOND, from_micros, to_micros

WORD_LASTS = timedelta(minutes=10)
"""How long a word that erases can be said."""
DAY = timedelta(hours=24)
EXPORT, FORGET = "export", "forget"
PAGE = 500

_DM = f"SELECT id FROM places WHERE {whose('places')}"  # noqa: S608 - our own condition
_HOLDINGS = text(f"""SELECT
  (SELECT count(*) FROM enrollments WHERE person_id = :person AND workspace_id = :workspace
    AND place_id IN ({_DM})) AS plans,
  (SELECT count(*) FROM enrollments WHERE person_id = :person AND workspace_id = :workspace
    AND place_id NOT IN ({_DM})) AS channel_plans,
  (SELECT count(*) FROM progress WHERE {whose("progress")}) AS readings,
  (SELECT count(*) FROM notes WHERE {whose("notes")}) AS notes,
  (SELECT count(*) FROM ratings WHERE {whose("ratings")}) AS ratings,
  (SELECT count(*) FROM chat_messages WHERE {whose("chat_messages")}) AS messages""")  # noqa: S608
_LOCK = "SELECT id FROM people WHERE id = :person AND workspace_id = :workspace"
_OLD = text("DELETE FROM data_requests WHERE person_id = :person AND kind = :kind AND at <= :old")
_COUNT = text("SELECT count(*) FROM data_requests WHERE person_id = :person AND kind = 'export'")
_REQUEST = text("""INSERT INTO data_requests (workspace_id, person_id, kind, word, at)
SELECT workspace_id, id, :kind, :word, :at FROM people
WHERE id = :person AND workspace_id = :workspace""")
_WORD = text("""SELECT word FROM data_requests WHERE person_id = :person
AND workspace_id = :workspace AND kind = 'forget' AND at > :old""")
_ERASED = text("SELECT digest, at FROM erasures ORDER BY at, digest")
_EVERYBODY = text("""SELECT p.id, p.external_id, p.created_at, p.workspace_id, w.platform,
  w.external_id AS workspace FROM people p JOIN workspaces w ON w.id = p.workspace_id
WHERE p.id > :after ORDER BY p.id LIMIT :limit""")

log = structlog.get_logger(__name__)


class PersonalStore:
    """Implements `ports.Personal`. `keys` hash who was erased, the newest first."""

    def __init__(
        self, database: Database, clock: Clock, *, keys: Callable[[], Sequence[bytes]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def holdings(self, party: Party) -> Holdings:
        """See `ports.Personal.holdings`."""
        row = await self._database.read(lambda c: c.execute(_HOLDINGS, _values(party)).one())
        return Holdings(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a mapping

    async def records(self, party: Party, *, event_id: str) -> Records:
        """See `ports.Personal.records`."""
        real = self._clock.real()

        def work(connection: Connection) -> Records:
            note_event(connection, party.platform, event_id=event_id, real=real)
            _lock(connection, party)
            _request(connection, party, kind=EXPORT, at=to_micros(real), lasts=DAY)
            allowed = most(connection, party.workspace_id, limit=Limit.EXPORTS_A_DAY)
            if connection.execute(_COUNT, _values(party)).scalar_one() > allowed:
                raise LimitReached(Limit.EXPORTS_A_DAY, allowed)
            return {name: _rows(connection, name, party=party) for name in KEPT if whose(name)}

        return await self._database.write(work)

    async def ask_to_forget(self, party: Party, *, word: str, event_id: str) -> None:
        """See `ports.Personal.ask_to_forget`."""
        real = self._clock.real()

        def work(connection: Connection) -> None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            _lock(connection, party)
            at = to_micros(real)
            _request(connection, party, kind=FORGET, at=at, lasts=timedelta(0), word=word)

        await self._database.write(work)

    async def forget(self, party: Party, *, word: str, event_id: str) -> bool:
        """See `ports.Personal.forget`."""
        real = self._clock.real()
        fresh = {"old": to_micros(real - WORD_LASTS)}

        def work(connection: Connection) -> str | None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            _lock(connection, party)
            if connection.scalar(_WORD, _values(party) | fresh) != word:
                return None
            return erase(connection, party, key=self._keys()[0], real=to_micros(real))

        digest = await self._database.write(work)
        if digest is None:
            return False
        await self._database.scrub()
        log.info("person_erased", digest=digest)
        return True

    async def erased(self) -> Sequence[Erased]:
        """See `ports.Personal.erased`."""
        rows = await self._database.read(lambda c: c.execute(_ERASED).fetchall())
        return [Erased(digest=row.digest, at=from_micros(row.at)) for row in rows]

    async def erase_again(self, journal: Sequence[Erased]) -> int:
        """See `ports.Personal.erase_again`."""
        wanted = {each.digest: to_micros(each.at) for each in journal}
        gone, after = 0, 0
        while True:
            page = {"after": after, "limit": PAGE}
            people = await self._database.read(
                lambda c, page=page: c.execute(_EVERYBODY, page).fetchall()  # type: ignore[misc]
            )
            if not people:
                break
            after = people[-1].id
            for row in people:
                gone += await self._erase_if(row, wanted)
        await self._database.scrub()
        return gone

    async def _erase_if(self, row: Any, wanted: Mapping[str, int]) -> bool:  # noqa: ANN401 - a row of _EVERYBODY
        who = (row.platform, row.workspace, row.external_id)
        erased_at = max(wanted.get(digest_of(who, key=key), -1) for key in self._keys())
        if erased_at < row.created_at:
            return False
        real = to_micros(self._clock.real())
        party = _party(row)
        digest = await self._database.write(
            lambda c: erase(c, party, key=self._keys()[0], real=real), urgent=False
        )
        return digest is not None


def _values(party: Party) -> dict[str, Any]:
    return {
        "person": party.person_id,
        "workspace": party.workspace_id,
        "place": party.place_id if party.is_dm else 0,
        "platform": party.platform,
    }


def _lock(connection: Connection, party: Party) -> None:
    """What one person asks about their data happens one after the other."""
    locking = " FOR NO KEY UPDATE" if connection.dialect.name == "postgresql" else ""
    connection.execute(text(_LOCK + locking), _values(party))


def _request(
    connection: Connection,
    party: Party,
    *,
    kind: str,
    at: int,
    lasts: timedelta,
    word: str = "",
) -> None:
    """Add a request, and forget those that count no more."""
    values = _values(party) | {"kind": kind, "at": at, "word": word}
    connection.execute(_OLD, values | {"old": at - lasts // MICROSECOND})
    connection.execute(_REQUEST, values)


def _rows(connection: Connection, name: str, *, party: Party) -> list[Mapping[str, Any]]:
    from bot.storage.tables import Base  # noqa: PLC0415 - an export is rare, and the ORM slow to import

    table: Table = Base.metadata.tables[name]
    columns = [table.c[column] for column in KEPT[name].exported]
    found = connection.execute(
        select(*columns).where(text(whose(name))).order_by(*table.primary_key.columns),
        _values(party),
    )
    return [dict(row) for row in found.mappings()]


def _party(row: Any) -> Party:  # noqa: ANN401 - a row of _EVERYBODY
    """Somebody as a command would know them; their direct messages are found by their plans."""
    return Party(
        platform=row.platform,
        workspace_id=WorkspaceId(row.workspace_id),
        place_id=PlaceId(0),
        person_id=PersonId(row.id),
        attention=Attention(zone="UTC"),
        is_dm=False,
        person_name="",
    )
