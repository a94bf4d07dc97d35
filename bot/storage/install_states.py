"""Installations that were begun: a row that goes with its first use, or with its time."""

from datetime import timedelta

from sqlalchemy import Connection, text

from bot.ports import Clock
from bot.storage.database import Database
from bot.storage.types import MICROSECOND, to_micros

MOST = 10_000
"""Open at once; each lasts minutes."""

_FORGET = text("DELETE FROM install_states WHERE expires_at <= :real")
_KEEP = text("""INSERT INTO install_states (digest, expires_at)
SELECT :digest, CAST(:until AS bigint) WHERE (SELECT count(*) FROM install_states) < :most
RETURNING digest""")
_TAKE = text("""DELETE FROM install_states WHERE digest = :digest RETURNING expires_at""")


class InstallStateStore:
    """Implements `ports.InstallStates`; times are real time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, digest: str, *, lasts: timedelta) -> bool:
        """See `ports.InstallStates.keep`."""
        real = to_micros(self._clock.real())

        def work(connection: Connection) -> bool:
            connection.execute(_FORGET, {"real": real})
            values = {"digest": digest, "until": real + lasts // MICROSECOND, "most": MOST}
            return connection.execute(_KEEP, values).first() is not None

        return await self._database.write(work)

    async def take(self, digest: str) -> bool:
        """See `ports.InstallStates.take`."""
        real = to_micros(self._clock.real())
        values = {"digest": digest}
        until = await self._database.write(lambda c: c.execute(_TAKE, values).scalar_one_or_none())
        return until is not None and until > real
