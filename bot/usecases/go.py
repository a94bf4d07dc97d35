"""`go`: back, repeat, and on from another place."""

from collections.abc import Callable

from bot.domain.cards.answers import again_answer, jumped_answer
from bot.domain.cards.settings import ask_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView
from bot.domain.finding import find_place, numbered, unknown_reading
from bot.domain.position import Study, back, jump, repeat
from bot.domain.steering import AlreadyFinished
from bot.domain.waiting import order
from bot.usecases.context import Context
from bot.usecases.remembered import remembered

EXAMPLES = ("go back", "go repeat", "skip", "later friday", "go to career", "go to 5")


async def run(context: Context, command: Command) -> Reply:
    """Where to? A name alone means `go to`."""
    if command.args:
        return await run_to(context, command)
    return Reply(
        card=ask_card("Where would you like to go?", detail="", examples=EXAMPLES),
    )


async def run_back(context: Context, command: Command) -> Reply:
    """Send the reading before the latest one again."""
    return await _again(context, command, choose=back)


async def run_repeat(context: Context, command: Command) -> Reply:
    """Send the latest reading again."""
    return await _again(context, command, choose=repeat)


async def run_to(context: Context, command: Command) -> Reply:
    """Go on from a reading or a section; the first that fits, and the others are named."""
    view = context.meant(command)
    study = context.study(view)
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    found = find_place(command.args, curriculum=study.curriculum, ids=ids)
    if found is None:
        raise unknown_reading(
            command.args,
            curriculum=study.curriculum,
            ids=ids,
            example="go to",
            plan=context.plan_meant(view),
        )

    def decide(before: EnrollmentView) -> Change:
        if before.enrollment.state is EnrollmentState.FINISHED:
            raise AlreadyFinished
        return jump(before, study, target=found.resource_id)

    after = await context.change(view, decide)
    others = numbered(found.others, curriculum=study.curriculum, ids=ids)
    resource = context.resource(after, found.resource_id)
    return Reply(card=jumped_answer(context.look(after), resource, others=others))


async def _again(
    context: Context, command: Command, *, choose: Callable[[EnrollmentView, Study], Change]
) -> Reply:
    view = context.meant(command)
    study = context.study(view)
    made: list[Change] = []

    def decide(before: EnrollmentView) -> Change:
        made.append(choose(before, study))
        return made[-1]

    after = await context.change(view, decide)
    resource_id = made[-1].deliveries[0].resource_id
    assert resource_id is not None  # noqa: S101 - what is sent again is a reading
    kept = await remembered(context, after, resource_id=resource_id)
    resource = context.resource(after, resource_id)
    return Reply(card=again_answer(context.look(after), resource, kept=kept))
