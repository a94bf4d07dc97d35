"""The web chat's history."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, text

from bot.ports import AlreadyHandled, ChatMessage
from bot.storage.database import Database
from bot.storage.events import note_event
from bot.storage.types import from_micros, to_micros

MOST_UNREAD = 100
MOST_WORDS = 6
_COLUMNS = "id, place, author, key, at, payload, revision, under_id"
_POST = text("""INSERT INTO chat_messages (place, author, key, at, payload, under_id)
VALUES (:place, :author, :key, :at, :payload, :under) ON CONFLICT (key) DO NOTHING""")
_REPLACE = text("""UPDATE chat_messages SET payload = :payload, revision = revision + 1
WHERE key = :key""")
_BY_KEY = text(f"SELECT {_COLUMNS} FROM chat_messages WHERE key = :key")  # noqa: S608
_BY_ID = text(f"SELECT {_COLUMNS} FROM chat_messages WHERE id = :id")  # noqa: S608
_HISTORY = text(f"""SELECT {_COLUMNS} FROM chat_messages
WHERE place IN (:place, :beside) AND id < :before AND id > :after
ORDER BY id DESC LIMIT :limit""")  # noqa: S608
_PLACES: BindParameter[Sequence[str]] = bindparam("places", expanding=True)
# A mark beyond the newest message is of a history that was erased since.
_UNREAD = text("""SELECT count(*) FROM (SELECT 1 FROM chat_messages
WHERE place IN :places AND author <> :reader AND id > CASE
  WHEN :after > (SELECT max(id) FROM chat_messages) THEN 0 ELSE :after END
LIMIT :limit) AS unread""").bindparams(_PLACES)
_SEARCH = text(f"""SELECT {_COLUMNS} FROM chat_messages WHERE place IN :places
{" ".join(f"AND lower(payload) LIKE :word{n} ESCAPE '!'" for n in range(MOST_WORDS))}
ORDER BY id DESC LIMIT :limit""").bindparams(_PLACES)  # noqa: S608
_ERASE = (
    "DELETE FROM chat_messages",
    "DELETE FROM inbound_events WHERE platform = 'webchat'",
    """DELETE FROM deliveries WHERE workspace_id IN
    (SELECT id FROM workspaces WHERE platform = 'webchat')""",
    "DELETE FROM workspaces WHERE platform = 'webchat'",
)
_NEWEST = 2**62
_PLATFORM = "webchat"


class ChatStore:
    """Implements `ports.ChatLog`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def post(
        self,
        *,
        place: str,
        author: str,
        key: str,
        at: datetime,
        payload: str,
        under: int | None = None,
    ) -> ChatMessage:
        """See `ports.ChatLog.post`."""
        values = {
            "place": place,
            "author": author,
            "key": key,
            "at": to_micros(at),
            "payload": payload,
            "under": under,
        }

        def work(connection: Connection) -> ChatMessage:
            connection.execute(_POST, values)
            return _message(connection.execute(_BY_KEY, {"key": key}).one())

        return await self._database.write(work)

    async def replace(self, key: str, *, payload: str) -> ChatMessage | None:
        """See `ports.ChatLog.replace`."""

        def work(connection: Connection) -> ChatMessage | None:
            connection.execute(_REPLACE, {"key": key, "payload": payload})
            row = connection.execute(_BY_KEY, {"key": key}).first()
            return _message(row) if row else None

        return await self._database.write(work)

    async def find(self, key: str) -> ChatMessage | None:
        """See `ports.ChatLog.find`."""
        row = await self._database.read(lambda c: c.execute(_BY_KEY, {"key": key}).first())
        return _message(row) if row else None

    async def by_id(self, message_id: int) -> ChatMessage | None:
        """See `ports.ChatLog.by_id`."""
        row = await self._database.read(lambda c: c.execute(_BY_ID, {"id": message_id}).first())
        return _message(row) if row else None

    async def history(
        self,
        place: str,
        *,
        beside: str = "",
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
    ) -> Sequence[ChatMessage]:
        """See `ports.ChatLog.history`."""
        values = {
            "place": place,
            "beside": beside or place,
            "before": _NEWEST if before is None else before,
            "after": 0 if after is None else after,
            "limit": limit,
        }
        rows = await self._database.read(lambda c: c.execute(_HISTORY, values).fetchall())
        return [_message(row) for row in reversed(rows)]

    async def unread(self, places: Sequence[str], *, after: int, reader: str) -> int:
        """See `ports.ChatLog.unread`."""
        values = {"places": list(places), "after": after, "reader": reader, "limit": MOST_UNREAD}
        return await self._database.read(lambda c: c.execute(_UNREAD, values).scalar_one())

    async def search(
        self, places: Sequence[str], words: Sequence[str], *, limit: int
    ) -> Sequence[ChatMessage]:
        """See `ports.ChatLog.search`."""
        patterns = [f"%{_plain(word)}%" for word in words[:MOST_WORDS]]
        patterns += ["%"] * (MOST_WORDS - len(patterns))
        values: dict[str, object] = {
            f"word{number}": pattern for number, pattern in enumerate(patterns)
        }
        values |= {"places": list(places), "limit": limit}
        rows = await self._database.read(lambda c: c.execute(_SEARCH, values).fetchall())
        return [_message(row) for row in rows]

    async def once(self, event_id: str, *, real: datetime) -> bool:
        """See `ports.ChatLog.once`."""

        def work(connection: Connection) -> bool:
            try:
                note_event(connection, _PLATFORM, event_id=event_id, real=real)
            except AlreadyHandled:
                return False
            return True

        return await self._database.write(work)

    async def erase(self) -> None:
        """See `ports.ChatLog.erase`."""

        def work(connection: Connection) -> None:
            for statement in _ERASE:
                connection.execute(text(statement))

        await self._database.write(work)
        await self._database.scrub()


def _plain(word: str) -> str:
    """A word in which LIKE's own signs mean themselves."""
    return re.sub(r"[!%_]", r"!\g<0>", word)


def _message(row: Any) -> ChatMessage:  # noqa: ANN401 - a row of _COLUMNS
    return ChatMessage(
        id=row.id,
        place=row.place,
        author=row.author,
        key=row.key,
        at=from_micros(row.at),
        payload=row.payload,
        revision=row.revision,
        under=row.under_id,
    )
