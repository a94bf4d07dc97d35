"""What the first to discuss a reading, or to be done with it, puts into its thread."""

from bot.domain.cards.discuss import questions
from bot.domain.curriculum import Resource
from bot.domain.threads import OPEN, QUESTIONS, Threaded
from bot.usecases.context import Context


def thread_of(
    context: Context, resource: Resource, *, then: tuple[str, ...] = ()
) -> Threaded | None:
    """The thread of a reading with its questions, and these pieces behind them.

    In a channel the thread itself comes first; one person alone needs none but the questions.
    None where there is nothing for a thread, or messages can have none.
    """
    if not context.inbound.origin.threads:
        return None
    asked = (QUESTIONS,) if questions(resource) else ()
    pieces = (*(() if context.party.is_dm else (OPEN,)), *asked, *then)
    pressed = context.pressed.id if context.pressed else None
    return Threaded(resource_id=resource.id, pieces=pieces, pressed=pressed) if pieces else None
