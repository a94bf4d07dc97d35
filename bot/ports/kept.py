"""Values that pass between the use cases and the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.delivery import Claim, DeliveryKind, DeliveryState, Destination
from bot.domain.enrollment import Attention, Change, Enrollment, EnrollmentView
from bot.domain.errors import Fault, UserError
from bot.domain.group_week import GroupWeek
from bot.domain.ids import (
    DeliveryId,
    EnrollmentId,
    LaneId,
    PersonId,
    PlaceId,
    ResourceId,
    WorkspaceId,
)
from bot.domain.recap import Recap


class AlreadyHandled(UserError):
    """That was saved already, so nothing was done twice. Type `progress` to see where you are."""


class StoreDown(Fault):
    """The database cannot be reached, or cannot write; nothing of this was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Our own ids of an Origin, made on first sight."""

    platform: str
    workspace_id: WorkspaceId
    place_id: PlaceId
    person_id: PersonId
    attention: Attention
    is_dm: bool
    person_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What a pressed message was about."""

    enrollment_id: EnrollmentId
    resource_id: ResourceId | None
    state: DeliveryState
    id: DeliveryId
    kind: DeliveryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An enrollment before and after a command."""

    before: EnrollmentView
    after: EnrollmentView


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A claimed delivery with all that rendering and sending it need.

    `slot_at` and `next_due_at` are study time, `planned_at` is real time. `recap` is there where
    the message looks back, `week` where it tells of a group, `channel` (its name) where it tells
    that a channel is shut, `calls` the platform's id of the role that it calls.
    """

    claim: Claim
    key: str
    kind: DeliveryKind
    slot_at: datetime
    part: int
    resource_id: ResourceId | None
    covered: int
    variant: str
    workspace_id: WorkspaceId
    lane_id: LaneId
    to: Destination
    enrollment: Enrollment
    attention: Attention
    next_due_at: datetime | None
    planned_at: datetime
    recap: Recap | None = None
    channel: str = ""
    week: GroupWeek | None = None
    calls: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a fair claim goes on: the last shard and workspace visited."""

    shard: int = 0
    workspace: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a claim brought, how many workspaces it walked over, and whether the lap ended."""

    claimed: Sequence[Claimed]
    cursor: Cursor
    visited: int
    exhausted: bool


Decide = Callable[[EnrollmentView], Change]
"""A pure decision taken under the enrollment's lock; a UserError leaves all as it was."""
