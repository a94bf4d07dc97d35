"""Searching: an index over readings and case studies, and the text index under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.domain.likeness import Likeness
from bot.domain.search import Document, DocumentKind, Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The words of one document for a text index, already folded to plain lower-case words."""

    makers: str = ""
    title: str = ""
    topics: str = ""
    about: str = ""
    body: str = ""


Phrase: TypeAlias = tuple[str, ...]
"""Folded words that must all stand in a document; each is matched by its stem."""


class TextIndex(Protocol):
    """Ranks documents by BM25; they are known by their place in the list it was made from."""

    def heads(self, phrases: Sequence[Phrase]) -> Mapping[int, float]:
        """What names or sums up a document says one of the phrases; more is better."""
        ...

    def bodies(self, phrases: Sequence[Phrase]) -> Mapping[int, float]:
        """The rest of its text says one of them; more is better."""
        ...

    def where(self, number: int, phrases: Sequence[Phrase]) -> tuple[str, str] | None:
        """The most telling field of a document's head that says one of them, and the word."""
        ...

    def said(self, number: int, phrases: Sequence[Phrase]) -> str:
        """The words of the rest of a document's text that say one of them; empty if none do."""
        ...


class TextIndexes(Protocol):
    """Makes text indexes."""

    def __call__(self, texts: Sequence[Texts]) -> TextIndex:
        """An index over these documents, held in memory."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of an answer: `number` counts from 1, `size` hits each."""

    number: int = 1
    size: int = 5


class SearchIndex(Protocol):
    """One consistent state of everything that can be searched; its methods never wait."""

    def search(
        self,
        text: str,
        *,
        kinds: frozenset[DocumentKind],
        page: Page,
        extra: Sequence[Document] = (),
    ) -> Found:
        """What fits a text best. `extra` are documents of the person who asks, such as notes.

        Raises:
            UserError: a filter cannot be read; the text says how to write it.
        """
        ...

    def similar(self, document: Document, *, page: Page) -> Found:
        """Case studies like this one, without it."""
        ...

    def like(self, likeness: Likeness, *, page: Page) -> Found:
        """Case studies ranked by how much they are like somebody's own situation."""
        ...

    def document(self, document_id: str) -> Document | None:
        """The document of this id."""
        ...

    @property
    def cases(self) -> Sequence[Document]:
        """Every case study, a path's own first."""
        ...

    @property
    def companies(self) -> Mapping[str, int]:
        """Every company by name, with how many case studies are there of it."""
        ...

    @property
    def credits(self) -> Sequence[tuple[str, str]]:
        """Who collected what is not ours: a sentence and an address each."""
        ...


class Searcher(Protocol):
    """Keeps the index of what is loaded now."""

    async def index(self) -> SearchIndex:
        """The index; made beside the event loop at first use and after a change of content."""
        ...
