"""The messages about notes, ratings and what is kept of a person."""

from datetime import UTC, datetime

from bot.domain.card import Card
from bot.domain.cards import keeping, notes
from bot.domain.cards.about import about_card
from bot.domain.cards.answers import again_answer, done_answer
from bot.domain.cards.parts import title_of
from bot.domain.cards.refusal import refusal
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.ids import CurriculumId
from bot.domain.limits import DEFAULTS, LimitReached
from bot.domain.notes import NewNote, NoSuchNote, Note, NoteKind
from bot.domain.outlook import Outlook

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def keeping_cards(
    outlook: Outlook, resource: Resource, *, curriculum: Curriculum
) -> dict[str, Card]:
    """Each of them once."""
    plan, title = outlook.plan.id, title_of(resource)
    learned = NewNote(kind=NoteKind.LEARNED, text="They rank rows first")
    note = Note(
        number=3,
        curriculum=CurriculumId("mlops"),
        resource_id=resource.id,
        kind=NoteKind.NOTE,
        text="Start with a simple model",
        at=AT,
    )
    held = keeping.holdings_facts(plans=1, readings=12, notes=3, ratings=2, messages=0)
    nothing = keeping.holdings_facts(plans=0, readings=0, notes=0, ratings=0, messages=0)
    return {
        "done, with boxes": notes.with_boxes(done_answer(outlook), resource.id, plan=plan),
        "kept": notes.kept_card(outlook, resource, notes=[learned], rating=4),
        "rated": notes.kept_card(outlook, resource, notes=[], rating=5),
        "rate": notes.rate_card(resource, plan=plan, now=None),
        "rate again": notes.rate_card(resource, plan=plan, now=2),
        "no notes": notes.no_notes_card(),
        "notes": notes.notes_card(
            [(note, title, 4)], total=6, page=2, pages=3, elsewhere=1, everywhere=False
        ),
        "change a note": notes.change_card(note),
        "note changed": notes.changed_note_card(note, title),
        "note gone": notes.deleted_card(note, title),
        "which note": notes.which_note_card("throw away", example="note delete 3"),
        "again, with notes": again_answer(outlook, resource, kept=notes.kept_facts([note], 4)),
        "no such note": refusal(NoSuchNote()),
        "data": keeping.data_card(held),
        "data, nothing": keeping.data_card(nothing),
        "export": keeping.export_card(minutes=None),
        "export, to fetch": keeping.export_card(minutes=10),
        "forget": keeping.forget_question(held, word="plumtree", minutes=10, groups=0),
        "forget, groups": keeping.forget_question(held, word="plumtree", minutes=10, groups=2),
        "forgotten": keeping.forgotten_card(),
        "about": about_card([curriculum], version="1.2.3"),
        **{
            f"limit {limit.value}": refusal(LimitReached(limit, most))
            for limit, most in DEFAULTS.items()
        },
    }
