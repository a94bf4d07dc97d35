"""The base of all tables: named constraints, UTC instants."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase

from bot.storage.types import UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on both: SQLite's INTEGER PRIMARY KEY is its row id."""

EMPTY = text("''")

ONCE = {"sqlite_autoincrement": True}
"""An id is never used again, as PostgreSQL does it: what is still in hand of an erased row (a
claim, a plan, a person's command) must not find another's."""


class Base(DeclarativeBase):
    """Base of all tables: named constraints, UTC instants."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        str: Text(),
        int: BigInteger(),
    }
