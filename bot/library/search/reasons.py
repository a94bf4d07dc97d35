"""Why a document was found, in a few words each."""

from collections.abc import Iterator

from bot.domain.search import Document
from bot.library.search.folding import as_written, folded
from bot.library.search.ranking import Fit, Stock, phrases_of
from bot.library.search.understanding import Group, Understood

MOST_REASONS = 4


def reasons(stock: Stock, fit: Fit, *, asked: Understood) -> tuple[str, ...]:
    """The reasons for one hit, the company first, each once."""
    document = fit.document
    named = [name for name in document.companies if name in asked.companies]
    told = [f"company {name}" for name in named]
    for group in asked.groups:
        told += _of_group(stock, fit, group=group)
    topics = " ".join(each for each in told if each.startswith("topic "))
    kept = [each for each in told if not (each.startswith("topics say") and topics)]
    return tuple(dict.fromkeys(kept))[:MOST_REASONS]


def _of_group(stock: Stock, fit: Fit, *, group: Group) -> Iterator[str]:
    document = fit.document
    if document.id in group.known_as:
        yield f"known as “{group.said}”"
        return
    topics = [topic for topic in document.topics if topic in group.same | group.within]
    yield from (f"topic {topic}" for topic in topics[:1])
    place = stock.texts.where(fit.number, phrases_of(group)) if phrases_of(group) else None
    if place is not None:
        yield from _said(document, place, topics=bool(topics))
    elif group.trade.intersection(document.companies):
        yield f"a company in {group.said}"
    elif not topics and group.spoken and (said := stock.texts.said(fit.number, group.spoken)):
        yield f"text says “{said}”"


def said_in_title(document: Document, words: str) -> str:
    """That a title says something, as it is written there."""
    return f"title says “{as_written(document.title, words)}”"


def _said(document: Document, place: tuple[str, str], *, topics: bool) -> Iterator[str]:
    """Where the head of a document says something; a topic told already is not told twice."""
    field, word = place
    if field == "title":
        yield said_in_title(document, word)
    elif field == "makers" and word in folded(" ".join(document.companies)).split():
        yield f"company {document.companies[0]}"
    elif field == "makers":
        yield f"author or source says “{word}”"
    elif not topics:
        yield f"topics say “{word}”"
