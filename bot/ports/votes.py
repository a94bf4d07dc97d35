"""Guesses of groups: one a person and reading, each method one short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import EnrollmentId, ResourceId
from bot.domain.voting import Tally
from bot.ports.groups import Pressing
from bot.ports.kept import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Voting:
    """A reading that a group guesses about."""

    enrollment_id: EnrollmentId
    resource_id: ResourceId


class Votes(Protocol):
    """The guesses; a place's own, within its workspace."""

    async def cast(
        self, party: Party, voting: Voting, *, choice: int, reveal_at: datetime, pressing: Pressing
    ) -> bool:
        """Write or change this person's guess; False where the answer is out already.

        The first guess of a group says when the answer comes (study time), until the group talks at
        another time.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def tally(self, party: Party, voting: Voting) -> Tally:
        """The guesses so far, and this person's own."""
        ...

    async def counts(self, voting: Voting) -> Tally:
        """The guesses, of whoever."""
        ...

    async def due(self, now: datetime, *, limit: int) -> Sequence[Voting]:
        """Whose answer is due (study time), the longest due first."""
        ...

    async def reveal(self, voting: Voting, *, now: datetime) -> None:
        """The answer is out: nobody's guess changes any more."""
        ...
