"""Small facts of the database: each method is one short transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import (
    CurriculumId,
    ResourceId,
    Revision,
)


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

    async def synced(self, platform: str) -> str | None:
        """The fingerprint of the commands that a platform's menu has."""
        ...

    async def set_synced(self, platform: str, fingerprint: str) -> None:
        """Store which commands a platform's menu has."""
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

    async def is_first(self, platform: str, what: str, *, at: datetime, within: timedelta) -> bool:
        """Note that something was pressed at `at`; False where the same was `within` before.

        All processes of a database share this.
        """
        ...

    async def tidy(self, *, events: timedelta, deliveries: timedelta) -> None:
        """Forget handled events and settled deliveries older than this (real time)."""
        ...
