"""The list of a plan: every reading with its mark, section by section, capped sensibly."""

from collections.abc import Sequence
from itertools import groupby

from bot.domain.card import Card, Fact, Meter, Option, Untrusted, words
from bot.domain.cards.parts import count, fact, next_now, plan_name, said, title_of
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import EnrollmentView, Handled
from bot.domain.ids import ResourceId, SectionId
from bot.domain.outlook import Outlook
from bot.domain.waiting import order

MOST_ROWS = 20
"""Readings shown one by one; the rest of each section is counted."""
MOST_IN_SECTION = 40

_MARKS = {
    Handled.DONE: "done",
    Handled.SENT: "with you",
    Handled.SKIPPED: "left out",
    Handled.PASSED: "passed by",
}


_SETTLED = {_MARKS[how] for how in (Handled.DONE, Handled.SKIPPED, Handled.PASSED)}


def path_card(view: EnrollmentView, outlook: Outlook, *, section: SectionId | None = None) -> Card:
    """What is on a plan: all of it in short, or one section in full."""
    ids = order(outlook.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    rows = [(each, mark_of(each, view, outlook=outlook)) for each in ids]
    if section is not None:
        rows = [row for row in rows if outlook.curriculum.resource(row[0]).section == section]
    full = section is not None
    return Card(
        title=plan_name(outlook.plan),
        text=(words(f"{outlook.done} of {count(outlook.total, 'reading')} done."),),
        meter=Meter(outlook.done, outlook.total),
        options=_sections(rows, ids, curriculum=outlook.curriculum, full=full),
        buttons=next_now(outlook),
        footer=said("Go on from anywhere: `go to 5`, or `go to` with a name. "
                    "One section in full: `path` with its name."),
    )  # fmt: skip


def mark_of(resource_id: ResourceId, view: EnrollmentView, *, outlook: Outlook) -> str:
    """How a reading stands on a plan, in a word or two."""
    how = view.handled.get(resource_id)
    if how is not None:
        return _MARKS[how]
    return "next" if resource_id == outlook.next_id else "to come"


def _sections(
    rows: Sequence[tuple[ResourceId, str]],
    ids: Sequence[ResourceId],
    *,
    curriculum: Curriculum,
    full: bool,
) -> tuple[Option, ...]:
    """Readings stand one by one where something is going on; settled stretches are counted."""
    room = MOST_IN_SECTION if full else MOST_ROWS
    options: list[Option] = []
    for section_id, group in groupby(rows, key=lambda row: curriculum.resource(row[0]).section):
        members = list(group)
        settled = not full and all(mark in _SETTLED for _, mark in members)
        shown = [] if settled else members[:room]
        room -= len(shown)
        more = len(members) - len(shown)
        rest = (fact("more", count(more, "reading")),) if shown and more else ()
        options.append(
            Option(
                title=words(Untrusted(curriculum.section(section_id).title)),
                text=words() if shown else words(_summary([mark for _, mark in members])),
                facts=(*(_row(row, ids, curriculum=curriculum) for row in shown), *rest),
            )
        )
    return tuple(options)


def _row(row: tuple[ResourceId, str], ids: Sequence[ResourceId], *, curriculum: Curriculum) -> Fact:
    resource_id, mark = row
    title = title_of(curriculum.resource(resource_id))
    return Fact(mark, words(f"{ids.index(resource_id) + 1}. ", title))


def _summary(marks: Sequence[str]) -> str:
    """A section in a few words: "all done", "9 readings", "9 readings, 3 done"."""
    if marks[0] in _SETTLED and len(set(marks)) == 1:
        return f"all {marks[0]}"
    settled = [mark for mark in dict.fromkeys(marks) if mark in _SETTLED]
    kinds = (f"{marks.count(mark)} {mark}" for mark in settled)
    return ", ".join((count(len(marks), "reading"), *kinds))
