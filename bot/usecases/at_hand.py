"""The reading that a person most likely speaks of, where they name none."""

from datetime import timedelta

from bot.domain.enrollment import EnrollmentView, Handled
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.position import open_readings
from bot.usecases.context import Context

JUST_NOW = timedelta(minutes=15)
"""How long after its Done a reading is still the one that is spoken of (study time)."""


class NothingAtHand(UserError):
    """No reading is with you yet. Type `next` for the first one."""


async def at_hand(context: Context, view: EnrollmentView) -> ResourceId:
    """The pressed message's reading, the one done just now, the open one, or the one done last.

    Raises:
        NothingAtHand: nothing has been sent yet.
    """
    if context.pressed is not None and context.pressed.resource_id is not None:
        return context.pressed.resource_id
    done = await context.store.people.progress(context.party, view.enrollment.curriculum)
    mine = [each for each in done if view.handled.get(each) is Handled.DONE]
    if mine and context.studies.now() - done[mine[-1]] <= JUST_NOW:
        return mine[-1]
    found = (*open_readings(view)[:1], *mine[-1:])
    if not found:
        raise NothingAtHand
    return found[0]
