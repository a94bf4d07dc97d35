"""Case studies at hand: the index as it was last asked for, and what fits beside a reading."""

from dataclasses import dataclass, field

import structlog

from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import Enrollment
from bot.domain.group import Round
from bot.domain.ids import ResourceId
from bot.domain.search import Hit
from bot.ports import Page, Searcher, SearchIndex

FITTING = 12
"""So many of the nearest case studies are looked at."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class CasesAtHand:
    """The case studies that messages may tell of; nothing where they cannot be searched."""

    searcher: Searcher | None = None
    index: SearchIndex | None = field(default=None, init=False)

    async def refresh(self) -> SearchIndex | None:
        """Take the index of now; an old one is better than none, and none stops no message."""
        if self.searcher is not None:
            try:
                self.index = await self.searcher.index()
            except Exception:
                log.exception("cases_not_at_hand")
        return self.index

    def fitting(
        self, latest: Round, *, enrollment: Enrollment, curriculum: Curriculum
    ) -> Hit | None:
        """A case study like a group's reading that its plan does not hold, another each round."""
        document = self.index.document(latest.resource_id) if self.index else None
        if self.index is None or document is None:
            return None
        own = frozenset(curriculum.order(enrollment.plan, enrollment.expanded))
        near = self.index.similar(document, page=Page(size=FITTING)).hits
        return next((hit for hit in near if not _among(hit, own)), None)


def _among(hit: Hit, readings: frozenset[ResourceId]) -> bool:
    resource = hit.document.resource
    return resource is not None and resource.id in readings
