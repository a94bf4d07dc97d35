"""Calls that were handled: the id is written in the transaction of its effect."""

from datetime import datetime

from sqlalchemy import Connection, text

from bot.ports import AlreadyHandled
from bot.storage.types import to_micros

_SEEN = text("""INSERT INTO inbound_events (platform, event_id, seen_at)
VALUES (:platform, :event_id, :at) ON CONFLICT DO NOTHING RETURNING event_id""")


def note_event(connection: Connection, platform: str, *, event_id: str, real: datetime) -> None:
    """Write that this call is handled (`real` is real time).

    Raises:
        AlreadyHandled: it was handled before.
    """
    values = {"platform": platform, "event_id": event_id, "at": to_micros(real)}
    if connection.execute(_SEEN, values).first() is None:
        raise AlreadyHandled
