"""Noting that sent messages no longer show how things are, beside whatever has changed them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import DeliveryId
from bot.storage.rows import ids
from bot.storage.types import to_micros

_MARK = """
INSERT INTO edits (delivery_id, lane_id, shard, not_before)
SELECT d.id, d.lane_id, d.shard, :now FROM {r} JOIN deliveries d ON d.id = r.id
WHERE true ORDER BY d.id
ON CONFLICT (delivery_id) DO UPDATE SET version = edits.version + 1"""


def mark_stale(connection: Connection, deliveries: Iterable[DeliveryId], *, real: datetime) -> None:
    """Note that these messages have changed; `real` is real time."""
    ids(connection, _MARK, numbers=sorted(set(deliveries)), now=to_micros(real))
