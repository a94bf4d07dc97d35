"""Reports of broken links: each method is one short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ResourceId
from bot.domain.links import ReadingLink
from bot.ports.kept import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What became of a report: whether it is this person's first, and what it brought about."""

    first: bool
    broken: bool
    newly_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A reported link as an operator sees it; `since` is real time."""

    link: ReadingLink
    broken: bool
    people: int
    by: str
    since: datetime


class Links(Protocol):
    """Reports of broken links. They count over all workspaces: readings are shared by them."""

    async def report(self, party: Party, link: ReadingLink) -> Reported:
        """Keep that this person could not open this link; once for each link.

        Raises:
            TooManyReports: this person reported too many within 24 hours.
        """
        ...

    async def record(self, links: Sequence[ReadingLink]) -> int:
        """Make these links broken, as a check found them; returns how many are so newly."""
        ...

    async def mended(self, links: Sequence[ReadingLink]) -> int:
        """Take back what a check found broken before; returns how many were."""
        ...

    async def clear(self, resource_id: ResourceId) -> int:
        """Settle every report on a reading's link; returns how many links it was about."""
        ...

    async def broken(self) -> frozenset[ReadingLink]:
        """Every link that counts as broken."""
        ...

    async def reported(self) -> Sequence[LinkLine]:
        """Every link with a report that is not settled, the broken ones first."""
        ...
