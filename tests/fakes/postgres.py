"""A PostgreSQL server of the tests' own: on a Unix socket, in a folder that goes with it.

Each test process starts one (about a second) and ends it by its own pid. Should the process be
killed, the kernel ends the server (`setpriv --pdeathsig`), and the next run removes the folder.
"""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import LiteralString, NoReturn

import psycopg
from psycopg import sql

PREFIX = "study-bot-postgres-"
PORT = 5432  # names the socket's file; nothing listens on a network port
START_S = 30
STOP_S = 10
ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
ENVIRONMENT: Mapping[str, str] = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
INITDB = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # a test kills programs, never the machine
    "full_page_writes": "off",
    "max_connections": "200",
}


SHAPE = """SELECT md5(string_agg(line, chr(10) ORDER BY line)) FROM (
  SELECT concat_ws(' ', c.relname, a.attname, a.atttypid, a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indexrelid
  WHERE c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT version_num FROM alembic_version
  UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal) AS lines"""
ALONE = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
"""Ends everybody else's connection and waits until it is gone: nothing is written after this."""
EMPTY = """DO $$ DECLARE place regclass; size bigint; BEGIN
  SET LOCAL session_replication_role = replica;  -- no foreign key and no trigger has a say
  FOR place, size IN SELECT oid, pg_relation_size(oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
  LOOP
    IF size > 1000000 THEN EXECUTE format('TRUNCATE %s CASCADE', place);
    ELSIF size > 0 THEN EXECUTE format('DELETE FROM %s', place); END IF;
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
  WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""
"""Deleting few rows takes a hundredth of what truncating every table and its indexes takes."""


class Server:
    """A running server; every test has a database of it to itself.

    Making one takes longer than most tests: one whose schema is as it was is emptied and lent
    again.
    """

    def __init__(self, folder: Path, process: "subprocess.Popen[bytes]") -> None:
        self.pid = process.pid
        self.folder = folder
        self._process = process
        self._numbers = itertools.count(1)
        self._clean: list[str] = []
        self._kept: dict[str, psycopg.Connection[tuple[object, ...]]] = {}
        self._shape = ""
        self._admin = self._connect()

    def url(self, database: str) -> str:
        """The address of a database, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}&port={PORT}"

    def template(self, fill: Callable[[str], object]) -> str:
        """Make a database, let `fill` bring it to the schema, and return its name."""
        name = "template_of_tests"
        self._run("CREATE DATABASE {}", name)
        fill(self.url(name))
        with self._connect(name) as connection:
            self._shape = self._shape_of(connection)
        return name

    def lend(self, template: str) -> str:
        """An empty database just like the template; returns its name."""
        return self._clean.pop() if self._clean else self.create(template)

    def take_back(self, database: str) -> None:
        """Empty a lent database, or remove it if its schema has changed."""
        if database not in self._kept:  # a new connection costs more than all it does here
            self._kept[database] = self._connect(database)
        kept = self._kept[database]
        kept.execute(ALONE)
        if self._shape_of(kept) == self._shape:
            kept.execute(EMPTY)
            self._clean.append(database)
        else:
            self.drop(database)

    def create(self, template: str) -> str:
        """A new database just like the template; returns its name."""
        name = f"test_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever may still be connected."""
        if database in self._kept:
            self._kept.pop(database).close()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def shut(self, database: str) -> None:
        """Let nobody in any more and end every connection, as when the server is gone."""
        if database in self._kept:
            self._kept.pop(database).close()
        self._run("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", database)
        self._admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
            [database],
        )

    def open(self, database: str) -> None:
        """Let everybody in again."""
        self._run("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", database)

    def stop(self) -> None:
        """End the server at once; its data is thrown away anyway."""
        for connection in (self._admin, *self._kept.values()):
            with suppress(psycopg.Error):
                connection.close()
        stop(self._process)

    @staticmethod
    def _shape_of(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
        """What tells one schema from another."""
        (shape,) = connection.execute(SHAPE).fetchone() or ("",)
        return str(shape)

    def _run(self, statement: LiteralString, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        give_up_at = time.monotonic() + START_S
        while True:
            try:
                return psycopg.connect(
                    host=str(self.folder),
                    port=PORT,
                    user="postgres",
                    dbname=database,
                    autocommit=True,
                )
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > give_up_at:
                    _complain(self.folder)
                time.sleep(0.01)  # the server says nowhere else when it is ready


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A server made of the programs in this folder, for as long as the block runs."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    account = _account()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    process: subprocess.Popen[bytes] | None = None
    try:
        _init(programs, folder, account)
        process = _start(programs, folder, account)
        server = Server(folder, process)
        yield server
        server.stop()
    finally:
        if process is not None:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """SIGQUIT ends a PostgreSQL server without a checkpoint; this one's pid alone is signalled."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _init(programs: Path, folder: Path, account: pwd.struct_passwd | None) -> None:
    data = ["-D", str(folder / "data"), "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [*_as(account), str(programs / "initdb"), *data, *INITDB],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.decode(errors='replace')}")


def _start(
    programs: Path, folder: Path, account: pwd.struct_passwd | None
) -> "subprocess.Popen[bytes]":
    settings = {**SETTINGS, "port": str(PORT), "unix_socket_directories": str(folder)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*_as(account), str(programs / "postgres"), "-D", str(folder / "data"), *options],
            cwd=folder,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the tests; they stop the server
        )


def _account() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, or an account without privileges where we are root."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError(f"PostgreSQL needs one of these accounts: {', '.join(ACCOUNTS)}")


def _as(account: pwd.struct_passwd | None) -> Sequence[str]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if account is None:
            return ()
        raise RuntimeError("setpriv (package util-linux) is needed to run PostgreSQL as root")
    who = (
        ()
        if account is None
        else (f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
    )
    return (setpriv, "--pdeathsig", "QUIT", *who, "--")


def sweep() -> None:
    """Remove the folders of test processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _complain(folder: Path) -> NoReturn:
    log = (folder / "log").read_text(errors="replace")
    raise RuntimeError(f"PostgreSQL did not start:\n{log}")
