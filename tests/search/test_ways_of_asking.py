"""Whole classes of questions: every name, every topic, every trade, slips, and what is not here."""

from collections.abc import Iterator
from functools import cache

import pytest

from bot.domain.search import Document
from bot.library import load_library, shipped
from bot.library.catalogue import load_shelf
from bot.library.catalogue_schema import AliasesFile
from tests.fakes.searching import ask, shipped_index

SHORTEST = 6
"""Letters from which on every slip must be put right; shorter names are near too many words."""


@cache
def aliases() -> AliasesFile:
    library = load_library([shipped("curriculum")])
    ((name, folder),) = library.folders.items()
    return load_shelf(folder, library.curricula[name]).aliases


def first(text: str) -> Document | None:
    hits = ask(text, size=1).hits
    return hits[0].document if hits else None


def slips(name: str) -> Iterator[str]:
    """One letter swapped, lost or doubled, never the first."""
    for n in range(1, len(name)):
        yield name[:n] + name[n + 1 :]
        yield name[:n] + name[n] + name[n:]
        yield name[:n] + name[n : n + 2][::-1] + name[n + 2 :]


def company_of(text: str) -> tuple[str, ...]:
    document = first(text)
    return document.companies if document else ()


def topics_of(text: str) -> tuple[str, ...]:
    document = first(text)
    return document.topics if document else ()


def test_every_company_is_found_by_every_name_it_has() -> None:
    called = [(name, name) for name in shipped_index().companies]
    called += [(also, each.name) for each in aliases().companies for also in each.also]
    assert [said for said, name in called if name not in company_of(said)] == []


def test_every_slip_in_the_name_of_a_company_is_put_right() -> None:
    long = [name.lower() for name in shipped_index().companies if len(name) >= SHORTEST]
    asked = [(slip, name) for name in long for slip in slips(name) if " " in slip or len(slip) > 5]
    missed = [s for s, name in asked if name not in [each.lower() for each in company_of(s)]]
    assert len(missed) <= len(asked) // 100, missed


def test_every_slip_in_a_topic_is_put_right() -> None:
    long = [each.name for each in aliases().topics if len(each.name) >= SHORTEST]
    asked = [(slip, name) for name in long for slip in slips(name)]
    missed = [slip for slip, name in asked if name not in topics_of(slip)]
    assert len(missed) <= len(asked) // 100, missed


def test_every_word_for_a_topic_finds_it_or_says_the_word() -> None:
    for topic in aliases().topics:
        for said in (topic.name, *topic.same):
            hits = ask(said, size=1).hits
            assert hits, said
            says = any("say" in reason for reason in hits[0].why)
            assert says or topic.name in hits[0].document.topics, said
        assert [said for said in topic.within if not ask(said).total] == []


def test_every_company_belongs_to_a_trade() -> None:
    named = {name for trade in aliases().industries for name in trade.companies}
    assert set(shipped_index().companies) - named == set()


def test_a_trade_finds_its_companies() -> None:
    for trade in aliases().industries:
        for said in (trade.name, *trade.also):
            found = company_of(f"{said} companies")
            assert set(found) & set(trade.companies), said


def test_who_is_not_here_is_taken_for_nobody_else() -> None:
    for name in (name for line in aliases().not_here for name in line):
        found = ask(name)
        assert not found.read_as, name
        assert all("title says" in " ".join(hit.why) for hit in found.hits), name


@pytest.mark.parametrize(
    ("query", "company", "words"),
    [
        ("GNNs", "", "graph"),
        ("RNNs", "", "recurrent"),
        ("KGs", "", "knowledge graph"),
        ("monitor a model", "", "monitoring"),
        ("the price of a home", "Airbnb", "value of homes"),
        ("instagram explore", "Meta", "explore"),
        ("facebook hate speech", "Meta", "hate speech"),
        ("speech to text", "", "recogni"),
        ("credit card fraud", "", "fraud"),
    ],
)
def test_what_was_meant_stands_first(query: str, company: str, words: str) -> None:
    document = first(query)
    assert document is not None
    assert words in document.title.lower()
    assert not company or company in document.companies


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("deliveroo fraud", "anomaly detection"),
        ("blarghish feature stores", "feature stores"),
        ("who on earth zzyx federated learning", "privacy"),
    ],
)
def test_a_word_that_nothing_says_takes_nothing_from_what_is_known(query: str, topic: str) -> None:
    assert topic in topics_of(query)


def test_a_text_is_quoted_with_its_own_words() -> None:
    for query in ("deduplication", "offline metrics", "notebooks", "host"):
        for hit in ask(query, size=20).hits:
            for reason in hit.why:
                if reason.startswith("text says"):
                    assert reason.split("“")[1].rstrip("”") in hit.document.body.lower()
