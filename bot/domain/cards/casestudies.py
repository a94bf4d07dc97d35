"""Case studies: one for today, the answer to a search, and one in detail."""

from collections.abc import Sequence

from bot.domain.card import Card, Fact, Link, Option, Tone, Untrusted, Words, words
from bot.domain.cards.broken import link_broken
from bot.domain.cards.parts import button, count, duration, fact, listed, said, title_of
from bot.domain.cards.sources import case_facts, source_facts
from bot.domain.curriculum import Resource
from bot.domain.zones import echo

MOST_HITS = 5


def case_card(
    resource: Resource, *, note: Words | None = None, company_names: Sequence[str] = ()
) -> Card:
    """One case study in detail; `company_names` are all that can be asked for."""
    case = resource.case
    facts: list[Fact] = case_facts(case) if case else []
    if resource.authors:
        facts.append(fact("By", listed(resource.authors)))
    facts += source_facts(resource)
    if resource.minutes:
        facts.append(fact("Time", f"about {duration(resource.minutes)} (our estimate)"))
    if case and case.data:
        facts.append(fact("Data", Untrusted(case.data)))
    if case and case.metric:
        facts.append(fact("Measured by", Untrusted(case.metric)))
    summary = (words(Untrusted(case.summary)),) if case and case.summary else ()
    told = (*case.facts, *case.decisions, *case.lessons) if case else ()
    related = (Link(words(Untrusted(each.title)), each.url) for each in resource.related)
    return Card(
        eyebrow=words("Case study"),
        title=title_of(resource),
        text=(*((note,) if note else ()), *summary),
        facts=tuple(facts),
        points=tuple(words(Untrusted(each)) for each in told),
        links=(Link(words("Open the reading"), resource.url), *related),
        buttons=(link_broken(resource),),
        footer=_ask(company_names),
        tone=Tone.READING,
    )


def cases_card(found: Sequence[Resource], *, asked: str, note: Words | None = None) -> Card:
    """Several case studies that fit."""
    more = len(found) - MOST_HITS
    lines = [note] if note else []
    if more > 0:
        lines.append(words(f"These fit best; {more} more fit too. A word more narrows it down."))
    return Card(
        title=words(f"{count(len(found), 'case study')} for “", Untrusted(asked), "”"),
        text=tuple(lines),
        options=tuple(_option(each) for each in found[:MOST_HITS]),
    )


def no_case_card(asked: str, *, nearest: Sequence[str], company_names: Sequence[str]) -> Card:
    """Nothing fits: the nearest, and what there is."""
    text: list[Words] = []
    if nearest:
        text.append(words("The nearest I have: ", listed(nearest), "."))
    return Card(
        title=words("No case study for “", Untrusted(asked), "”"),
        text=tuple(text),
        buttons=tuple(button(echo(each), "casestudy", arg=each) for each in nearest[:3]),
        footer=_ask(company_names),
        tone=Tone.GENTLE,
    )


def _ask(company_names: Sequence[str]) -> Words:
    if not company_names:
        return words()
    return words(
        said("Ask by company or by topic, for example `casestudy fraud`. There are: "),
        listed(company_names, most=12),
        ".",
    )


def _option(resource: Resource) -> Option:
    case = resource.case
    return Option(
        title=title_of(resource),
        facts=tuple(case_facts(case)[:3]) if case else (),
        buttons=(button("See it", "casestudy", arg=resource.id),),
    )
