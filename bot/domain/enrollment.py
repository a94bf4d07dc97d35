"""Enrollments: one place following one plan at one pace, and every change that one can take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.budget import Spend
from bot.domain.delivery import Drop, NewDelivery
from bot.domain.ids import (
    CurriculumId,
    DeliveryId,
    EnrollmentId,
    PersonId,
    PlaceId,
    PlanId,
    ResourceId,
    Revision,
    WorkspaceId,
)
from bot.domain.pace import Pace
from bot.domain.quiet import QuietHours
from bot.domain.threads import Threaded

NEXT_IDS = 8
"""How many next ids an enrollment keeps, so that planning reads no history."""


class EnrollmentState(StrEnum):
    """Whether readings go out."""

    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"
    LEFT = "left"


class Policy(StrEnum):
    """What happens when readings pile up: keep going, or wait for the person."""

    DRIP = "drip"
    WAIT = "wait"


class Handled(StrEnum):
    """How a resource left the queue of an enrollment."""

    SENT = "sent"
    SKIPPED = "skipped"
    PASSED = "passed"
    DONE = "done"


class ScheduleKind(StrEnum):
    """What a schedule row brings about when it is due."""

    LESSON = "lesson"
    SNOOZE = "snooze"
    RESUME = "resume"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When a plan rests: a country's public holidays and its own break weeks (inclusive)."""

    country: str = ""
    breaks: tuple[tuple[date, date], ...] = ()


NO_REST = Calendar()
"""A plan that rests on no holiday and has no break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrollment:
    """One place following one plan.

    `next_ids` are the first unhandled resources of the plan (8 at most), `left` counts all that
    are unhandled, `unfinished` those sent but neither done nor skipped. `expanded` names shelf
    items whose units this enrollment takes one by one. `waits` counts reminders in a row
    under "wait for me". `is_group` says that a channel follows it together. `version` grows with
    every change; a plan made on an older one changes nothing.
    """

    id: EnrollmentId
    workspace_id: WorkspaceId
    place_id: PlaceId
    person_id: PersonId
    curriculum: CurriculumId
    plan: PlanId
    state: EnrollmentState
    policy: Policy
    pace: Pace
    calendar: Calendar
    revision: Revision
    next_ids: tuple[ResourceId, ...]
    left: int
    unfinished: int
    expanded: tuple[ResourceId, ...] = ()
    waits: int = 0
    version: int
    started_at: datetime
    finished_at: datetime | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One due thing of an enrollment; `due_at` is study time (UTC), None while it rests."""

    kind: ScheduleKind
    due_at: datetime | None
    resource_id: ResourceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """When a person wants to hear nothing: quiet hours every day, and away until a date."""

    zone: str
    quiet: QuietHours | None = None
    away_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrollmentView:
    """What a decision may look at: a command reads it under the enrollment's lock.

    `handled` keeps the order in which things happened, the oldest first. Planning goes by the
    enrollment's own next ids, reads no history, and leaves it empty. `gathers_until` is the local
    day of a group's first reading while it gathers; planning does not look at it either.
    """

    enrollment: Enrollment
    attention: Attention
    schedules: tuple[Schedule, ...]
    handled: Mapping[ResourceId, Handled] = field(default_factory=dict)
    gathers_until: date | None = None

    @property
    def next_due_at(self) -> datetime | None:
        """When the next reading is due (study time), None while nothing is planned."""
        return next((s.due_at for s in self.schedules if s.kind is ScheduleKind.LESSON), None)

    def is_due(self, kind: ScheduleKind, now: datetime) -> bool:
        """Whether a schedule of this kind is due at `now` (study time)."""
        return any(
            each.kind is kind and each.due_at is not None and each.due_at <= now
            for each in self.schedules
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A person's progress on one resource, independent of any enrollment."""

    person_id: PersonId
    resource_id: ResourceId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A reading of a group that quiet members who said yes to it are nudged about.

    `slot_at` is when its weekly message is due, `now` the moment of planning (study time).
    """

    resource_id: ResourceId
    slot_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of an enrollment, written in one transaction.

    `handled` maps ids to how they are handled now, None for no longer. `schedules` replace the
    rows of the same kind and resource, `end_snoozes` removes them. `drop` ends the waiting
    deliveries of the enrollment, those of `drop_resource` alone where it is given. `finished`
    writes a person's progress. `only_moves` says that of the enrollment itself only its counts
    change and that its next ids lose none but the first of them, which is cheaper to write.
    `spend` takes its message out of the recipient's budget; without room there nothing of the
    change is written. `nudge` writes to quiet members in private, within their own budgets.
    `threaded` goes into a reading's thread; messages in `redraws` no longer show how things are.
    """

    enrollment: Enrollment
    handled: Mapping[ResourceId, Handled | None] = field(default_factory=dict)
    schedules: tuple[Schedule, ...] = ()
    deliveries: tuple[NewDelivery, ...] = ()
    drop: Drop | None = None
    drop_resource: ResourceId | None = None
    finished: tuple[Finished, ...] = ()
    only_moves: bool = False
    end_snoozes: tuple[ResourceId, ...] = ()
    spend: Spend | None = None
    nudge: Nudge | None = None
    threaded: Threaded | None = None
    redraws: tuple[DeliveryId, ...] = ()
