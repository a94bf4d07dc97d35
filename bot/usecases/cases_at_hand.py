"""Case studies at hand: the index as it was last asked for, and what fits beside a reading."""

from dataclasses import dataclass, field

import structlog

from bot.domain.card import Card
from bot.domain.cards.case_week import none_left_card, weekly_case
from bot.domain.cards.casestudies import case_card
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import Enrollment
from bot.domain.group import Round
from bot.domain.ids import ResourceId
from bot.domain.search import Document, DocumentKind, Hit
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

    def document(self, case: ResourceId) -> Document | None:
        """A case study, where it is at hand and still one."""
        found = self.index.document(case) if self.index else None
        return found if found is not None and found.kind is DocumentKind.CASE else None

    def card(self, case: ResourceId | None, *, last: bool) -> Card:
        """The message of a week's case study; without one it says that none is left."""
        document = self.document(case) if case else None
        if document is None or self.index is None:
            return none_left_card()
        company = next(iter(document.companies), "")
        card = case_card(
            document,
            others=self.index.companies.get(company, 1) - 1,
            credit=None if document.own else next(iter(self.index.credits), None),
        )
        return weekly_case(card, last=last)

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
