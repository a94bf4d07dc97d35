"""What is known of a reading: who wrote it, where, and what it opens."""

from bot.domain.card import (
    Fact,
    Link,
    Text,
    Untrusted,
    joined,
    words,
)
from bot.domain.cards import guide
from bot.domain.cards.parts import (
    duration,
    fact,
    listed,
)
from bot.domain.curriculum import Access, CaseStudy, Resource

MOST_LINKS = 4
GUIDED_FACTS = 3
"""Company, industry and task: with words of our own beside it a card needs no more."""
_ACCESS = {
    Access.FREE: "free to read",
    Access.PAID: "paid",
    Access.DRAFT_FREE: "the draft is free to read",
}


def facts(resource: Resource) -> tuple[Fact, ...]:
    """The small print of a reading, in one order."""
    found: list[Fact] = []
    if resource.case is not None:
        known = case_facts(resource.case)
        found += known if resource.guide is None else known[:GUIDED_FACTS]
    if resource.authors:
        found.append(fact("By", listed(resource.authors)))
    found += source_facts(resource)
    found.append(fact("What", joined((resource.kind.value, *_cost(resource)), ", ")))
    if resource.minutes:
        found.append(fact("Time", f"about {duration(resource.minutes)} (our estimate)"))
    return (*found, *guide.level_facts(resource))


def source_facts(resource: Resource) -> list[Fact]:
    """Where it was published, and in which year."""
    pieces: list[Text] = [Untrusted(resource.source)] if resource.source else []
    pieces += [str(resource.year)] if resource.year else []
    return [fact("From", joined(pieces, ", "))] if pieces else []


def case_facts(case: CaseStudy) -> list[Fact]:
    """What is known of a case study."""
    facts = [fact("Company", Untrusted(case.company))]
    if case.industry:
        facts.append(fact("Industry", Untrusted(case.industry)))
    if case.task:
        facts.append(fact("Task", Untrusted(case.task)))
    if case.topics:
        facts.append(fact("Topics", listed(case.topics, most=6)))
    if case.techniques:
        facts.append(fact("Techniques", listed(case.techniques)))
    return facts


def _cost(resource: Resource) -> tuple[str, ...]:
    cost = _ACCESS.get(resource.access)
    return (cost,) if cost else ()


def links(resource: Resource) -> tuple[Link, ...]:
    """Its own link, a free one instead of a paid one, and what is related."""
    first = Link(words("Open the reading"), resource.url)
    others = (Link(words(Untrusted(each.title)), each.url) for each in resource.related)
    return (first, *guide.free_instead(resource), *others)[:MOST_LINKS]
