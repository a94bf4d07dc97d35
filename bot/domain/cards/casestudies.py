"""Case studies: one for today, one in detail, and those of a catalogue that nobody told yet."""

from collections.abc import Sequence

from bot.domain.card import Button, Card, Fact, Link, Option, Tone, Untrusted, Words, words
from bot.domain.cards.broken import link_broken
from bot.domain.cards.parts import button, duration, fact, listed, said, title_of
from bot.domain.cards.sources import case_facts, source_facts
from bot.domain.curriculum import Resource
from bot.domain.search import Document, DocumentKind, Entry
from bot.domain.search_words import with_page
from bot.domain.zones import echo

VERB = "case"
"""The shortest spelling of `casestudy`: a catalogue's ids leave little room in a button."""
SINGLE = 1
_MOST_LETTERS = 9
ASK = said(
    "Ask by company, by topic or in your own words: `casestudy uber`, `casestudy fraud`, "
    "`casestudy how does netflix choose artwork`. "
    "Narrow it: `casestudy topic:search year:2019-2021`."
)


def case_card(
    document: Document,
    *,
    note: Words | None = None,
    others: int = 0,
    credit: tuple[str, str] | None = None,
    footer: Words | None = None,
) -> Card:
    """One case study; `others` counts what else there is of its company."""
    lines = (note,) if note else ()
    buttons = _next_steps(document, others=others)
    if document.resource is not None:
        return _own_card(document.resource, lines, buttons=buttons, footer=footer or words())
    if document.entry is None:
        raise ValueError("a case study belongs to a path or to a catalogue")
    return _entry_card(document.entry, lines, buttons=buttons, credit=credit, footer=footer)


def companies_card(counts: dict[str, int], *, page: int) -> Card:
    """Every company there is, by letter, with how many case studies are there of it."""
    letters: dict[str, list[str]] = {}
    for name, number in counts.items():
        shown = f"{name} ({number})" if number > SINGLE else name
        letters.setdefault(_letter(name), []).append(shown)
    pages = -(-len(letters) // _MOST_LETTERS)
    page = min(page, max(pages, 1))
    rows = list(letters.items())[(page - 1) * _MOST_LETTERS : page * _MOST_LETTERS]
    return Card(
        title=words(f"Case studies of {len(counts)} companies"),
        text=(words(f"Page {page} of {pages}."),) if pages > 1 else (),
        facts=tuple(fact(letter, listed(names, most=len(names))) for letter, names in rows),
        buttons=turning(VERB, "companies", page=page, last=pages),
        footer=said("For one of them: `casestudy` with its name."),
    )


def turning(verb: str, arg: str, *, page: int, last: int) -> tuple[Button, ...]:
    """The buttons to the page before and the one after; `last` is the last page."""
    back = (button("Back", verb, arg=with_page(arg, page - 1)),) if page > 1 else ()
    more = (button("More", verb, arg=with_page(arg, page + 1)),) if page < last else ()
    return (*back, *more)


def entry_facts(entry: Entry) -> tuple[Fact, ...]:
    """All that is known of a catalogue's case study."""
    return (
        fact("Company", listed(entry.companies)),
        fact("Year", str(entry.year)),
        fact("Topics" if len(entry.topics) > 1 else "Topic", listed(entry.topics)),
    )


def _own_card(
    resource: Resource, lines: Sequence[Words], *, buttons: tuple[Button, ...], footer: Words
) -> Card:
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
        text=(*lines, *summary),
        facts=tuple(facts),
        points=tuple(words(Untrusted(each)) for each in told),
        links=(Link(words("Open the reading"), resource.url), *related),
        buttons=(*buttons, link_broken(resource)),
        footer=footer,
        tone=Tone.READING,
    )


def _entry_card(
    entry: Entry,
    lines: Sequence[Words],
    *,
    buttons: tuple[Button, ...],
    credit: tuple[str, str] | None,
    footer: Words | None,
) -> Card:
    source = (Link(words("Where it is listed"), credit[1]),) if credit else ()
    return Card(
        eyebrow=words("Case study"),
        title=words(Untrusted(entry.title)),
        text=(*lines, words("Not summarised here: this is all I know of it.")),
        facts=(*entry_facts(entry), *((fact("Credit", Untrusted(credit[0])),) if credit else ())),
        links=(Link(words("Open the reading"), entry.url), *source),
        buttons=buttons,
        footer=footer or words(),
        tone=Tone.READING,
    )


def _next_steps(document: Document, *, others: int) -> tuple[Button, ...]:
    company = next(iter(document.companies), "")
    more = button(f"More of {echo(company)}", VERB, arg=f'company:"{company}"')
    return (
        button("More like this", VERB, arg=f"like {document.id}"),
        *((more,) if others else ()),
        button("Companies like us", VERB, arg="like us"),
    )


def _letter(name: str) -> str:
    return name[0].upper() if name[0].isalpha() else "0-9"


def hit_option(document: Document, why: Sequence[str], *, verb: str = VERB) -> Option:
    """A hit: what it is, why it was found, and the button that opens it."""
    facts = [fact("Company", listed(document.companies))] if document.companies else []
    if document.year:
        facts.append(fact("Year", str(document.year)))
    if document.kind is DocumentKind.CASE and document.own:
        facts.append(fact("Told here", "in full"))
    return Option(
        title=words(Untrusted(document.title)),
        text=words("Why: ", Untrusted("; ".join(why))) if why else words(),
        facts=tuple(facts),
        buttons=(button("See it", verb, arg=document.id),),
    )


def note_option(document: Document) -> Option:
    """A note of one's own; it leads to its reading."""
    reading = document.resource
    return Option(
        title=words(Untrusted(document.title)),
        facts=(fact("About", title_of(reading)),) if reading else (),
        buttons=(button("See the reading", "find", arg=reading.id),) if reading else (),
    )
