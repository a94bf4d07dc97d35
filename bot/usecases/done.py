"""`done`: a reading is finished."""

from dataclasses import replace
from datetime import datetime

from bot.domain.card import Card, Words
from bot.domain.cards.answered import done_card
from bot.domain.cards.answers import already_answer, done_answer
from bot.domain.cards.guide import takeaway
from bot.domain.cards.notes import with_boxes
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView, Handled
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.position import current, finish
from bot.domain.steering import AlreadyFinished
from bot.domain.threads import Threaded
from bot.usecases.context import Context
from bot.usecases.finished import finish_of
from bot.usecases.group.reading import run_done
from bot.usecases.naming import named_reading
from bot.usecases.reading_thread import thread_of
from bot.usecases.remembered import remembered


class _DoneBefore(UserError):
    """That one is done already. Type `next` for another."""

    def __init__(self, resource_id: ResourceId) -> None:
        super().__init__()
        self.resource_id = resource_id


async def run(context: Context, command: Command) -> Reply:
    """Mark the pressed, the named or the current reading as done."""
    view = context.meant(command)
    if view.enrollment.is_group:
        return await run_done(context, command, view=view)
    study = context.study(view)
    named = named_reading(context, view, args=command.args, example="done")
    marked: list[ResourceId] = []

    def thread(target: ResourceId) -> Threaded | None:
        return thread_of(context, context.resource(view, target))

    def decide(before: EnrollmentView) -> Change:
        if named is None and before.enrollment.state is EnrollmentState.FINISHED:
            raise AlreadyFinished
        target = named or current(before)
        if before.handled.get(target) is Handled.DONE:
            raise _DoneBefore(target)
        marked.append(target)
        change = finish(before, study, resource_id=target, by=context.party.person_id)
        return change if context.party.is_dm else replace(change, threaded=thread(target))

    try:
        after = await context.change(view, decide)
    except _DoneBefore as again:
        return await _calm(context, view, resource_id=again.resource_id)
    outlook = context.look(after)
    card = await finish_of(context, before=view, after=after)
    if card is None:
        card = done_answer(outlook, takeaway=_takeaway(context, after, resource_id=marked[-1]))
    card = with_boxes(card, marked[-1], plan=after.enrollment.plan)
    update = _update(context, after, resource_id=marked[-1], at=study.now)
    return Reply(card=card, update=update)


def _takeaway(
    context: Context, view: EnrollmentView, *, resource_id: ResourceId
) -> tuple[Words, ...]:
    curriculum, enrollment = context.study(view).curriculum, view.enrollment
    ids = curriculum.order(enrollment.plan, enrollment.expanded)
    return takeaway(context.resource(view, resource_id), ids=ids, curriculum=curriculum)


def _update(
    context: Context, view: EnrollmentView, *, resource_id: ResourceId, at: datetime
) -> Card | None:
    """The pressed message of a reading that is done; one in its thread stays as it is."""
    if context.pressed is None or context.pressed.kind is DeliveryKind.OPENER:
        return None
    return done_card(
        context.resource(view, resource_id),
        enrollment=view.enrollment,
        curriculum=context.study(view).curriculum,
        at=at,
    )


async def _calm(context: Context, view: EnrollmentView, *, resource_id: ResourceId) -> Reply:
    """Nothing changed: say so, and put a message right that still offers the press."""
    outlook, resource = context.look(view), context.resource(view, resource_id)
    done = await context.store.people.progress(context.party, view.enrollment.curriculum)
    at = done.get(resource_id, context.studies.now())
    kept = await remembered(context, view, resource_id=resource_id)
    return Reply(
        card=already_answer(outlook, resource, how="done", kept=kept),
        update=_update(context, view, resource_id=resource_id, at=at),
    )
