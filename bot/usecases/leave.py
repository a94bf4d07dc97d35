"""`leave`: a plan is left, once that was said twice."""

from bot.domain.cards.answers import leave_question, left_answer
from bot.domain.cards.together import end_question, ended_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.finding import fold
from bot.domain.steering import leave
from bot.usecases.authorize import check_steer, may_steer
from bot.usecases.context import Context
from bot.usecases.group.joining import run_leave

_YES = frozenset({"yes", "confirm", "yes leave"})


async def run(context: Context, command: Command) -> Reply:
    """Ask first; leave on `leave yes`. A name behind it says which plan."""
    sure = fold(command.args) in _YES
    view = _view(context, command, sure=sure)
    if view.enrollment.is_group and not sure:
        return await _of_group(context, view, plan=command.plan)
    if not sure:
        return Reply(card=leave_question(context.look(view)))
    await check_steer(context, view)
    after = await context.change(view, leave)
    outlook = context.look(after)
    return Reply(card=ended_card(outlook) if after.enrollment.is_group else left_answer(outlook))


async def _of_group(context: Context, view: EnrollmentView, *, plan: str) -> Reply:
    """A member leaves the group; who decides on the plan is asked what they mean."""
    if await may_steer(context, view):
        return Reply(card=end_question(context.look(view)))
    return await run_leave(context, Command(verb="group leave", plan=plan or view.enrollment.plan))


def _view(context: Context, command: Command, *, sure: bool) -> EnrollmentView:
    if sure or not command.args or command.plan:
        return context.meant(command)
    return context.meant(Command(verb=command.verb, plan=command.args))
