"""`find`: readings and case studies by any words, and where they stand on one's plans."""

from bot.domain.card import Card
from bot.domain.cards.found import (
    SIZE,
    Listing,
    Standing,
    found_card,
    no_such_page_card,
    nothing_card,
    reading_found_card,
    total_title,
)
from bot.domain.cards.path import mark_of
from bot.domain.cards.settings import ask_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.ids import CurriculumId
from bot.domain.notes import Note
from bot.domain.search import Document, DocumentId, DocumentKind, Found
from bot.domain.search_words import QUERY_LIMIT, split_page
from bot.domain.waiting import order
from bot.ports import Page, SearchIndex
from bot.usecases.casestudy import company_names, shown
from bot.usecases.context import Context

EXAMPLES = ("find monitoring", "find feature stores", "find designing machine learning systems")
LONGEST_TITLE = 120
"""Letters of a note that stand for it in a list."""
EVERYTHING = frozenset(DocumentKind)


async def run(context: Context, command: Command) -> Reply:
    """Search everything there is, this person's own notes among it."""
    number, asked = split_page(command.args[:QUERY_LIMIT].strip())
    if not asked:
        card = ask_card("What are you looking for?", detail="", examples=EXAMPLES)
        return Reply(card=card)
    index = await context.search.index()
    document = index.document(asked)
    if document is not None:
        return Reply(card=_opened(context, document) or shown(context, document, index=index))
    notes = [_of_note(context, each) for each in await context.store.notes.mine(context.party)]
    found = index.search(asked, kinds=EVERYTHING, page=Page(number=number, size=SIZE), extra=notes)
    return Reply(card=_answer(context, found, index=index, number=number))


def _answer(context: Context, found: Found, *, index: SearchIndex, number: int) -> Card:
    if not found.total:
        return nothing_card(
            found.asked,
            what="Nothing for",
            verb="find",
            nearest=found.nearest,
            company_names=company_names(index),
        )
    title = total_title(found, "hit", asked=found.asked)
    listing = Listing(title=title, verb="find", arg=found.asked, page=number)
    if not found.hits:
        return no_such_page_card(listing)
    standings = [_standing(context, hit.document) for hit in found.hits]
    return found_card(found, listing, standings=standings)


def _of_note(context: Context, note: Note) -> Document:
    """A note as something to find; it leads to its reading."""
    curriculum = context.studies.library.curricula.get(note.curriculum)
    resource = curriculum.resources.get(note.resource_id) if curriculum else None
    return Document(
        id=DocumentId(f"note {note.name}"),
        kind=DocumentKind.NOTE,
        title=note.text if len(note.text) <= LONGEST_TITLE else f"{note.text[:LONGEST_TITLE]}…",
        about=resource.title if resource else "",
        body=note.text,
        resource=resource,
        curriculum=note.curriculum,
    )


def _opened(context: Context, document: Document) -> Card | None:
    """The card of a reading; None for what is no reading of a path."""
    resource = document.resource
    if resource is None or document.kind is not DocumentKind.READING:
        return None
    curriculum = context.studies.library.curricula.get(document.curriculum or CurriculumId(""))
    section = curriculum.section(resource.section).title if curriculum else ""
    card = reading_found_card(resource, section=section, standing=_standing(context, document))
    return context.broken.shown(card, resource, library=context.studies.library)


def _standing(context: Context, document: Document) -> Standing | None:
    """Where a document stands on the first plan of this place that has it."""
    resource = document.resource
    for view in context.views if resource else ():
        if view.enrollment.curriculum != document.curriculum or not context.loaded(view):
            continue
        ids = order(
            context.study(view).curriculum, view.enrollment.plan, expanded=view.enrollment.expanded
        )
        if resource and resource.id in ids:
            return _place(context, view, number=ids.index(resource.id) + 1, total=len(ids))
    return None


def _place(context: Context, view: EnrollmentView, *, number: int, total: int) -> Standing:
    outlook = context.look(view)
    ids = order(outlook.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    resource_id = ids[number - 1]
    return Standing(
        plan=outlook.plan,
        number=number,
        total=total,
        mark=mark_of(resource_id, view, outlook=outlook),
        is_next=resource_id == outlook.next_id,
        ahead=resource_id not in view.handled,
    )
