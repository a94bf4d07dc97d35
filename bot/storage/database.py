"""One way to run a transaction, on SQLite and on PostgreSQL.

A piece of work is a plain function of a SQLAlchemy connection. On SQLite it runs in one hop on
the writer's thread (one writer, people before batches, BEGIN IMMEDIATE) or on a reader's; on
PostgreSQL in the async engine. Nothing outside storage ever holds a connection.
"""

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, TextClause, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.outages import told_as_down

T = TypeVar("T")
Work = Callable[[Connection], T]

READERS = 2
BUSY_TIMEOUT_MS = 10_000
SCRUB_TIMEOUT_MS = 200
DEADLOCK_TRIES = 3
RETRYABLE = {"40001", "40P01"}  # serialization failure, deadlock (PostgreSQL, appendix A)
DATA_EXCEPTION = "22"  # the class of errors whose very text is a value


class Database(Protocol):
    """Runs work in a transaction of its own.

    Raises, wherever it runs any:
        StoreDown: the database does not work just now.
    """

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        ...

    async def write(self, work: Work[T], *, urgent: bool = True) -> T:
        """Run and commit; `urgent` is a person's, the rest are batches."""
        ...

    async def read(self, work: Work[T]) -> T:
        """Run on a snapshot."""
        ...

    async def scrub(self) -> None:
        """Leave nothing of erased rows in files of this database, as far as that is ours to do."""
        ...

    async def close(self) -> None:
        """Finish what runs and close every connection."""
        ...


def open_database(url: str) -> Database:
    """The database of this address (`sqlite:///file` or `postgresql://...`)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(url)
    return PostgresDatabase(parsed.set(drivername="postgresql+psycopg"))


@dataclass(order=True)
class _Job:
    priority: int
    number: int
    work: Work[Any] | None = field(compare=False)
    given_up: Callable[[], bool] = field(compare=False)
    done: Callable[[Any, BaseException | None], None] = field(compare=False)


class SqliteDatabase:
    """SQLite in WAL mode: one writer thread with a priority queue, separate readers."""

    dialect = "sqlite"

    def __init__(self, url: str) -> None:
        self._writes = sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1)
        self._reads = sqlite_engine(url, begin="BEGIN", pool_size=READERS)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._writer = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._writer.start()

    async def write(self, work: Work[T], *, urgent: bool = True) -> T:
        """See `Database.write`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def done(result: T, error: BaseException | None) -> None:
            loop.call_soon_threadsafe(lambda: _resolve(future, result, error=error))

        self._jobs.put(_Job(0 if urgent else 1, next(self._numbers), work, future.cancelled, done))
        return await future

    async def read(self, work: Work[T]) -> T:
        """See `Database.read`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, _transact, self._reads, work)

    async def scrub(self) -> None:
        """See `Database.scrub`. Pages are overwritten at once; here the log beside them ends.

        Where somebody reads at this moment it stays until the next time.
        """
        await asyncio.to_thread(_empty_log, self._writes)

    async def close(self) -> None:
        """See `Database.close`."""
        self._jobs.put(_Job(2, next(self._numbers), None, lambda: False, _ignore))
        await asyncio.to_thread(self._writer.join)
        self._readers.shutdown()
        self._writes.dispose()
        self._reads.dispose()

    def _run(self) -> None:
        while (job := self._jobs.get()).work is not None:
            if job.given_up():
                continue  # nobody waits for it any more: better undone than done unheard
            try:
                result, error = _transact(self._writes, job.work), None
            except BaseException as caught:  # noqa: BLE001 - handed to whoever waits for it
                result, error = None, caught
            job.done(result, error)


class PostgresDatabase:
    """PostgreSQL through the async engine; a deadlock's victim is run again."""

    dialect = "postgresql"

    def __init__(self, url: Any) -> None:  # noqa: ANN401 - URL or text, as SQLAlchemy takes it
        self._engine = create_async_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )
        event.listen(self._engine.sync_engine, "handle_error", _hide_values)

    async def write(self, work: Work[T], *, urgent: bool = True) -> T:
        """See `Database.write`."""
        del urgent  # PostgreSQL has no single writer to queue for
        for attempt in itertools.count(1):
            try:
                with told_as_down():
                    async with self._engine.begin() as connection:
                        return await connection.run_sync(work)
            except OperationalError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state not in RETRYABLE or attempt >= DEADLOCK_TRIES:
                    raise
        raise AssertionError("unreachable")

    async def read(self, work: Work[T]) -> T:
        """See `Database.read`."""
        with told_as_down():
            async with self._engine.connect() as connection:
                return await connection.run_sync(work)

    async def scrub(self) -> None:
        """See `Database.scrub`: PostgreSQL's own vacuum does it."""

    async def close(self) -> None:
        """See `Database.close`."""
        await self._engine.dispose()


def statement(clause: TextClause, values: Mapping[str, object]) -> Work[None]:
    """The work of running one statement for its effect."""

    def work(connection: Connection) -> None:
        connection.execute(clause, values)

    return work


def sqlite_engine(url: str, *, begin: str, pool_size: int, foreign_keys: bool = True) -> Engine:
    """A synchronous engine whose transactions start with `begin`."""
    engine = create_engine(
        make_url(url).set(drivername="sqlite+pysqlite"),
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        # NORMAL may forget a claim on power loss and so send twice.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.execute("PRAGMA cache_size = -16000")
        # What is deleted is overwritten: a person who was erased is not in the file either.
        cursor.execute("PRAGMA secure_delete = ON")
        # Fewer checkpoints: a Monday morning's writes touch the same pages again and again.
        cursor.execute("PRAGMA wal_autocheckpoint = 10000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _ignore(_result: object, _error: BaseException | None) -> None:
    """What becomes of a job that nobody waits for."""


def _transact(engine: Engine, work: Work[T]) -> T:
    with told_as_down(), engine.begin() as connection:
        return work(connection)


def _empty_log(engine: Engine) -> None:
    """Move the write-ahead log into the database and cut it to nothing, unless somebody reads."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {SCRUB_TIMEOUT_MS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.close()
    finally:
        connection.close()


def _hide_values(context: ExceptionContext) -> None:
    """PostgreSQL quotes a row's values in its errors: keep what names the constraint alone."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    state, diag = getattr(error, "sqlstate", None), getattr(error, "diag", None)
    if state is None or diag is None or wrapped is None:
        return
    kept = "" if state.startswith(DATA_EXCEPTION) else diag.message_primary
    error.args = (kept or f"SQLSTATE {state}",)
    wrapped.args = (f"({type(error).__name__}) {error.args[0]}",)


def _resolve(future: "asyncio.Future[T]", result: T, *, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
