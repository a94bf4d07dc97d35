"""Cards about notes and ratings."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Code,
    Fact,
    Field,
    FieldKind,
    Option,
    Tone,
    Untrusted,
    Words,
    words,
)
from bot.domain.cards.parts import (
    button,
    count,
    fact,
    next_line,
    next_now,
    plan_name,
    said,
    title_of,
)
from bot.domain.curriculum import Resource
from bot.domain.ids import PlanId, ResourceId
from bot.domain.notes import HIGHEST, LINE_LIMIT, LOWEST, NewNote, Note, NoteKind
from bot.domain.outlook import Outlook
from bot.domain.text import NOTE_LIMIT

RATINGS = tuple(str(number) for number in range(LOWEST, HIGHEST + 1))
RATING = "rating"
TEXT = "text"
_LABELS = {
    NoteKind.NOTE: "Note",
    NoteKind.LEARNED: "Learned",
    NoteKind.LIKED: "Liked",
    NoteKind.DISAGREE: "Disagree",
}
BOXES = {
    NoteKind.LEARNED: "What did you learn?",
    NoteKind.LIKED: "What did you like?",
    NoteKind.DISAGREE: "Where do you disagree?",
}


def with_boxes(card: Card, resource_id: ResourceId, *, plan: PlanId) -> Card:
    """The answer to a Done with three lines and a rating below it, all of them optional."""
    lines = tuple(
        Field(name=kind.value, label=label, most=LINE_LIMIT, typed=f"note {kind.value}: ...")
        for kind, label in BOXES.items()
    )
    rating = Field(name=RATING, label="How good was it?", kind=FieldKind.SCALE, typed="rate 4")
    keep = replace(button("Keep it", "keep", arg=resource_id, plan=plan), for_boxes=True)
    return replace(card, fields=(*lines, rating), buttons=(*card.buttons, keep))


def kept_facts(notes: Sequence[NewNote | Note], rating: int | None) -> tuple[Fact, ...]:
    """Notes and a rating as they stand with a reading."""
    facts = [fact(_LABELS[note.kind], Untrusted(note.text)) for note in notes]
    if rating is not None:
        facts.append(fact("Your rating", f"{rating} of {HIGHEST}"))
    return tuple(facts)


def kept_card(
    outlook: Outlook, resource: Resource, *, notes: Sequence[NewNote], rating: int | None
) -> Card:
    """Something was kept with a reading."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Kept" if notes else "Rated"),
        text=(words("With ", title_of(resource), "."),),
        facts=kept_facts(notes, rating),
        buttons=(*next_now(outlook), button("Your notes", "note", plan=outlook.plan.id)),
        footer=next_line(outlook),
        tone=Tone.SUCCESS,
    )


def rate_card(resource: Resource, *, plan: PlanId, now: int | None) -> Card:
    """Asked how good a reading was."""
    before = words(f"Now it is {now} of {HIGHEST}. ") if now else words()
    return Card(
        title=words("How good was it?"),
        text=(
            words(title_of(resource), "."),
            words(before, said("From 1, not for me, to 5, I tell others about it: `rate 4`.")),
        ),
        buttons=tuple(
            button(number, "rate", arg=f"{number} {resource.id}", plan=plan) for number in RATINGS
        ),
    )


def no_notes_card() -> Card:
    """There are no notes yet, and this is how to write one."""
    return Card(
        title=words("No notes yet"),
        text=(
            said("Keep a line about what you read: `note start with a simple model`."),
            said("About another reading: `note netflix: they rank rows, then titles`."),
        ),
        footer=said("Nobody else here is shown your notes."),
        tone=Tone.GENTLE,
    )


def notes_card(
    entries: Sequence[tuple[Note, Words, int | None]],
    *,
    total: int,
    page: int,
    pages: int,
    elsewhere: int,
    everywhere: bool,
) -> Card:
    """A page of notes, the newest first; each with its reading's title and rating."""
    told = [words(f"Page {page} of {pages}, the newest first.")] if pages > 1 else []
    if elsewhere:
        stand = "stands" if elsewhere == 1 else "stand"
        more = count(elsewhere, "more note")
        told.append(said(f"{more} {stand} with readings of other plans: `note all`."))
    shown = next((note.number for note, _, _ in entries), 1)
    return Card(
        title=words(count(total, "note")),
        text=tuple(told),
        options=tuple(_entry(note, title, rating=rating) for note, title, rating in entries),
        buttons=_pages(page, pages, among="all page" if everywhere else "page"),
        footer=said(f"Write one: `note TEXT`. Change one: `note change {shown}: TEXT`."),
    )


def change_card(note: Note) -> Card:
    """Asked what a note should say instead."""
    box = Field(
        name=TEXT,
        label="Write it anew",
        most=NOTE_LIMIT,
        value=note.text,
        typed=f"note change {note.number}: ...",
    )
    return Card(
        title=words(f"Note {note.number}"),
        text=(words(Untrusted(note.text)),),
        fields=(box,),
        buttons=(replace(button("Change it", "note change", arg=note.name), for_boxes=True),),
    )


def changed_note_card(note: Note, title: Words) -> Card:
    """A note says something else now."""
    return Card(
        title=words(f"Note {note.number} is changed"),
        text=(words("With ", title, "."),),
        facts=kept_facts([note], None),
        buttons=(button("Your notes", "note"),),
        tone=Tone.SUCCESS,
    )


def deleted_card(note: Note, title: Words) -> Card:
    """A note is gone."""
    return Card(
        title=words(f"Note {note.number} is gone"),
        text=(words("It stood with ", title, " and said:"), words(Untrusted(note.text))),
        buttons=(button("Your notes", "note"),),
        tone=Tone.SUCCESS,
    )


def which_note_card(verb: str, *, example: str) -> Card:
    """Asked which note is meant."""
    return Card(
        title=words(f"Which note would you like to {verb}?"),
        text=(words("Say its number, for example ", Code(example), "."),),
        buttons=(button("Your notes", "note"),),
        tone=Tone.GENTLE,
    )


def _entry(note: Note, title: Words, *, rating: int | None) -> Option:
    rated = (fact("Your rating", f"{rating} of {HIGHEST}"),) if rating is not None else ()
    return Option(
        title=words(f"{note.number} · {_LABELS[note.kind]}"),
        text=words(Untrusted(note.text)),
        facts=(fact("Reading", title), *rated),
        buttons=(
            button("Change", "note change", arg=note.name, style=ButtonStyle.QUIET),
            button("Delete", "note delete", arg=note.name, style=ButtonStyle.QUIET),
        ),
    )


def _pages(page: int, pages: int, *, among: str) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if page < pages:
        buttons.append(button("Earlier notes", "note", arg=f"{among} {page + 1}"))
    if page > 1:
        buttons.append(button("Newer notes", "note", arg=f"{among} {page - 1}"))
    return tuple(buttons)
