"""`discuss`: a reading's thread is opened, or shown where it is."""

from bot.domain.cards.discuss import no_thread_card, open_card, opening_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.delivery import DeliveryState
from bot.domain.enrollment import Change, EnrollmentView
from bot.domain.position import latest
from bot.domain.threads import LEAD, Thread, Threaded
from bot.ports import AlreadyHandled
from bot.usecases.context import Context
from bot.usecases.naming import named_reading
from bot.usecases.reading_thread import thread_of

_UNDER_WAY = {DeliveryState.READY, DeliveryState.QUEUED, DeliveryState.SENDING}
_THERE = _UNDER_WAY | {DeliveryState.SENT, DeliveryState.UNCERTAIN}


async def run(context: Context, command: Command) -> Reply:
    """Open the thread of the pressed, the named or the latest reading, and say where it is."""
    view = context.meant(command)
    named = named_reading(context, view, args=command.args, example="discuss")
    resource = context.resource(view, named or latest(view))
    then = (LEAD,) if view.enrollment.is_group else ()
    threaded = thread_of(context, resource, then=then)
    if threaded is None:
        return Reply(card=no_thread_card(resource, refused=False))
    before = await _thread(context, view, threaded=threaded)
    if before is not None and before.opened in _THERE:
        if context.pressed is not None and not before.receipt:
            await _open(context, view, threaded=threaded)  # the press proves where its message is
            before = await _thread(context, view, threaded=threaded) or before
        known = open_card(resource, alone=context.party.is_dm)
        return Reply(card=known, thread=before.receipt)
    await _open(context, view, threaded=threaded)
    after = await _thread(context, view, threaded=threaded)
    if before is None or after is None or before.is_refused:
        return Reply(card=no_thread_card(resource, refused=before is not None))
    # Who presses alone sees the questions come, and needs no word about it.
    quiet = context.party.is_dm and context.pressed is not None
    card = None if quiet else opening_card(resource, alone=context.party.is_dm)
    return Reply(card=card, thread=after.receipt)


async def _thread(context: Context, view: EnrollmentView, *, threaded: Threaded) -> Thread | None:
    threads, pressed = context.store.threads, threaded.pressed
    return await threads.of(view.enrollment.id, threaded.resource_id, pressed=pressed)


async def _open(context: Context, view: EnrollmentView, *, threaded: Threaded) -> None:
    """Plan what is not there yet; pressed by twenty at once it comes once."""

    def decide(current: EnrollmentView) -> Change:
        return Change(enrollment=current.enrollment, only_moves=True, threaded=threaded)

    try:
        await context.change(view, decide)
    except AlreadyHandled:
        return
