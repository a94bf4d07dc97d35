"""Filters: which documents are left, and which words behind a filter belong to the question."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.search import DocumentKind
from bot.domain.search_words import Asked
from bot.library.search.folding import words_of
from bot.library.search.ranking import Stock
from bot.library.search.understanding import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What the filters leave: documents by number, and the plain words of the question.

    `unknown` are companies and topics asked for that are not there at all.
    """

    allowed: Collection[int]
    words: str
    unknown: tuple[str, ...] = ()


def narrow(
    asked: Asked, stock: Stock, *, kinds: frozenset[DocumentKind], reader: Reader
) -> Narrowed:
    """Apply every filter; several companies or topics are alternatives."""
    companies: set[str] = set()
    topics: set[str] = set()
    words: list[str] = [asked.words]
    unknown: list[str] = []
    for said in asked.companies:
        tokens = words_of(said)
        found, used = reader.company(tokens)
        companies |= found
        words += tokens[used:]
        unknown += [] if found else [said]
    for said in asked.topics:
        tokens = words_of(said)
        meaning, used = reader.topic(tokens)
        topics |= meaning.same | meaning.within if meaning else set()
        # A part of a topic narrows to the topic and ranks by the word itself.
        words += tokens if meaning and not meaning.same else tokens[used:]
        unknown += [] if meaning else [said]
    allowed = {number for kind in kinds for number in stock.of_kind.get(kind, ())}
    if asked.companies:
        allowed &= {n for name in companies for n in stock.of_company.get(name, ())}
    if asked.topics:
        allowed &= {n for name in topics for n in stock.of_topic.get(name, ())}
    if asked.has_years:
        years = {n: stock.documents[n].year or 0 for n in allowed}
        allowed = {n for n, year in years.items() if asked.first <= year <= asked.last}
    return Narrowed(allowed=allowed, words=" ".join(words).strip(), unknown=tuple(unknown))
