"""The index: everything that can be searched at one moment, held in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from bot.domain.likeness import Likeness
from bot.domain.search import Document, DocumentKind, Found, Hit
from bot.domain.search_words import QUERY_LIMIT, Asked, parse, shorten, with_bare_year
from bot.library.catalogue_schema import AliasesFile
from bot.library.search.filtering import Narrowed, narrow
from bot.library.search.folding import folded
from bot.library.search.likeness import Shared, alike, likeness_of
from bot.library.search.meanings import meanings_of
from bot.library.search.ranking import (
    Fit,
    Stock,
    best_first,
    elsewhere,
    enough_for,
    in_order,
    known_first,
    ranked,
    weighted,
)
from bot.library.search.reasons import reasons
from bot.library.search.understanding import Group, Reader, Understood
from bot.ports.search import Page, TextIndexes, Texts

_CASES = frozenset({DocumentKind.CASE})
_NEAREST = 3
_LOOKS_ALIKE = 66
_SIMILAR_WORDS = 8
_SIMILAR_ENOUGH = 0.12


class MemoryIndex:
    """Implements `ports.SearchIndex`."""

    def __init__(
        self,
        documents: Sequence[Document],
        *,
        aliases: Iterable[AliasesFile],
        texts: TextIndexes,
        credited: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._make = texts
        self._documents = tuple(documents)
        self._by_id = {each.id: each for each in reversed(self._documents)}
        self._meanings = meanings_of(aliases, self._documents)
        indexed = [_texts(each) for each in self._documents]
        self._stock = Stock(self._documents, texts(indexed))
        self._reader = Reader(self._meanings, heads=_words(indexed), said=self._is_said)
        self._credited = tuple(credited)

    @property
    def credits(self) -> Sequence[tuple[str, str]]:
        """See `ports.SearchIndex`."""
        return self._credited

    @cached_property
    def cases(self) -> Sequence[Document]:
        """See `ports.SearchIndex`."""
        return tuple(in_order([e for e in self._documents if e.kind is DocumentKind.CASE]))

    @cached_property
    def companies(self) -> Mapping[str, int]:
        """See `ports.SearchIndex`."""
        counted = Counter(name for each in self.cases for name in each.companies)
        return dict(sorted(counted.items(), key=lambda item: folded(item[0])))

    def document(self, document_id: str) -> Document | None:
        """See `ports.SearchIndex`."""
        return self._by_id.get(document_id)  # type: ignore[call-overload, no-any-return]

    def search(
        self,
        text: str,
        *,
        kinds: frozenset[DocumentKind],
        page: Page,
        extra: Sequence[Document] = (),
    ) -> Found:
        """See `ports.SearchIndex`."""
        short = shorten(text[:QUERY_LIMIT], self._meanings.small_words)
        asked = parse(short)
        dated = with_bare_year(asked)
        if dated is not None:
            found = self._found(dated, short, kinds=kinds, page=page, extra=extra)
            if found.total:
                return found
        return self._found(asked, short, kinds=kinds, page=page, extra=extra)

    def _found(
        self,
        asked: Asked,
        short: str,
        *,
        kinds: frozenset[DocumentKind],
        page: Page,
        extra: Sequence[Document],
    ) -> Found:
        left = narrow(asked, self._stock, kinds=kinds, reader=self._reader)
        if left.unknown:
            return Found(asked=short, nearest=self._nearest(" ".join(left.unknown)))
        if asked.like:
            likeness = likeness_of(asked.like, meanings=self._meanings, asked=short)
            return self._alike(likeness, page=page, allowed=left.allowed)
        understood = self._reader.understand(left.words)
        if understood.empty:
            return self._everything(asked, left, page=page)
        return self._ranked(understood, short=short, left=left, page=page, extra=extra)

    def similar(self, document: Document, *, page: Page) -> Found:
        """See `ports.SearchIndex`."""
        itself = self._stock.of_id.get(document.id, ())
        allowed = frozenset(self._stock.of_kind.get(DocumentKind.CASE, ())).difference(itself)
        understood = Understood(groups=self._telling(document))
        weights = weighted(self._stock, understood.groups)
        fits = ranked(
            self._stock, understood, weights=weights, allowed=allowed, enough=_SIMILAR_ENOUGH
        )
        return self._page(best_first(fits), understood=understood, page=page, asked=document.id)

    def like(self, likeness: Likeness, *, page: Page) -> Found:
        """See `ports.SearchIndex`."""
        return self._alike(likeness, page=page, allowed=range(len(self._documents)))

    def _ranked(
        self,
        understood: Understood,
        *,
        short: str,
        left: Narrowed,
        page: Page,
        extra: Sequence[Document],
    ) -> Found:
        weights = known_first(weighted(self._stock, understood.groups))
        enough = enough_for(understood.groups)
        fits = ranked(self._stock, understood, weights=weights, allowed=left.allowed, enough=enough)
        if extra:
            mine = Stock(extra, self._make([_texts(each) for each in extra]))
            here = elsewhere(mine, weights)
            fits += ranked(mine, understood, weights=here, allowed=range(len(extra)), enough=enough)
        best = best_first(fits)
        if not best:
            return Found(asked=short, nearest=self._nearest(left.words))
        return self._page(best, understood=understood, page=page, asked=short)

    def _page(
        self, best: Sequence[Fit], *, understood: Understood, page: Page, asked: str
    ) -> Found:
        shown = _of_page(best, page)
        return Found(
            hits=tuple(Hit(document=fit.document, why=self._why(fit, understood)) for fit in shown),
            total=len(best),
            asked=asked,
            read_as=understood.corrected,
        )

    def _why(self, fit: Fit, understood: Understood) -> tuple[str, ...]:
        if fit.document.kind is DocumentKind.NOTE:
            return ()  # a note's own words stand beside it
        return reasons(self._stock, fit, asked=understood)

    def _everything(self, asked: Asked, left: Narrowed, *, page: Page) -> Found:
        """What filters alone leave; nothing where nothing at all was asked."""
        if asked.words or not (asked.companies or asked.topics or asked.has_years):
            return Found(asked=asked.text)
        documents = in_order([self._documents[number] for number in sorted(left.allowed)])
        hits = tuple(Hit(document=each) for each in _of_page(documents, page))
        return Found(hits=hits, total=len(documents), asked=asked.text)

    def _alike(self, likeness: Likeness, *, page: Page, allowed: Collection[int]) -> Found:
        cases = frozenset(self._stock.of_kind.get(DocumentKind.CASE, ())).intersection(allowed)
        shared: list[Shared] = alike(
            self._stock, likeness, meanings=self._meanings, reader=self._reader, allowed=cases
        )
        return Found(
            hits=tuple(Hit(document=s.document, why=s.reasons) for s in _of_page(shared, page)),
            total=len(shared),
            asked=likeness.asked,
        )

    def _telling(self, document: Document) -> tuple[Group, ...]:
        """What is to be alike: the topics, and the telling words of the title."""
        topics = tuple(
            Group(said=topic, literal=(), same=frozenset({topic})) for topic in document.topics
        )
        title = self._reader.understand(document.title).groups
        return (*topics, *title[:_SIMILAR_WORDS])

    def _nearest(self, words: str) -> tuple[str, ...]:
        """Names that look like what was asked for."""
        topics = {topic for each in self.cases for topic in each.topics}
        names = {name: folded(name) for name in (*self.companies, *sorted(topics))}
        close = process.extract(
            folded(words), names, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_LOOKS_ALIKE
        )
        return tuple(name for _, _, name in close)

    def _is_said(self, word: str) -> bool:
        texts = self._stock.texts
        return bool(texts.heads(((word,),)) or texts.bodies(((word,),)))


def _of_page(items: Sequence, page: Page) -> Sequence:  # type: ignore[type-arg]
    start = (page.number - 1) * page.size
    return items[start : start + page.size]


def _texts(document: Document) -> Texts:
    return Texts(
        makers=folded(f"{' '.join(document.companies)} {document.makers}"),
        title=folded(document.title),
        topics=folded(" ".join(document.topics)),
        about=folded(document.about),
        body=folded(document.body),
    )


def _words(indexed: Sequence[Texts]) -> Counter[str]:
    heads = (f"{each.title} {each.topics} {each.about} {each.makers}" for each in indexed)
    return Counter(word for head in heads for word in head.split())
