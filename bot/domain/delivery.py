"""The ledger's words: deliveries, their states, and what can come of a send."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.domain.ids import DeliveryId, EnrollmentId, LaneId, ResourceId, Shard, WorkspaceId

LEASE = timedelta(seconds=30)
"""How long a claim holds its rows; nothing is reconciled before it has passed."""
SEND_TIMEOUT = timedelta(seconds=10)
"""How long one send may take before it counts as unknown."""
SEND_DEADLINE = timedelta(seconds=5)
"""How long after its mark a send may still begin (monotonic time)."""


_KEY = re.compile(r"[0-9a-z]{1,13}-[0-9a-z]{1,9}")
_LARGEST_ID = 2**63 - 1  # a larger number would be an error of the database, not an unknown id


class DeliveryKind(StrEnum):
    """Why a message goes out."""

    FIRST = "first"
    LESSON = "lesson"
    ASKED = "asked"
    NUDGE = "nudge"
    DIGEST = "digest"
    CASESTUDY = "casestudy"
    SNOOZE = "snooze"
    OPENER = "opener"
    KICKOFF = "kickoff"


ENDED = "ended"
"""The variant of the message with which something ends: a group's plan, the weekly case studies."""


class DeliveryState(StrEnum):
    """Where a delivery stands; `sent`, `rejected`, `uncertain` and `dropped` are final."""

    READY = "ready"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"


class Drop(StrEnum):
    """Why a delivery was dropped."""

    LATE = "late"
    RETIRED = "retired"
    AWAY = "away"
    PAUSED = "paused"
    LEFT = "left"
    ERASED = "erased"
    UNINSTALLED = "uninstalled"
    SUPERSEDED = "superseded"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery about to be planned.

    `slot_at` is study time (UTC); `covered` counts the slots it stands for, itself included;
    `variant` picks among the texts of its kind, for example `paused` or `new`. `moves` says
    that the position moved with it, so that a drop or a refusal gives the reading back.
    """

    kind: DeliveryKind
    slot_at: datetime
    part: int = 0
    resource_id: ResourceId | None = None
    covered: int = 1
    variant: str = ""
    moves: bool = False
    dropped: Drop | None = None


def delivery_key(delivery_id: DeliveryId, token: int) -> str:
    """The key a message carries through all its edits: at most 20 characters, not guessable.

    The id finds the row, the random token (40 bits) proves that the key was really handed out;
    after a restore a reused id does not match an old message. Fits Discord's nonce of 25
    characters (Discord API documentation, resources/message).
    """
    return f"{_base36(delivery_id)}-{_base36(token)}"


def parse_key(key: str) -> tuple[DeliveryId, int] | None:
    """The id and token of a key, or None where it is not one of ours."""
    if not _KEY.fullmatch(key):
        return None
    head, _, tail = key.partition("-")
    delivery_id, token = DeliveryId(int(head, 36)), int(tail, 36)
    genuine = delivery_id <= _LARGEST_ID and delivery_key(delivery_id, token) == key
    return (delivery_id, token) if genuine else None


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claimed row and its attempt; a mark or settle with an older attempt changes nothing."""

    id: DeliveryId
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The platform has the message; `receipt` is its id there."""

    receipt: str


class Scope(StrEnum):
    """How much a permanent refusal shuts."""

    MESSAGE = "message"
    DESTINATION = "destination"
    PERSON = "person"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Permanent: certainly not sent, and trying again would not help."""

    reason: str
    scope: Scope = Scope.DESTINATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttled:
    """Certainly not sent; the row goes back for `retry_in` (real time), and its lane waits too.

    Where only its own destination is full (`scope` DESTINATION) the lane goes on.
    """

    retry_in: timedelta
    reason: str = "rate limited"
    scope: Scope = Scope.WORKSPACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The request left and nobody can say whether it arrived; settled by looking up the key."""

    cause: str


Outcome: TypeAlias = Sent | Rejected | Throttled | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A look-up by key saw our message."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A look-up by key could read everything and our message is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A look-up by key could not tell; `retry_in` is None where it never will."""

    reason: str
    retry_in: timedelta | None = None


Lookup: TypeAlias = Found | Absent | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of one claimed delivery.

    `state` READY puts it back: `retry_at` (real time) says from when. DROPPED and REJECTED give
    a reading back that had moved the position. `pause` stops the enrollment as well, and `tell`
    tells its owner where the place is not their own.
    """

    claim: Claim
    state: DeliveryState
    receipt: str = ""
    reason: str = ""
    retry_at: datetime | None = None
    pause: bool = False
    tell: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a message goes: ids of the platform, for the adapter alone.

    `thread` is the receipt of the message in whose thread it stands, if it stands in one.
    """

    platform: str
    workspace: str
    place: str
    is_dm: bool
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A claim whose lease has passed: `sending` rows are looked up, `queued` ones go back."""

    claim: Claim
    key: str
    state: DeliveryState
    to: Destination
    sending_at: datetime | None
    workspace_id: WorkspaceId
    lane_id: LaneId
    shard: Shard
    enrollment_id: EnrollmentId
