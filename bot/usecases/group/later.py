"""`later` in a study group: one member is reminded in private; the group goes on."""

from datetime import datetime

from bot.domain.cards.group_reading import put_off_card
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.position import latest
from bot.domain.steering import AlreadyFinished
from bot.usecases.context import Context


async def put_off(context: Context, view: EnrollmentView, *, back_at: datetime) -> Reply:
    """Bring the pressed or the latest reading to who asked, where they can be written to."""
    if view.enrollment.state is EnrollmentState.FINISHED:
        raise AlreadyFinished
    pressed = context.pressed.resource_id if context.pressed else None
    resource_id = pressed or latest(view)
    private = await context.store.groups.remind_later(
        context.party,
        view.enrollment.id,
        resource_id=resource_id,
        at=back_at,
        pressing=context.pressing,
    )
    resource = context.resource(view, resource_id)
    card = put_off_card(context.look(view), resource, back_at=back_at, private=private)
    return Reply(card=card)
