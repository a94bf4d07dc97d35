"""Changing messages that were sent: what there is to change, and what can come of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.domain.delivery import DeliveryKind, Destination, Throttled, Unknown
from bot.domain.enrollment import Enrollment
from bot.domain.ids import DeliveryId, LaneId, ResourceId

EVERY = timedelta(seconds=5)
"""One message changes at most so often (real time); what comes in between is shown together."""

MOST_FAILED = 8
"""A message that could not be changed so often in a row is left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A sent message that no longer shows how things are; `version` counts what has changed.

    `failed` counts the tries in a row that came to nothing. `next_due_at` is when the next reading
    of its plan comes (study time), `calls` the role that it named when it was sent.
    """

    id: DeliveryId
    version: int
    failed: int
    key: str
    kind: DeliveryKind
    variant: str
    resource_id: ResourceId | None
    covered: int
    to: Destination
    receipt: str
    lane_id: LaneId
    enrollment: Enrollment
    next_due_at: datetime | None
    calls: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The message shows it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The message is not there any more, or cannot be changed for good: it is forgotten."""

    reason: str


EditOutcome: TypeAlias = Edited | Gone | Throttled | Unknown
"""An unknown one is simply tried again: the same edit twice shows the same."""
