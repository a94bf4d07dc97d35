"""Which links count as broken: asked for each card, read from the database once a tick."""

from dataclasses import dataclass

from bot.domain.card import Card
from bot.domain.cards.broken import with_way_around
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.links import ReadingLink, link_of
from bot.ports import Library, Links


@dataclass(slots=True)
class BrokenLinks:
    """The broken links as they were last read; empty before that."""

    _known: frozenset[ReadingLink] = frozenset()

    async def refresh(self, links: Links) -> None:
        """Read them anew."""
        self._known = await links.broken()

    def has(self, curriculum: Curriculum, resource: Resource) -> bool:
        """Whether this reading's link, at its present address, counts as broken."""
        return bool(self._known) and link_of(curriculum, resource) in self._known

    def shown(self, card: Card, resource: Resource, *, library: Library) -> Card:
        """A reading's card as it should look now."""
        for curriculum in library.curricula.values():
            if curriculum.resources.get(resource.id) == resource and self.has(curriculum, resource):
                return with_way_around(card, resource, curriculum=curriculum)
        return card
