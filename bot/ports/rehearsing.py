"""What a rehearsal starts from: everybody's plans as they stand now, in one read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.budget import Standing
from bot.domain.delivery import Destination
from bot.domain.enrollment import EnrollmentView
from bot.domain.group_week import GroupWeek
from bot.domain.ids import EnrollmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One place following one plan: its view with all history, and whose attention it spends.

    `person` is the name of who follows it, untrusted wherever it is shown; `week` is where a study
    group stands.
    """

    view: EnrollmentView
    standing: Standing
    to: Destination
    person: str
    week: GroupWeek | None = None


class Rehearsing(Protocol):
    """Everybody's plans, for looking ahead."""

    async def following(
        self, *, limit: int, only: EnrollmentId | None = None
    ) -> Sequence[Following]:
        """Plans that run or pause, in order of id; one alone where `only` names it."""
        ...
