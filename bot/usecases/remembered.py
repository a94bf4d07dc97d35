"""What a person kept about a reading, to stand with it when it is shown again."""

from bot.domain.card import Fact
from bot.domain.cards.notes import kept_facts
from bot.domain.enrollment import EnrollmentView
from bot.domain.ids import ResourceId
from bot.usecases.context import Context

MOST_SHOWN = 5
"""The newest notes of a reading; `note` shows the rest."""


async def remembered(
    context: Context, view: EnrollmentView, *, resource_id: ResourceId
) -> tuple[Fact, ...]:
    """This person's notes and rating of a reading; nothing where there are none."""
    curriculum = view.enrollment.curriculum
    notes = [
        note
        for note in await context.store.notes.mine(context.party)
        if (note.curriculum, note.resource_id) == (curriculum, resource_id)
    ]
    ratings = await context.store.notes.ratings(context.party, curriculum)
    return kept_facts(notes[-MOST_SHOWN:], ratings.get(resource_id))
