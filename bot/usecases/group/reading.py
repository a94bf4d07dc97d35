"""`done` in a study group: one member has read it; the group has once half of it did."""

from bot.domain.cards.group_reading import again_card, read_card
from bot.domain.cards.guide import takeaway
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView
from bot.domain.grouping import finish_together
from bot.domain.ids import ResourceId
from bot.domain.position import latest
from bot.domain.steering import AlreadyFinished
from bot.domain.threads import LEAD
from bot.ports import ReadTogether
from bot.usecases.context import Context
from bot.usecases.group.which import NoGroup
from bot.usecases.naming import named_reading
from bot.usecases.reading_thread import thread_of


async def run_done(context: Context, command: Command, *, view: EnrollmentView) -> Reply:
    """The pressed, the named or the latest reading is read by who says so.

    The message stays as it is for the others; its count is drawn anew.
    """
    study = context.study(view)
    named = named_reading(context, view, args=command.args, example="done")

    def choose(before: EnrollmentView) -> ResourceId:
        if named is None and before.enrollment.state is EnrollmentState.FINISHED:
            raise AlreadyFinished
        return named or latest(before)

    def settle(before: EnrollmentView, resource_id: ResourceId) -> Change:
        return finish_together(before, study, resource_id=resource_id)

    made = await context.store.groups.done(
        context.party,
        view.enrollment.id,
        choose=choose,
        settle=settle,
        pressing=context.pressing,
    )
    if made is None:
        raise NoGroup
    await _open_thread(context, made)
    return _answer(context, made)


async def _open_thread(context: Context, made: ReadTogether) -> None:
    """A Done opens the reading's thread, where it is not open yet."""
    resource = context.resource(made.after, made.resource_id)
    threaded = thread_of(context, resource, then=(LEAD,))
    if threaded is not None:
        await context.store.threads.plan(made.after.enrollment.id, threaded)
    context.engine.wake()


def _answer(context: Context, made: ReadTogether) -> Reply:
    outlook = context.look(made.after)
    resource = context.resource(made.after, made.resource_id)
    if not made.first:
        return Reply(card=again_card(outlook, resource, reads=made.reads))
    ids = outlook.curriculum.order(made.after.enrollment.plan, made.after.enrollment.expanded)
    kept = takeaway(resource, ids=ids, curriculum=outlook.curriculum)
    return Reply(
        card=read_card(outlook, resource, reads=made.reads, joined=made.joined, takeaway=kept)
    )
