"""What is kept: each method is one intention in one short transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.conversation import Origin
from bot.domain.delivery import Claim, Orphan, Settlement
from bot.domain.enrollment import Attention, Change, EnrollmentView, Handled
from bot.domain.ids import (
    CurriculumId,
    DeliveryId,
    EnrollmentId,
    LaneId,
    ResourceId,
    Revision,
    Shard,
)
from bot.domain.steering import Beginning
from bot.ports.kept import Batch, Changed, Cursor, Decide, Party, Pressed


class Ledger(Protocol):
    """Deliveries: claimed, marked, settled, recovered. All times here are real time."""

    async def claim(
        self,
        shards: tuple[Shard, Shard],
        *,
        cursor: Cursor,
        per_workspace: int,
        limit: int,
        lease: timedelta,
        busy: frozenset[LaneId] = frozenset(),
    ) -> Batch:
        """Take ready rows of the inclusive range of shards, fairly over workspaces.

        Lanes in `busy` are passed over; while sends are held nothing is taken.
        """
        ...

    async def mark_sending(
        self, claims: Sequence[Claim], *, lease: timedelta
    ) -> frozenset[DeliveryId]:
        """Write `sending`; only the returned rows may be sent.

        A row with a newer attempt, a paused or left enrollment or a suspended workspace is not
        returned.
        """
        ...

    async def settle(self, settlements: Sequence[Settlement]) -> frozenset[DeliveryId]:
        """Write what became of claims; older attempts change nothing."""
        ...

    async def release(self, claims: Sequence[Claim]) -> None:
        """Put queued rows back as they were: certainly not sent."""
        ...

    async def park_lane(self, lane_id: LaneId, *, until: datetime) -> None:
        """Nothing of this lane is claimed before `until`."""
        ...

    async def orphans(
        self, *, limit: int, lease: timedelta, everything: bool = False
    ) -> Sequence[Orphan]:
        """Claims whose lease has passed, or all of them (one process, at its start).

        Queued ones go back to ready; the returned ones were `sending` and are leased anew for
        the look-up.
        """
        ...

    async def look_again(self) -> None:
        """Let rows that wait for a later moment be looked at now (study time has moved)."""
        ...

    async def ready_shards(self) -> frozenset[Shard]:
        """Shards with ready rows."""
        ...


class Plans(Protocol):
    """Enrollments and their schedules, for planning. All times here are study time."""

    async def due(self, now: datetime, *, limit: int) -> Sequence[EnrollmentView]:
        """Enrollments with a schedule due at `now`, those due longest, without their history."""
        ...

    async def handled(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, Mapping[ResourceId, Handled]]:
        """What these enrollments have handled, the oldest first, in one query."""
        ...

    async def apply(self, changes: Sequence[Change]) -> frozenset[EnrollmentId]:
        """Write the changes that still count, in one transaction; returns whose did.

        One counts when its enrollment has the version it was made on and its revision is the
        published one.
        """
        ...

    async def park(self, enrollments: Sequence[EnrollmentId], *, until: datetime) -> None:
        """Move what is due of these out of the way, so that they do not stop the others."""
        ...

    async def next_due_at(self, platform: str) -> datetime | None:
        """The earliest due schedule of a platform."""
        ...

    async def outdated(
        self, curriculum: CurriculumId, revision: Revision, *, after: EnrollmentId, limit: int
    ) -> Sequence[EnrollmentView]:
        """Active enrollments of a curriculum on another revision, in order of id."""
        ...

    async def active(self, *, after: EnrollmentId, limit: int) -> Sequence[EnrollmentView]:
        """Active enrollments of every curriculum, in order of id, without their history."""
        ...


class People(Protocol):
    """Places, people, and the commands they give. Everything is scoped to the workspace."""

    async def party(self, origin: Origin, *, zone: str) -> Party:
        """Our ids of an origin, made on first sight with this IANA zone."""
        ...

    async def enrollments_here(self, party: Party) -> Sequence[EnrollmentView]:
        """The enrollments of this place with their history, the one delivered last first."""
        ...

    async def pressed(self, party: Party, key: str) -> Pressed | None:
        """What a delivery key is about; None where it is not of this workspace."""
        ...

    async def enroll(
        self, party: Party, beginning: Beginning, *, event_id: str
    ) -> EnrollmentView | None:
        """Begin a plan; None where this place follows it already.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def change(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        decide: Decide,
        event_id: str,
        key: str | None = None,
    ) -> Changed | None:
        """Decide under the lock and write, in one transaction with the event's id.

        A key in hand settles its delivery as sent. None where this workspace has no such
        enrollment.

        Raises:
            AlreadyHandled: this event was handled before.
            UserError: the decision refused; nothing is written.
        """
        ...

    async def progress(
        self, party: Party, curriculum: CurriculumId
    ) -> Mapping[ResourceId, datetime]:
        """What this person finished and when (study time), the oldest first."""
        ...

    async def set_attention(self, party: Party, attention: Attention) -> None:
        """Write when this person wants to hear nothing."""
        ...


class Facts(Protocol):
    """Small facts of the database."""

    async def study_offset(self) -> timedelta:
        """How far study time is ahead of real time."""
        ...

    async def set_study_offset(self, offset: timedelta) -> None:
        """Store how far study time is ahead of real time."""
        ...

    async def zones(self) -> str | None:
        """The tz database that the planned dates were last reckoned with."""
        ...

    async def set_zones(self, fingerprint: str) -> None:
        """Store which tz database the planned dates are reckoned with."""
        ...

    async def hold(self, *, held: bool) -> None:
        """Hold every send, or release them."""
        ...

    async def held(self) -> bool:
        """Whether sends are held."""
        ...

    async def publish(
        self,
        revisions: Mapping[CurriculumId, Revision],
        *,
        retired: Mapping[CurriculumId, frozenset[ResourceId]],
        now: datetime,
    ) -> frozenset[CurriculumId]:
        """Make these revisions the ones to plan with; returns the curricula that changed."""
        ...

    async def published(self) -> Mapping[CurriculumId, Revision]:
        """The revision of each curriculum that processes plan with."""
        ...

    async def tidy(self, *, events: timedelta, deliveries: timedelta) -> None:
        """Forget handled events and settled deliveries older than this (real time)."""
        ...


class Store(Protocol):
    """Everything that is kept, by what it is for."""

    @property
    def ledger(self) -> Ledger:
        """Deliveries."""
        ...

    @property
    def plans(self) -> Plans:
        """Enrollments and schedules, for planning."""
        ...

    @property
    def people(self) -> People:
        """Places, people and their commands."""
        ...

    @property
    def facts(self) -> Facts:
        """Small facts."""
        ...
