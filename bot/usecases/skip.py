"""`skip`: leave a reading out."""

from bot.domain.card import Card
from bot.domain.cards.answered import skipped_card
from bot.domain.cards.answers import already_answer, skipped_answer
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView, Handled
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.position import skip
from bot.domain.steering import AlreadyFinished
from bot.usecases.context import Context
from bot.usecases.finished import finish_of
from bot.usecases.naming import named_reading

_HOW = {Handled.DONE: "done", Handled.SKIPPED: "left out"}


class _Before(UserError):
    """That one is not waiting any more. Type `progress` to see what is."""


async def run(context: Context, command: Command) -> Reply:
    """Leave out the pressed or named reading, else the open one, else the next."""
    view = context.meant(command)
    study = context.study(view)
    named = named_reading(context, view, args=command.args, example="skip")
    left_out: list[ResourceId] = []

    def decide(before: EnrollmentView) -> Change:
        if named is None and before.enrollment.state is EnrollmentState.FINISHED:
            raise AlreadyFinished
        if named is not None and before.handled.get(named) in _HOW:
            raise _Before
        change = skip(before, study, resource_id=named)
        left_out.append(next(iter(change.handled)))
        return change

    try:
        after = await context.change(view, decide)
    except _Before:
        return _calm(context, view, resource_id=named)
    resource = context.resource(after, left_out[-1])
    card = await finish_of(context, before=view, after=after)
    card = card or skipped_answer(context.look(after), resource)
    return Reply(card=card, update=put_away(context, after, how="Left out"))


def put_away(context: Context, after: EnrollmentView, *, how: str) -> Card | None:
    """The pressed message, now that its reading no longer waits."""
    if context.pressed is None or context.pressed.resource_id is None:
        return None
    return skipped_card(
        context.resource(after, context.pressed.resource_id),
        enrollment=after.enrollment,
        curriculum=context.study(after).curriculum,
        at=context.studies.now(),
        how=how,
    )


def _calm(context: Context, view: EnrollmentView, *, resource_id: ResourceId | None) -> Reply:
    if resource_id is None:
        raise _Before
    how = _HOW.get(view.handled.get(resource_id, Handled.DONE), "done")
    outlook, resource = context.look(view), context.resource(view, resource_id)
    return Reply(card=already_answer(outlook, resource, how=how))
