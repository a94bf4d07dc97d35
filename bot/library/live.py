"""The curricula in use: read once, and read anew when another revision was published."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.domain.curriculum import Curriculum
from bot.domain.ids import CurriculumId, Revision
from bot.library.loader import Library, load_library


class LiveLibrary:
    """Implements `ports.Library`; whoever holds it sees the newest content after a reload."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = tuple(roots)
        self._library = load_library(self._roots)
        self._followed: Mapping[CurriculumId, Revision] = {}

    @property
    def curricula(self) -> Mapping[CurriculumId, Curriculum]:
        """Every curriculum that passed its checks, in the order they are offered."""
        return self._library.curricula

    @property
    def content(self) -> Library:
        """What was read, the refused ones with their mistakes among it."""
        return self._library

    @property
    def revisions(self) -> Mapping[CurriculumId, Revision]:
        """The revision of each curriculum in use."""
        return {each.id: each.revision for each in self.curricula.values()}

    def is_behind(self, published: Mapping[CurriculumId, Revision]) -> bool:
        """Whether other revisions than ours were published since this was last asked.

        Files that do not hold what was published are read once, not at every tick.
        """
        news = published != self._followed
        self._followed = dict(published)
        ours = self.revisions.items()
        return news and any(published.get(each, revision) != revision for each, revision in ours)

    def reload(self) -> bool:
        """Read the files again; says whether anything has another revision now.

        A curriculum that has become unreadable keeps its last good content.
        """
        before = self.revisions
        fresh = load_library(self._roots)
        kept = {**self._library.curricula, **fresh.curricula}
        folders = {**self._library.folders, **fresh.folders}
        self._library = Library(curricula=kept, refused=fresh.refused, folders=folders)
        return self.revisions != before
