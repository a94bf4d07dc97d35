"""What a search found, page by page, and what to do where it found nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.card import Button, Card, Option, Tone, Untrusted, Words, words
from bot.domain.cards import guide, sources
from bot.domain.cards.broken import link_broken
from bot.domain.cards.casestudies import VERB, hit_option, note_option, turning
from bot.domain.cards.parts import button, count, fact, listed, plan_name, said, title_of
from bot.domain.curriculum import Plan, Resource
from bot.domain.search import DocumentKind, Found, Hit
from bot.domain.zones import echo

MOST_COMPANIES = 9
SIZE = 5
"""Hits on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a reading stands on a plan of this place; `mark` is "done", "next" and so on."""

    plan: Plan
    number: int
    total: int
    mark: str
    is_next: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How an answer is told: its title, and the command that turns its pages."""

    title: Words
    verb: str
    arg: str
    page: int


def found_card(
    found: Found, listing: Listing, *, standings: Sequence[Standing | None] = ()
) -> Card:
    """One page of hits."""
    places = standings or (None,) * len(found.hits)
    last = -(-found.total // SIZE)
    return Card(
        title=listing.title,
        text=_notes(found, listing, last=last),
        options=tuple(
            _option(hit, standing, verb=listing.verb)
            for hit, standing in zip(found.hits, places, strict=True)
        ),
        buttons=turning(listing.verb, listing.arg, page=listing.page, last=last),
    )


def nothing_card(
    asked: str,
    *,
    what: str,
    verb: str,
    nearest: Sequence[str] = (),
    company_names: Sequence[str] = (),
) -> Card:
    """Nothing fits: what looks like it, and what there is."""
    if nearest:
        text = words("Did you mean one of these? Press it, or use other words.")
    elif ":" in asked:
        text = words("Nothing fits all of that at once. Leave out one part, or widen the years.")
    else:
        text = words("Try a company, a topic, or fewer and plainer words.")
    return Card(
        title=words(f"{what} “", Untrusted(asked), "”"),
        text=(text,),
        buttons=(
            *(button(echo(each), verb, arg=each) for each in nearest),
            button("All companies", VERB, arg="companies"),
            button("One for today", VERB),
        ),
        footer=_there_are(company_names),
        tone=Tone.GENTLE,
    )


def _there_are(company_names: Sequence[str]) -> Words:
    example = said("For example: `casestudy recommendation` or `casestudy company:uber`.")
    if not company_names:
        return example
    return words(example, " There are ", listed(company_names, most=MOST_COMPANIES), ".")


def no_such_page_card(listing: Listing) -> Card:
    """A page behind the last one was asked for."""
    return Card(
        title=words("That was all"),
        text=(words("There is nothing more on this page."),),
        buttons=(button("From the first", listing.verb, arg=listing.arg),),
        tone=Tone.GENTLE,
    )


def reading_found_card(resource: Resource, *, section: str, standing: Standing | None) -> Card:
    """One reading, looked up: nothing is sent, and no place moves."""
    place = (words(_place(standing), " ", plan_name(standing.plan), "."),) if standing else ()
    return Card(
        eyebrow=words(Untrusted(section)),
        title=title_of(resource),
        text=(*place, *guide.why(resource)),
        facts=sources.facts(resource),
        points=guide.look_for(resource),
        links=sources.links(resource),
        buttons=(*_moves(resource, standing), link_broken(resource)),
        tone=Tone.READING,
    )


def _notes(found: Found, listing: Listing, *, last: int) -> tuple[Words, ...]:
    notes = []
    if found.read_as:
        notes.append(words("I read that as “", Untrusted(found.read_as), "”."))
    if last > 1:
        first = (listing.page - 1) * SIZE + 1
        notes.append(words(f"{first} to {first + len(found.hits) - 1} of {found.total}."))
    return tuple(notes)


def _option(hit: Hit, standing: Standing | None, *, verb: str) -> Option:
    document = hit.document
    is_note = document.kind is DocumentKind.NOTE
    option = note_option(document) if is_note else hit_option(document, hit.why, verb=verb)
    if document.kind is not DocumentKind.CASE or verb == "find":
        option = replace(option, facts=(fact("What", document.kind.value), *option.facts))
    if standing is None or document.resource is None or is_note:
        return option
    where = fact("Where", f"{_place(standing)} ", plan_name(standing.plan))
    moves = _moves(document.resource, standing)
    return replace(option, facts=(*option.facts, where), buttons=(*option.buttons, *moves))


def _place(standing: Standing) -> str:
    return f"{standing.number} of {standing.total} ({standing.mark}) in"


def _moves(resource: Resource, standing: Standing | None) -> tuple[Button, ...]:
    """How to get it: at once where it is next, else by going there."""
    if standing is None:
        return ()
    if standing.is_next:
        return (button("Send it now", "next", plan=standing.plan.id),)
    if standing.ahead:
        return (button("Go there", "go", arg=f"to {resource.id}", plan=standing.plan.id),)
    return ()


def total_title(found: Found, noun: str, *, asked: str) -> Words:
    """How many there are for what was asked."""
    return words(f"{count(found.total, noun)} for “", Untrusted(asked), "”")
