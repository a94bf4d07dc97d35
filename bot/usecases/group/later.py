"""`later` in a study group: one member is reminded in private; the group goes on."""

from dataclasses import replace
from datetime import datetime

from bot.domain.cards.group_reading import put_off_card, stays_card
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.ids import ResourceId
from bot.domain.position import latest
from bot.domain.reaching import Reached
from bot.domain.steering import AlreadyFinished
from bot.usecases.context import Context


async def put_off(context: Context, view: EnrollmentView, *, back_at: datetime) -> Reply:
    """Bring the pressed or the latest reading to who asked, where they can be written to."""
    if view.enrollment.state is EnrollmentState.FINISHED:
        raise AlreadyFinished
    pressed = context.pressed.resource_id if context.pressed else None
    resource_id = pressed or latest(view)
    look, resource = context.look(view), context.resource(view, resource_id)
    promise = put_off_card(look, resource, back_at=back_at)
    here = context.inbound.origin.place if context.party.is_dm else ""
    if await _remind(context, view, resource_id=resource_id, at=back_at, place=here):
        return Reply(card=promise)
    reach = await context.reach(promise)
    if not isinstance(reach, Reached):
        return Reply(card=stays_card(look, resource, reach=reach))
    place = context.reaching.place(context.inbound.origin)
    await _remind(context, view, resource_id=resource_id, at=back_at, place=place, step="-private")
    return Reply(card=promise)


async def _remind(
    context: Context,
    view: EnrollmentView,
    *,
    resource_id: ResourceId,
    at: datetime,
    place: str,
    step: str = "",
) -> bool:
    """Plan it in this private place, or in the one of their own plan; False where there is none."""
    pressing = context.pressing
    return await context.store.groups.remind_later(
        context.party,
        view.enrollment.id,
        resource_id=resource_id,
        at=at,
        pressing=replace(pressing, event_id=pressing.event_id + step),
        place=place,
    )
