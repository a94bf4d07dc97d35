"""What a person's own page shows beside their plans in private: each is one short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.conversation import Origin
from bot.domain.enrollment import EnrollmentView
from bot.domain.ids import CurriculumId, ResourceId
from bot.ports.kept import Party

LOOKS_LAST = timedelta(days=7)
"""For how long a page that was opened counts as one that may stand open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reading that may not have reached its place; `at` (real time) is when it was sent.

    `channel` is the name of that place, empty in private.
    """

    key: str
    curriculum: CurriculumId
    resource_id: ResourceId
    channel: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPlan:
    """A plan that somebody started for a channel."""

    channel: str
    view: EnrollmentView


class Home(Protocol):
    """One person's matters in every place of their workspace."""

    async def doubts(self, party: Party) -> Sequence[Doubt]:
        """Readings of this person's plans of which nobody knows whether they arrived."""
        ...

    async def send_again(self, party: Party, key: str, *, event_id: str, now: datetime) -> bool:
        """Let one of them go out again as something asked for; False where it is none any more.

        `now` is study time.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def channel_plans(self, party: Party) -> Sequence[ChannelPlan]:
        """The plans that this person started or reads along in channels and that are not over."""
        ...

    async def look(self, party: Party) -> None:
        """Somebody opens their own page; written once an hour at most."""
        ...

    async def may_be_open(self, origin: Origin) -> bool:
        """Whether somebody opened their page in the last `LOOKS_LAST` (real time), of any process.

        Somebody whom nobody knows yet has not.
        """
        ...

    async def tidy(self) -> None:
        """Forget who looked longer ago than that."""
        ...
