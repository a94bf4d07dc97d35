"""Databases for benchmarks: fresh, migrated, and durable as in production."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text

from bot.logs import set_up_logs
from bot.storage.migrate import Migrations
from tests.fakes import installed, postgres

ROOT = Path(__file__).parent.parent
MISSING = "PostgreSQL: not installed, so nothing of it is measured"
DURABLE = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "512MB"}
"""The tests' server commits without waiting for the disk; a benchmark must wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A kind of database, and the addresses of fresh ones by name."""

    kind: str
    urls: Mapping[str, str]


@contextmanager
def places(names: Sequence[str], *, durable: bool) -> Iterator[list[Place]]:
    """For each kind of database there is, a fresh migrated one under each of these names.

    Where nothing is `durable` PostgreSQL runs as in the tests, which starts sooner.

    Where CI is set a missing PostgreSQL is an error.
    """
    with tempfile.TemporaryDirectory(prefix="study-bot-bench-") as folder:
        found = [Place(kind="SQLite", urls=_files(Path(folder), names))]
        if not _postgres_there():
            yield found
            return
        if durable:
            postgres.SETTINGS.update(DURABLE)
        with postgres.running(installed.postgres_programs()) as server:
            template = server.template(_migrate)
            urls = {name: server.url(server.create(template)) for name in names}
            yield [*found, Place(kind="PostgreSQL", urls=urls)]


def fill(url: str, statements: Sequence[str], values: Mapping[str, object]) -> None:
    """Run statements quickly: no foreign keys, no waiting for the disk until the end."""
    engine = create_engine(make_url(url))
    lax = {
        "sqlite": ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF"),
        "postgresql": ("SET session_replication_role = replica",),
    }[engine.dialect.name]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in lax:
            connection.exec_driver_sql(setting)
        for statement in statements:
            _execute(connection, statement, values)
        connection.exec_driver_sql("ANALYZE")
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("CHECKPOINT")
        else:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def log_to_nowhere() -> None:
    """Every line is made as in production, and thrown away."""
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    set_up_logs(as_json=True, to=nowhere)


def _execute(connection: Connection, statement: str, values: Mapping[str, object]) -> None:
    clause = text(statement)
    wanted = clause.compile().params
    connection.execute(clause, {name: values[name] for name in wanted})


def _files(folder: Path, names: Sequence[str]) -> Mapping[str, str]:
    template = folder / "template.sqlite3"
    _migrate(f"sqlite:///{template}")
    return {
        name: f"sqlite:///{shutil.copy(template, folder / f'{name}.sqlite3')}" for name in names
    }


def _migrate(url: str) -> None:
    Migrations(url=url, folder=ROOT / "migrations").upgrade()


def _postgres_there() -> bool:
    if any(installed.POSTGRES_HOME.glob("*/bin/initdb")) or _on_path("initdb"):
        return True
    if os.environ.get("CI"):
        sys.exit("PostgreSQL is not installed (Debian package: postgresql)")
    return False


def _on_path(program: str) -> bool:
    return any(Path(each, program).exists() for each in os.get_exec_path())
