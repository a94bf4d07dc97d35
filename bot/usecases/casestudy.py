"""`casestudy`: one for today, an answer to a question, one in detail, or companies like us."""

import re
from dataclasses import replace

from bot.domain.card import Card, Untrusted, Words, words
from bot.domain.cards.casestudies import ASK, VERB, case_card, companies_card
from bot.domain.cards.found import (
    SIZE,
    Listing,
    found_card,
    no_such_page_card,
    nothing_card,
    total_title,
)
from bot.domain.cards.likeness import ASKED, form_card
from bot.domain.cards.parts import count
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.errors import UserError
from bot.domain.likeness import Form, Likeness, form_text, parse_form
from bot.domain.schedule import local
from bot.domain.search import Document, DocumentKind, Found, for_today
from bot.domain.search_words import QUERY_LIMIT, split_page
from bot.ports import Page, SearchIndex
from bot.usecases.context import Context

CASES = frozenset({DocumentKind.CASE})
_COMPANIES = re.compile(r"(?:(?:all|which|list(?: of)?|the) )?compan(?:y|ies)(?: list)?\??")
_LIKE = "like "
_LIKE_US = re.compile(r"(?:companies |teams )?like (?:us|ours|mine|me)\b[:\s]*(.*)")


class NoCases(UserError):
    """There are no case studies here yet. Type `help` to see what else there is."""


async def run(context: Context, command: Command) -> Reply:
    """Show one worth reading today, or answer what was asked."""
    index = await context.search.index()
    if not index.cases:
        raise NoCases
    number, asked = split_page(command.args[:QUERY_LIMIT].strip())
    if not asked:
        return await _today(context, index)
    if _COMPANIES.fullmatch(asked.casefold()):
        return Reply(card=companies_card(dict(index.companies), page=number))
    like_us = _LIKE_US.fullmatch(asked.casefold())
    if like_us:
        return _like_us(context, index, said=like_us[1].strip(), number=number)
    document = index.document(asked)
    if document is not None and document.kind is DocumentKind.CASE:
        return Reply(card=shown(context, document, index=index))
    model = index.document(asked.removeprefix(_LIKE)) if asked.startswith(_LIKE) else None
    return _similar(index, model) if model else _search(context, asked, index=index, number=number)


def shown(
    context: Context,
    document: Document,
    *,
    index: SearchIndex,
    note: Words | None = None,
    footer: Words | None = None,
) -> Card:
    """The card of one case study."""
    company = next(iter(document.companies), "")
    card = case_card(
        document,
        note=note,
        others=index.companies.get(company, 1) - 1,
        credit=None if document.own else next(iter(index.credits), None),
        footer=footer,
    )
    if document.resource is None:
        return card
    return context.broken.shown(card, document.resource, library=context.studies.library)


def company_names(index: SearchIndex) -> tuple[str, ...]:
    """The companies there are, the path's own first."""
    return tuple(dict.fromkeys(name for each in index.cases for name in each.companies))


async def _today(context: Context, index: SearchIndex) -> Reply:
    today = local(context.studies.now(), context.party.attention.zone).date()
    done = {
        resource_id
        for curriculum in context.studies.library.curricula
        for resource_id in await context.store.people.progress(context.party, curriculum)
    }
    chosen = for_today(index.cases, today=today, done=done) or index.cases[0]
    return Reply(
        card=shown(context, chosen, index=index, note=words("One worth reading today."), footer=ASK)
    )


def _search(context: Context, asked: str, *, index: SearchIndex, number: int) -> Reply:
    found = index.search(asked, kinds=CASES, page=Page(number=number, size=SIZE))
    if not found.total:
        return _nothing(index, found)
    if found.total == 1 and found.hits:
        note = words("I read that as “", Untrusted(found.read_as), "”.") if found.read_as else None
        return Reply(card=shown(context, found.hits[0].document, index=index, note=note))
    title = total_title(found, "case study", asked=found.asked)
    return _listed(found, Listing(title=title, verb=VERB, arg=found.asked, page=number))


def _nothing(index: SearchIndex, found: Found, *, what: str = "No case study for") -> Reply:
    return Reply(
        card=nothing_card(
            found.asked,
            what=what,
            verb=VERB,
            nearest=found.nearest,
            company_names=company_names(index),
        )
    )


def _similar(index: SearchIndex, document: Document) -> Reply:
    """Case studies like the one on a card: the closest few, so there are no pages."""
    found = index.similar(document, page=Page(size=SIZE))
    if not found.hits:
        return _nothing(index, replace(found, asked=document.title), what="Nothing else like")
    title = words("Like “", Untrusted(document.title), "”")
    closest = replace(found, total=len(found.hits))
    arg = f"{_LIKE}{document.id}"
    return _listed(closest, Listing(title=title, verb=VERB, arg=arg, page=1))


def _like_us(context: Context, index: SearchIndex, *, said: str, number: int) -> Reply:
    """The form, the form one tick further in place of the old, or its answer."""
    form = parse_form(said) if said else Form()
    if form is None:
        return _search(context, f"like: {said}", index=index, number=number)
    if form.done and form.traits:
        return _alike(index, form, number=number)
    card = form_card(Form(ticks=form.ticks) if form.done else form)
    pressed = context.inbound.press is not None and bool(said)
    return Reply(update=card) if pressed else Reply(card=card)


def _alike(index: SearchIndex, form: Form, *, number: int) -> Reply:
    asked = ", ".join(form.traits)
    likeness = Likeness(traits=form.traits, asked=asked)
    found = index.like(likeness, page=Page(number=number, size=SIZE))
    if not found.total:
        return _nothing(index, found)
    title = words(f"{count(found.total, 'case study')} like you: {asked}")
    arg = f"{ASKED} {form_text(form)}"
    return _listed(found, Listing(title=title, verb=VERB, arg=arg, page=number))


def _listed(found: Found, listing: Listing) -> Reply:
    if not found.hits:
        return Reply(card=no_such_page_card(listing))
    return Reply(card=found_card(found, listing))
