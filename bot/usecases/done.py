"""`done`: a reading is finished."""

from bot.domain.card import Card
from bot.domain.cards.answers import already_answer, done_answer
from bot.domain.cards.delivery import done_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import Change, EnrollmentView, Handled
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.position import current, finish
from bot.usecases.context import Context
from bot.usecases.finished import finish_of
from bot.usecases.naming import named_reading


class _DoneBefore(UserError):
    """That one is done already. Type `next` for another."""

    def __init__(self, resource_id: ResourceId) -> None:
        super().__init__()
        self.resource_id = resource_id


async def run(context: Context, command: Command) -> Reply:
    """Mark the pressed, the named or the current reading as done."""
    view = context.meant(command)
    study = context.study(view)
    named = named_reading(context, view, args=command.args, example="done")
    marked: list[ResourceId] = []

    def decide(before: EnrollmentView) -> Change:
        target = named or current(before)
        if before.handled.get(target) is Handled.DONE:
            raise _DoneBefore(target)
        marked.append(target)
        return finish(before, study, target, by=context.party.person_id)

    try:
        after = await context.change(view, decide)
    except _DoneBefore as again:
        return _calm(context, view, resource_id=again.resource_id)
    outlook = context.look(after)
    card = await finish_of(context, before=view, after=after) or done_answer(outlook)
    return Reply(card=card, update=_update(context, after, marked=marked[-1]))


def _update(context: Context, after: EnrollmentView, *, marked: ResourceId) -> Card | None:
    """The pressed message, now that its reading is done."""
    if context.pressed is None:
        return None
    return done_card(
        context.resource(after, marked),
        enrollment=after.enrollment,
        curriculum=context.study(after).curriculum,
        at=context.studies.now(),
    )


def _calm(context: Context, view: EnrollmentView, *, resource_id: ResourceId) -> Reply:
    """Nothing changed: say so, with what comes next."""
    outlook, resource = context.look(view), context.resource(view, resource_id)
    return Reply(card=already_answer(outlook, resource, how="done"))
