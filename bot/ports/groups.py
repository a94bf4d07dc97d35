"""Study groups: each method is one intention in one short transaction. Times are study time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.enrollment import Change, Enrollment, EnrollmentView
from bot.domain.group import Face, Group, LineKind, Member, Reads, Round
from bot.domain.grouping import GroupChange, GroupView
from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.ports.kept import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """A group before and after a command."""

    before: GroupView
    after: GroupView


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTogether:
    """What one member's Done brought about.

    `first` says that they had not done it before, `joined` that it made them a member, `moved`
    that with it half of the group have read one that the group was sent. `reads` counts afterwards.
    """

    before: EnrollmentView
    after: EnrollmentView
    resource_id: ResourceId
    first: bool
    joined: bool
    moved: bool
    reads: Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Unled:
    """A reading whose discussion needs a lead, or whose lead has not answered by the eve."""

    view: EnrollmentView
    group: Group
    round: Round
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a member wrote for the group about a reading."""

    person_id: PersonId
    name: str
    resource_id: ResourceId
    kind: LineKind
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """The call that a write belongs to: its id, the pressed message, and study time.

    `reading` is the one that the pressed message is about; without it the latest is meant.
    """

    event_id: str
    now: datetime
    key: str | None = None
    receipt: str = ""
    reading: ResourceId | None = None


class Groups(Protocol):
    """Study groups. Everything is scoped to the workspace of the party."""

    async def view(
        self, party: Party, enrollment_id: EnrollmentId, *, now: datetime
    ) -> GroupView | None:
        """A group as it stands; None where this workspace has no such group."""
        ...

    async def change(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        decide: Callable[[GroupView], GroupChange],
        pressing: Pressing,
        whom: PersonId | None = None,
    ) -> Regrouped | None:
        """Decide under the lock and write, in one transaction with the event's id.

        `whom` is somebody else whom the decision is about.

        None where this workspace has no such group.

        Raises:
            AlreadyHandled: this event was handled before.
            UserError: the decision refused; nothing is written.
        """
        ...

    async def done(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        choose: Callable[[EnrollmentView], ResourceId],
        settle: Callable[[EnrollmentView, ResourceId], Change],
        pressing: Pressing,
    ) -> ReadTogether | None:
        """One member has read a reading; `settle` is asked once half of the group have.

        Who was no member becomes one, while the plan goes on. None where this workspace has no such
        group.

        Raises:
            AlreadyHandled: this event was handled before.
            UserError: `choose` refused; nothing is written.
        """
        ...

    async def seen(self, party: Party, *, now: datetime) -> None:
        """This person did something in this place: they are active in its groups."""
        ...

    async def members(
        self, party: Party, enrollment_id: EnrollmentId, *, now: datetime
    ) -> Sequence[Member]:
        """Everybody who is in a group, in the order in which they joined."""
        ...

    async def rounds(self, party: Party, enrollment_id: EnrollmentId) -> Sequence[Round]:
        """Every reading that a group was sent, the first first."""
        ...

    async def reads(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        resources: Sequence[ResourceId],
        now: datetime,
    ) -> Mapping[ResourceId, Reads]:
        """How many of a group have read each of these readings."""
        ...

    async def remind_later(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        resource_id: ResourceId,
        at: datetime,
        pressing: Pressing,
        place: str = "",
    ) -> bool:
        """Bring a reading to one member at `at`, in private; False where that cannot be.

        `place` is the platform's id of where they can be written to; without one it is where they
        follow a plan of their own.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def keep_lines(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        resource_id: ResourceId,
        lines: Mapping[LineKind, str],
        pressing: Pressing,
    ) -> bool:
        """Keep a member's lines for the group; False where they are no member.

        A line takes the place of the one of its kind before.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def lines(
        self, party: Party, enrollment_id: EnrollmentId, *, resource_id: ResourceId | None = None
    ) -> Sequence[Line]:
        """What members wrote, about one reading or all of them, the oldest first."""
        ...

    async def face(self, enrollment: Enrollment, *, now: datetime) -> Face | None:
        """What everybody sees of a plan's group; None where it has none."""
        ...

    async def opening(self, enrollment: Enrollment, resource_id: ResourceId) -> Round | None:
        """Who opens the discussion of a reading; None where the group was not sent it."""
        ...

    async def counts(
        self, enrollment: Enrollment, resource_id: ResourceId, *, now: datetime
    ) -> Reads | None:
        """How many have read a reading; None where the plan has no group."""
        ...

    async def line(
        self, enrollment: Enrollment, resource_id: ResourceId, *, kind: LineKind, by: PersonId
    ) -> Line | None:
        """One member's line; None where there is none any more."""
        ...

    async def unled(self, now: datetime, *, limit: int) -> Sequence[Unled]:
        """Readings of every workspace whose lead has to be chosen now, those due longest first.

        Of several of one group it is the one that was sent first; the others come next time.
        """
        ...

    async def postpone(self, unled: Unled, *, until: datetime) -> None:
        """Look at this reading again at `until` (study time): now nobody can be chosen."""
        ...

    async def appoint(self, before: Unled, after: Round) -> bool:
        """Write who leads, unless somebody answered in between; False where they did."""
        ...
