"""Presses that are too long for a platform's buttons."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text

from bot.domain.card import Press
from bot.ports import Clock
from bot.storage.database import Database, statement
from bot.storage.rows import TXT, Rows, run
from bot.storage.types import to_micros

_KEEP = """INSERT INTO long_presses (name, verb, arg, kept_at)
SELECT r.name, r.verb, r.arg, :at FROM {r} WHERE true
ON CONFLICT (name) DO UPDATE SET kept_at = excluded.kept_at"""
_FIND = text("SELECT verb, arg FROM long_presses WHERE name = :name")
_TIDY = text("DELETE FROM long_presses WHERE kept_at < :before")
_ROWS = Rows(name=TXT, verb=TXT, arg=TXT)


class PressesStore:
    """Implements `ports.Presses`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, presses: Mapping[str, Press]) -> None:
        """See `ports.Presses.keep`."""
        batch = sorted((name, each.verb, each.arg) for name, each in presses.items())
        at = to_micros(self._clock.real())
        await self._database.write(lambda c: run(c, _KEEP, rows=_ROWS, batch=batch, at=at))

    async def find(self, name: str) -> Press | None:
        """See `ports.Presses.find`."""
        row = await self._database.read(lambda c: c.execute(_FIND, {"name": name}).first())
        return Press(row.verb, row.arg) if row is not None else None

    async def tidy(self, *, before: datetime) -> None:
        """See `ports.Presses.tidy`."""
        values = {"before": to_micros(before)}
        await self._database.write(statement(_TIDY, values), urgent=False)
