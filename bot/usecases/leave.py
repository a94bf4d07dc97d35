"""`leave`: a plan is left, once that was said twice."""

from bot.domain.cards.answers import leave_question, left_answer
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.finding import fold
from bot.domain.steering import leave
from bot.usecases.context import Context

_YES = frozenset({"yes", "confirm", "yes leave"})


async def run(context: Context, command: Command) -> Reply:
    """Ask first; leave on `leave yes`. A name behind it says which plan."""
    sure = fold(command.args) in _YES
    view = _view(context, command, sure=sure)
    if not sure:
        return Reply(card=leave_question(context.look(view)))
    after = await context.change(view, leave)
    return Reply(card=left_answer(context.look(after)))


def _view(context: Context, command: Command, *, sure: bool) -> EnrollmentView:
    if sure or not command.args or command.plan:
        return context.meant(command)
    return context.meant(Command(verb=command.verb, plan=command.args))
