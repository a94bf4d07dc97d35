"""Telling a database that is down or full from a statement of ours that is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.ports import StoreDown

_SQLITE = frozenset({5, 6, 8, 10, 13, 14})
"""Busy, locked, read-only, input or output, full, cannot open (sqlite.org, rescode)."""
_POSTGRES = ("08", "53", "57P", "58")
"""Connection, resources, shutdown, system (PostgreSQL, appendix A)."""


@contextmanager
def told_as_down() -> Iterator[None]:
    """Raise `StoreDown` for whatever only means that the database does not work just now."""
    try:
        yield
    except NoConnectionFree as error:
        raise StoreDown from error
    except DBAPIError as error:
        if not _is_outage(error):
            raise
        raise StoreDown from error


def _is_outage(error: DBAPIError) -> bool:
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & 0xFF in _SQLITE  # the rest of an extended code is detail
    state = getattr(cause, "sqlstate", None)
    if state is None:  # the driver's own words: there is no connection
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith(_POSTGRES)
