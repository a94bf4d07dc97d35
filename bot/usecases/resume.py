"""`resume`: a paused plan goes on."""

from bot.domain.cards.answers import resumed_answer
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.steering import resume
from bot.usecases.case_week import alone
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Go on from the next date; what was missed collapses into one."""
    if (reply := await alone(context, "resume")) is not None:
        return reply
    view = context.meant(command)
    study = context.study(view)
    after = await context.change(view, lambda before: resume(before, study))
    return Reply(card=resumed_answer(context.look(after)))
