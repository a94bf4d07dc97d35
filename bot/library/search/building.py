"""Makes the index from curricula and what stands beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog

from bot.domain.curriculum import Curriculum
from bot.domain.ids import CurriculumId
from bot.library.catalogue import Shelf, load_shelf
from bot.library.problems import CurriculumError
from bot.library.search.documents import documents_of
from bot.library.search.index import MemoryIndex
from bot.ports.search import TextIndexes

log = structlog.get_logger(__name__)


class Builder:
    """Makes indexes; keeps the last good catalogue of a curriculum whose files have mistakes."""

    def __init__(self, texts: TextIndexes) -> None:
        self._texts = texts
        self._shelves: dict[CurriculumId, Shelf] = {}

    def build(
        self, curricula: Sequence[Curriculum], folders: Mapping[CurriculumId, Path]
    ) -> MemoryIndex:
        """The index over these curricula and the catalogues in their folders."""
        for each in curricula:
            if each.id in folders:
                self._take(each, folders[each.id])
        shelves = [(each, self._shelves.get(each.id, Shelf())) for each in curricula]
        return MemoryIndex(
            [d for each, shelf in shelves for d in documents_of(each, shelf.catalogue)],
            aliases=[shelf.aliases for _, shelf in shelves],
            texts=self._texts,
            credited=[(s.catalogue.credit, s.catalogue.url) for _, s in shelves if s.catalogue.url],
        )

    def _take(self, curriculum: Curriculum, folder: Path) -> None:
        try:
            self._shelves[curriculum.id] = load_shelf(folder, curriculum)
        except CurriculumError as error:
            log.error("catalogue_refused", problems=str(error))  # noqa: TRY400 - it says it all
