"""`rate`, and the boxes below a Done: how good a reading was, and a line or three about it."""

from bot.domain.cards.notes import RATING, kept_card, rate_card
from bot.domain.cards.refusal import GoneMessage
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.notes import LINE_LIMIT, NewNote, NoteKind, clean_note, parse_rating
from bot.domain.text import NOTE_LIMIT
from bot.usecases.at_hand import at_hand
from bot.usecases.context import Context
from bot.usecases.group.lines import share
from bot.usecases.naming import named_reading


class NothingFilledIn(UserError):
    """All the boxes are empty, so there was nothing to keep. Type `next` when you like to go on."""


async def run(context: Context, command: Command) -> Reply:
    """Rate the reading at hand, or the one that is named; without a number, ask."""
    view = context.meant(command)
    if not command.args:
        return await _ask(context, view)
    rating, name = parse_rating(command.args)
    named = named_reading(context, view, args=name, example=f"rate {rating}")
    resource_id = named or await at_hand(context, view)
    return await _keep(context, view, resource_id=resource_id, notes=[], rating=rating)


async def run_boxes(context: Context, command: Command) -> Reply:
    """Keep what was filled in about a reading; the answer takes the place of the boxes.

    The reading is the named one, else that of the pressed message.
    """
    view = context.meant(command)
    resource_id = ResourceId(command.args) if command.args else await at_hand(context, view)
    if resource_id not in context.study(view).curriculum.resources:
        raise GoneMessage
    values = context.inbound.values
    lines = {kind: _line(kind, values.get(kind.value, "")) for kind in NoteKind}
    notes = [NewNote(kind=kind, text=text) for kind, text in lines.items() if text]
    rating = parse_rating(values[RATING])[0] if values.get(RATING) else None
    if not notes and rating is None:
        raise NothingFilledIn
    if view.enrollment.is_group and not lines[NoteKind.NOTE]:  # a note is for its writer alone
        return await share(context, view, resource_id=resource_id, rating=rating)
    kept = await _keep(context, view, resource_id=resource_id, notes=notes, rating=rating)
    return Reply(update=kept.card)


def _line(kind: NoteKind, text: str) -> str:
    """What stood in a box; the box of a note holds more than the lines below a Done."""
    return clean_note(text, limit=NOTE_LIMIT if kind is NoteKind.NOTE else LINE_LIMIT)


async def _keep(
    context: Context,
    view: EnrollmentView,
    *,
    resource_id: ResourceId,
    notes: list[NewNote],
    rating: int | None,
) -> Reply:
    await context.store.notes.keep(
        context.party,
        (view.enrollment.curriculum, resource_id),
        notes=notes,
        rating=rating,
        at=context.studies.now(),
        event_id=context.inbound.event_id,
    )
    resource = context.resource(view, resource_id)
    return Reply(card=kept_card(context.look(view), resource, notes=notes, rating=rating))


async def _ask(context: Context, view: EnrollmentView) -> Reply:
    resource_id = await at_hand(context, view)
    ratings = await context.store.notes.ratings(context.party, view.enrollment.curriculum)
    resource = context.resource(view, resource_id)
    now = ratings.get(resource_id)
    return Reply(card=rate_card(resource, plan=view.enrollment.plan, now=now))
