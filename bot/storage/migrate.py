"""Bringing a database to the code's version: by itself on the embedded default, else by command."""

import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect, make_url, text

from bot.domain.errors import Fault
from bot.storage.database import sqlite_engine

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = "alembic_version"
_VERSION = text(f"SELECT version_num FROM {VERSIONS}")  # noqa: S608 - our own name


class NewerDatabase(Fault):
    """The database was made by a newer version of this program; start that version instead."""


class OldDatabase(Fault):
    """The database is older than this program; run `mlops-bot migrate` first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrations:
    """The migrations in a folder, applied to the database of a URL."""

    url: str
    folder: Path

    def head(self) -> str:
        """The version that this code wants."""
        return max(self._known())

    def current(self) -> str | None:
        """The version that the database has; None where it is empty.

        Raises:
            NewerDatabase: this code does not know its version.
        """
        with self._engine() as engine, engine.connect() as connection:
            if not inspect(connection).has_table(VERSIONS):
                return None
            version = connection.execute(_VERSION).scalar()
        if version is not None and version not in self._known():
            raise NewerDatabase(
                f"The database is at version {version}, which this program does not know. "
                "It was made by a newer version: start that one, or restore a backup."
            )
        return version

    def _known(self) -> frozenset[str]:
        """The versions there are: each file is named for its own, `0001_first_tables.py`.

        Reading the names instead of the scripts leaves Alembic alone at every ordinary start.
        """
        names = (self.folder / "versions").glob("[0-9]*_*.py")
        return frozenset(path.name.partition("_")[0] for path in names)

    def check(self) -> None:
        """Go on only with a database of exactly this code's version.

        Raises:
            NewerDatabase: the database is newer.
            OldDatabase: the database is older or empty.
        """
        version = self.current()
        if version != self.head():
            raise OldDatabase(
                f"The database is at version {version or 'none'}, this program needs "
                f"{self.head()}. Run: mlops-bot migrate"
            )

    def upgrade(self, *, target: str = "head") -> bool:
        """Bring the database to `target`; returns whether anything had to be done.

        A SQLite file that holds data is copied to `FILE.before-VERSION` first.

        Raises:
            NewerDatabase: the database is newer than the code.
        """
        before = self.current()
        if before == self.head() and target == "head":
            return False
        if before is not None:
            self._back_up(before)
        from alembic import command  # noqa: PLC0415 - only where there is something to do

        with self._engine() as engine, engine.begin() as connection:
            command.upgrade(self._config(connection), target)
            _check_references(connection)
        return True

    def downgrade(self, *, target: str = "base") -> None:
        """Take the database back to `target`."""
        from alembic import command  # noqa: PLC0415 - see `upgrade`

        with self._engine() as engine, engine.begin() as connection:
            command.downgrade(self._config(connection), target)

    def differences(self) -> Sequence[object]:
        """What differs between the migrated schema and the models."""
        from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see `upgrade`
        from alembic.migration import MigrationContext  # noqa: PLC0415 - see `upgrade`

        with self._engine() as engine, engine.connect() as connection:
            others = _foreign_indexes(connection.dialect.name)

            def ours(_item: object, name: str | None, kind: str, *_: object) -> bool:
                return kind != "index" or name not in others

            context = MigrationContext.configure(
                connection, opts={"include_object": ours, "compare_server_default": True}
            )
            return list(compare_metadata(context, _models()))

    def _config(self, connection: Connection) -> "Config":
        from alembic.config import Config  # noqa: PLC0415 - see `upgrade`

        config = Config()
        config.set_main_option("script_location", str(self.folder))
        config.attributes["connection"] = connection
        return config

    def _engine(self) -> "_Disposing":
        url = make_url(self.url)
        if url.get_backend_name() == "sqlite":
            # SQLite changes a table by making it anew: with foreign keys on, dropping the old one
            # would delete every row that refers to it.
            return _Disposing(
                sqlite_engine(self.url, begin="BEGIN IMMEDIATE", pool_size=1, foreign_keys=False)
            )
        return _Disposing(
            create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True)
        )

    def _back_up(self, version: str) -> None:
        url = make_url(self.url)
        if url.get_backend_name() != "sqlite" or not url.database:
            return
        target = Path(f"{url.database}.before-{version}-to-{self.head()}")
        with sqlite3.connect(url.database) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
        source.close()
        copy.close()
        shutil.copymode(url.database, target)


def _models() -> MetaData:
    """The schema as the models have it; a start that migrates nothing never reads them."""
    from bot.storage.tables import Base  # noqa: PLC0415 - a quarter of the start's imports

    return Base.metadata


def _check_references(connection: Connection) -> None:
    """What SQLite did not check row by row while the tables changed."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise Fault(f"The migration would leave broken references in {broken[0]}; undone.")


def _foreign_indexes(dialect: str) -> frozenset[str | None]:
    """Names of the indexes that the models keep for the other database alone."""
    return frozenset(
        index.name
        for table in _models().tables.values()
        for index in table.indexes
        if index.info.get("dialect", dialect) != dialect
    )


class _Disposing:
    """An engine that is disposed of at the end of a `with` block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Engine:
        return self._engine

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()
