"""Which case study comes next: new to the reader, near what they read or about what they asked."""

from collections.abc import Iterator
from itertools import islice

from bot.domain.case_week import CaseHistory, Pick
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.search import Document, DocumentKind, Found
from bot.ports import Page, SearchIndex

KINDS = frozenset({DocumentKind.CASE})
_AT_ONCE = 50
_NEAR = 20
_READ_LATELY = 3


def choose(history: CaseHistory, index: SearchIndex) -> Pick:
    """The next case study, never one that came before or that was read on a plan."""
    known: frozenset[str] = history.seen | frozenset(history.read)
    asked = about(history.wish, index) if history.wish else _near(history, index)
    fresh = (each for each in asked if each.id not in known)
    two = list(islice(_once(fresh), 2))
    return Pick(case=ResourceId(two[0].id) if two else None, more=len(two) > 1)


def about(wish: str, index: SearchIndex) -> Iterator[Document]:
    """Every case study that a wish fits, the best first."""
    number = 1
    while True:
        page = Page(number=number, size=_AT_ONCE)
        try:
            found: Found = index.search(wish, kinds=KINDS, page=page)
        except UserError:  # a filter that this version reads no more
            return
        yield from (hit.document for hit in found.hits)
        if number * _AT_ONCE >= found.total:
            return
        number += 1


def _near(history: CaseHistory, index: SearchIndex) -> Iterator[Document]:
    """Like what was read last, then a path's own, then the rest from another place each time."""
    for each in reversed(history.read[-_READ_LATELY:]):
        document = index.document(each)
        if document is not None:
            near = index.similar(document, page=Page(size=_NEAR))
            yield from (hit.document for hit in near.hits)
    own = [each for each in index.cases if each.own]
    others = [each for each in index.cases if not each.own]
    start = len(history.seen) * 7 % len(others) if others else 0
    yield from (*own, *others[start:], *others[:start])


def _once(documents: Iterator[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for each in documents:
        if each.id not in seen:
            seen.add(each.id)
            yield each
