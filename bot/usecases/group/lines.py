"""The boxes below a group's Done: lines for the thread, and a rating that stays private."""

from bot.domain.cards.group_reading import shared_card
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.group import LineKind
from bot.domain.grouping import NotIn
from bot.domain.ids import ResourceId
from bot.domain.notes import LINE_LIMIT, clean_note
from bot.domain.threads import LEAD, line
from bot.usecases.context import Context
from bot.usecases.reading_thread import thread_of


def lines_in(context: Context) -> dict[LineKind, str]:
    """What was filled in, by its kind."""
    values = context.inbound.values
    cleaned = {kind: clean_note(values.get(kind.value, ""), limit=LINE_LIMIT) for kind in LineKind}
    return {kind: said for kind, said in cleaned.items() if said}


async def share(
    context: Context,
    view: EnrollmentView,
    *,
    resource_id: ResourceId,
    rating: int | None,
) -> Reply:
    """Keep the lines for the group and put them into the reading's thread.

    Raises:
        NotIn: they have left the group in the meantime.
        AlreadyHandled: this event was handled before.
    """
    said = lines_in(context)
    if said:
        kept = await context.store.groups.keep_lines(
            context.party,
            view.enrollment.id,
            resource_id=resource_id,
            lines=said,
            pressing=context.pressing,
        )
        if not kept:
            raise NotIn
        await _into_thread(context, view, resource_id=resource_id, kinds=list(said))
    if rating is not None:
        await context.store.notes.keep(
            context.party,
            (view.enrollment.curriculum, resource_id),
            notes=[],
            rating=rating,
            at=context.studies.now(),
            event_id=f"{context.inbound.event_id}/rating",
        )
    resource = context.resource(view, resource_id)
    return Reply(update=shared_card(context.look(view), resource, lines=list(said)))


async def _into_thread(
    context: Context, view: EnrollmentView, *, resource_id: ResourceId, kinds: list[LineKind]
) -> None:
    pieces = tuple(line(kind.value, context.party.person_id) for kind in kinds)
    resource = context.resource(view, resource_id)
    threaded = thread_of(context, resource, then=(LEAD, *pieces))
    if threaded is not None:
        await context.store.threads.plan(view.enrollment.id, threaded)
        context.engine.wake()
