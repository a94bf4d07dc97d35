"""`note`: what a person writes down about a reading; seen, changed and thrown away again."""

import re

from bot.domain.card import Card, Words, words
from bot.domain.cards.notes import (
    TEXT,
    change_card,
    changed_note_card,
    deleted_card,
    kept_card,
    no_notes_card,
    notes_card,
    which_note_card,
)
from bot.domain.cards.parts import title_of
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.finding import find_readings
from bot.domain.notes import Named, NoSuchNote, Note, clean_note, labelled, parse_named
from bot.domain.waiting import order
from bot.usecases.at_hand import at_hand
from bot.usecases.context import Context

NOTES_A_PAGE = 5
LONGEST_HEAD = 80
"""Letters before a colon that may name a reading."""
_PAGE = re.compile(r"page (\d{1,4})", re.IGNORECASE)
_ALL = re.compile(r"all(?: page (\d{1,4}))?", re.IGNORECASE)


async def run(context: Context, command: Command) -> Reply:
    """Keep a note about the current reading, or the one that is named; alone, show them."""
    page, everywhere = _PAGE.fullmatch(command.args), _ALL.fullmatch(command.args)
    if not command.args or page or everywhere:
        number = next((found[1] for found in (page, everywhere) if found and found[1]), "1")
        card = await _list(context, command, page=int(number), everywhere=everywhere is not None)
        return Reply(card=card)
    return await _keep(context, command)


async def run_change(context: Context, command: Command) -> Reply:
    """Write a note anew; without a text, ask for it."""
    if not command.args:
        return Reply(card=which_note_card("change", example="note change 3: start simple"))
    named = parse_named(command.args)
    said = context.inbound.values.get(TEXT) or named.rest
    text = clean_note(said)
    if not text:
        return Reply(card=change_card(await _mine(context, named)))
    event = context.inbound.event_id
    note = await context.store.notes.change(context.party, named, text=text, event_id=event)
    if note is None:
        raise NoSuchNote
    return _in_place(context, changed_note_card(note, _title(context, note)))


async def run_delete(context: Context, command: Command) -> Reply:
    """Throw a note away, and show what it said."""
    if not command.args:
        return Reply(card=which_note_card("throw away", example="note delete 3"))
    named, event = parse_named(command.args), context.inbound.event_id
    note = await context.store.notes.delete(context.party, named, event_id=event)
    if note is None:
        raise NoSuchNote
    return Reply(card=deleted_card(note, _title(context, note)))


async def _keep(context: Context, command: Command) -> Reply:
    view = context.meant(command)
    study = context.study(view)
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    head, colon, rest = command.args.partition(": ")
    names = colon and rest.strip() and len(head) <= LONGEST_HEAD
    named = find_readings(head, curriculum=study.curriculum, ids=ids) if names else ()
    alone = len(named) == 1
    new = labelled(rest if alone else command.args)
    resource_id = named[0] if alone else await at_hand(context, view)
    await context.store.notes.keep(
        context.party,
        (view.enrollment.curriculum, resource_id),
        notes=[new],
        rating=None,
        at=study.now,
        event_id=context.inbound.event_id,
    )
    resource = context.resource(view, resource_id)
    return Reply(card=kept_card(context.look(view), resource, notes=[new], rating=None))


async def _list(context: Context, command: Command, *, page: int, everywhere: bool) -> Card:
    """A page of the notes of this place's plan, or of all where it follows none."""
    every = list(reversed(await context.store.notes.mine(context.party)))
    if not every:
        return no_notes_card()
    everywhere = everywhere or not (context.views or command.plan)
    shown = every if everywhere else _of_plan(context, command, notes=every)
    pages = max(1, -(-len(shown) // NOTES_A_PAGE))
    page = min(max(page, 1), pages)
    ratings = {
        curriculum: await context.store.notes.ratings(context.party, curriculum)
        for curriculum in {note.curriculum for note in shown}
    }
    entries = [
        (note, _title(context, note), ratings[note.curriculum].get(note.resource_id))
        for note in shown[(page - 1) * NOTES_A_PAGE : page * NOTES_A_PAGE]
    ]
    return notes_card(
        entries,
        total=len(shown),
        page=page,
        pages=pages,
        elsewhere=len(every) - len(shown),
        everywhere=everywhere,
    )


def _of_plan(context: Context, command: Command, *, notes: list[Note]) -> list[Note]:
    view = context.meant(command)
    enrollment = view.enrollment
    ids = order(context.study(view).curriculum, enrollment.plan, expanded=enrollment.expanded)
    return [n for n in notes if n.curriculum == enrollment.curriculum and n.resource_id in ids]


async def _mine(context: Context, named: Named) -> Note:
    for note in await context.store.notes.mine(context.party):
        if named.means(note):
            return note
    raise NoSuchNote


def _in_place(context: Context, card: Card) -> Reply:
    """The form that was sent becomes its answer; what was typed is answered below."""
    return Reply(update=card) if context.inbound.press is not None else Reply(card=card)


def _title(context: Context, note: Note) -> Words:
    """What a note's reading is called, as far as it is still here."""
    curriculum = context.studies.library.curricula.get(note.curriculum)
    resource = curriculum.resources.get(note.resource_id) if curriculum else None
    return title_of(resource) if resource else words("a reading that is not here now")
