"""Shifts: on PostgreSQL an advisory lock held by a session, on SQLite the one process there is.

The session is its own, beside the pool: a lock belongs to it and ends with it, so the address must
not lead through a pooler that hands out sessions by the transaction.
"""

import asyncio
import hashlib

import structlog
from sqlalchemy import NullPool, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.ports.shifts import Shift, Shifts

ANSWER_WITHIN_S = 5.0
_KEEPALIVE = text("""SELECT set_config('tcp_keepalives_idle', '5', false),
  set_config('tcp_keepalives_interval', '2', false),
  set_config('tcp_keepalives_count', '3', false)""")
"""PostgreSQL notices within 11 s that the other computer is gone, and gives the lock away."""
_TAKE = text("SELECT pg_try_advisory_lock(:key)")
_HOLDS = text("""SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
AND pid = pg_backend_pid()""")

log = structlog.get_logger(__name__)


def open_shifts(url: str) -> Shifts:
    """The shifts of this database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return OnlyProcess()
    engine = create_async_engine(
        parsed.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    return PostgresShifts(engine)


class OnlyProcess:
    """Implements `ports.Shifts` and `ports.Shift` where the lock file admits one process."""

    async def take(self, name: str) -> Shift | None:
        """See `ports.Shifts.take`."""
        del name  # whatever it is, nobody else is there
        return self

    async def holds(self) -> bool:
        """See `ports.Shift.holds`."""
        return True

    async def end(self) -> None:
        """See `ports.Shift.end`."""

    async def close(self) -> None:
        """See `ports.Shifts.close`."""


class PostgresShifts:
    """Implements `ports.Shifts`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, name: str) -> Shift | None:
        """See `ports.Shifts.take`."""
        connection: AsyncConnection | None = None
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                connection = await self._engine.connect()
                await connection.execute(_KEEPALIVE)
                if await connection.scalar(_TAKE, {"key": _key(name)}):
                    return PostgresShift(connection)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("shift_unknown", shift=name, cause=type(error).__name__)
        if connection is not None:
            await _closed(connection)
        return None

    async def close(self) -> None:
        """See `ports.Shifts.close`."""
        await self._engine.dispose()


class PostgresShift:
    """Implements `ports.Shift`: a session that holds the lock."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def holds(self) -> bool:
        """See `ports.Shift.holds`."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return bool(await self._connection.scalar(_HOLDS))
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("shift_lost", cause=type(error).__name__)
            return False

    async def end(self) -> None:
        """See `ports.Shift.end`."""
        await _closed(self._connection)


async def _closed(connection: AsyncConnection) -> None:
    """End the session, and with it the lock; one that is broken already has ended."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await connection.close()
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        log.warning("shift_not_ended", cause=type(error).__name__)


def _key(name: str) -> int:
    """A number for a name, that nobody else on this server uses by chance."""
    digest = hashlib.sha256(f"mlops-bot {name}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
