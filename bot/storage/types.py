"""How instants stand in the database: microseconds since the epoch, UTC, in a 64-bit integer.

Plain integers compare the same way in hand-written SQL on both databases and need no parsing;
a naive value is refused before it gets there.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Microseconds since the epoch.

    Raises:
        ValueError: the instant has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (at - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant (UTC) of so many microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=micros)


def micros_or_none(at: datetime | None) -> int | None:
    """As `to_micros`, with None for None."""
    return None if at is None else to_micros(at)


def instant_or_none(micros: int | None) -> datetime | None:
    """As `from_micros`, with None for None."""
    return None if micros is None else from_micros(micros)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as 64-bit microseconds since the epoch."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware instant to integer."""
        del dialect
        return micros_or_none(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Integer to aware instant."""
        del dialect
        return instant_or_none(value)
