"""Installations that were begun: a row that goes with its first use, or with its time."""

from datetime import timedelta

from sqlalchemy import Connection, text

from bot.ports import Clock
from bot.storage.database import Database
from bot.storage.types import MICROSECOND, to_micros

MOST = 10_000
"""Open at once; a flood of new ones forgets the oldest, so that nobody is kept out."""

_FORGET = text("DELETE FROM install_states WHERE expires_at <= :real")
_OLDEST = text("""DELETE FROM install_states WHERE digest IN (SELECT digest FROM install_states
ORDER BY expires_at DESC, digest LIMIT :more OFFSET :most)""")
_KEEP = text("INSERT INTO install_states (digest, expires_at) VALUES (:digest, :until)")
_TAKE = text("""DELETE FROM install_states WHERE digest = :digest RETURNING expires_at""")


class InstallStateStore:
    """Implements `ports.InstallStates`; times are real time."""

    def __init__(self, database: Database, clock: Clock, *, most: int = MOST) -> None:
        self._database = database
        self._clock = clock
        self._most = most

    async def keep(self, digest: str, *, lasts: timedelta) -> None:
        """See `ports.InstallStates.keep`."""
        real = to_micros(self._clock.real())

        def work(connection: Connection) -> None:
            connection.execute(_FORGET, {"real": real})
            connection.execute(_OLDEST, {"more": MOST, "most": self._most - 1})
            until = real + lasts // MICROSECOND
            connection.execute(_KEEP, {"digest": digest, "until": until})

        await self._database.write(work)

    async def take(self, digest: str) -> bool:
        """See `ports.InstallStates.take`."""
        real = to_micros(self._clock.real())
        values = {"digest": digest}
        until = await self._database.write(lambda c: c.execute(_TAKE, values).scalar_one_or_none())
        return until is not None and until > real
