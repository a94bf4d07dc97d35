"""What boards and books of groups are made of, and the keys to their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.board import Facts
from bot.domain.enrollment import EnrollmentView
from bot.domain.ids import EnrollmentId
from bot.ports.kept import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFacts:
    """A group's plan and what its board is made of."""

    view: EnrollmentView
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Whose page is open, and of which group."""

    party: Party
    enrollment_id: EnrollmentId


class Boards(Protocol):
    """Everything is scoped to the workspace; a page's keys are kept as hashes (real time)."""

    async def facts(
        self, party: Party, enrollment_id: EnrollmentId, *, now: datetime
    ) -> BoardFacts | None:
        """What a board shows at `now` (study time); None where there is no such group here."""
        ...

    async def groups_of(self, party: Party, *, limit: int) -> Sequence[EnrollmentId]:
        """The groups of this workspace that a person is in and that are not over, newest first."""
        ...

    async def lend(
        self, party: Party, enrollment_id: EnrollmentId, *, digest: str, lasts: timedelta
    ) -> None:
        """A key that opens this group's page to this person once, as long as it lasts."""
        ...

    async def is_lent(self, digest: str) -> bool:
        """Whether a key would still open a page; this uses nothing up."""
        ...

    async def enter(self, digest: str, *, visit: str, lasts: timedelta) -> Visit | None:
        """Use a key up, for a visit known by its own hash; else None."""
        ...

    async def visiting(self, digest: str) -> Visit | None:
        """The visit of this hash; None once it has ended."""
        ...
