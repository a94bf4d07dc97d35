"""Everything that is sealed, for changing the secret keys: counted by key, and sealed anew.

A value that changes meanwhile is left alone: whoever wrote it used the newest key of their own.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from bot.ports import KeyUse
from bot.storage.database import Database
from bot.storage.installations import place_of
from bot.storage.sealing import Sealer

COLUMNS = ("bot_token", "refresh_token")
PAGE = 200

_PAGE = text("""SELECT i.workspace_id, w.external_id AS workspace, i.bot_token, i.refresh_token
FROM slack_installations i JOIN workspaces w ON w.id = i.workspace_id
WHERE i.workspace_id > :after ORDER BY i.workspace_id LIMIT :page""")
_SWAP = {
    column: text(f"""UPDATE slack_installations SET {column} = :new
WHERE workspace_id = :id AND {column} = :old RETURNING workspace_id""")  # noqa: S608 - our own names
    for column in COLUMNS
}


class SealStore:
    """Implements `ports.Seals`."""

    def __init__(self, database: Database, *, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    async def keys_in_use(self) -> KeyUse:
        """See `ports.Seals.keys_in_use`."""
        values, unreadable, after = [0] * self._sealer.count, 0, 0
        while rows := await self._page(after):
            after = rows[-1].workspace_id
            for _, sealed, place in _sealed(rows):
                number = self._sealer.key_of(sealed, place=place)
                if number is None:
                    unreadable += 1
                else:
                    values[number] += 1
        return KeyUse(values=tuple(values), unreadable=unreadable)

    async def reseal(self) -> int:
        """See `ports.Seals.reseal`."""
        changed, after = 0, 0
        while rows := await self._page(after):
            after = rows[-1].workspace_id
            swaps = list(self._swaps(rows))
            changed += await self._database.write(lambda c, s=swaps: _swap(c, s), urgent=False)  # type: ignore[misc]
        return changed

    async def _page(self, after: int) -> list[Any]:
        values = {"after": after, "page": PAGE}
        return list(await self._database.read(lambda c: c.execute(_PAGE, values).fetchall()))

    def _swaps(self, rows: list[Any]) -> Iterator[tuple[str, dict[str, object]]]:
        """What is under an older key, and the same under the newest."""
        for (workspace_id, column), sealed, place in _sealed(rows):
            if self._sealer.key_of(sealed, place=place) not in (None, 0):
                new = self._sealer.seal(self._sealer.open(sealed, place=place), place=place)
                yield column, {"id": workspace_id, "old": sealed, "new": new}


def _sealed(rows: list[Any]) -> Iterator[tuple[tuple[int, str], str, str]]:
    for row in rows:
        for column in COLUMNS:
            sealed = getattr(row, column)
            if sealed:
                yield (row.workspace_id, column), sealed, place_of(row.workspace, column)


def _swap(connection: Connection, swaps: list[tuple[str, dict[str, object]]]) -> int:
    return sum(
        connection.execute(_SWAP[column], values).first() is not None for column, values in swaps
    )
