"""What planning reads and writes: each method is one short transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.budget import Standing
from bot.domain.case_week import CaseHistory
from bot.domain.enrollment import Change, EnrollmentView, Handled
from bot.domain.group_week import GroupWeek
from bot.domain.ids import (
    CurriculumId,
    EnrollmentId,
    ResourceId,
    Revision,
)


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
        published one. One that spends an attention budget counts only while there is room in it.
        """
        ...

    async def standings(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, Standing]:
        """The attention budget of whoever each of these enrollments writes to."""
        ...

    async def weeks(
        self, enrollments: Sequence[EnrollmentId], *, now: datetime
    ) -> Mapping[EnrollmentId, GroupWeek]:
        """Where each of these study groups stands; plans of one person are left out."""
        ...

    async def case_histories(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, CaseHistory]:
        """What the next case study of each goes by, in a fixed number of queries."""
        ...

    async def park(self, enrollments: Sequence[EnrollmentId], *, until: datetime) -> None:
        """Move what is due of these out of the way, so that they do not stop the others."""
        ...

    async def next_due_at(self, platform: str, *, readings: bool = False) -> datetime | None:
        """The earliest due schedule of a platform; of its readings alone where asked for."""
        ...

    async def outdated(
        self, curriculum: CurriculumId, revision: Revision, *, after: EnrollmentId, limit: int
    ) -> Sequence[EnrollmentView]:
        """Active enrollments of a curriculum on another revision, in order of id."""
        ...

    async def active(self, *, after: EnrollmentId, limit: int) -> Sequence[EnrollmentView]:
        """Active enrollments of every curriculum, in order of id, without their history."""
        ...
