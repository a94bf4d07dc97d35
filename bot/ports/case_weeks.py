"""One case study a week: each method is one intention in one short transaction."""

from datetime import datetime
from typing import Protocol

from bot.domain.case_week import CaseWeek
from bot.domain.pace import Pace
from bot.ports.kept import Party


class CaseWeeks(Protocol):
    """Who follows a case study a week. Everything is scoped to the workspace of the party."""

    async def here(self, party: Party) -> CaseWeek | None:
        """What is followed in this place; None where nothing is, or it has ended."""
        ...

    async def follow(
        self, party: Party, wish: str, *, pace: Pace, now: datetime, due_at: datetime, event_id: str
    ) -> CaseWeek:
        """Follow one from now on, in place of what was followed here; study time.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...
