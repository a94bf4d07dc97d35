"""`next`: the next reading, now."""

from bot.domain.cards.answers import handed_out_answer
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView
from bot.domain.position import hand_out
from bot.domain.steering import AlreadyFinished
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Hand the next reading out; it comes as a message of its own, the planned days stay."""
    view = context.meant(command)
    study = context.study(view)
    given: list[Change] = []

    def decide(before: EnrollmentView) -> Change:
        if before.enrollment.state is EnrollmentState.FINISHED:
            raise AlreadyFinished
        given.append(hand_out(before, study))
        return given[-1]

    after = await context.change(view, decide)
    resource_id = given[-1].deliveries[0].resource_id
    assert resource_id is not None  # noqa: S101 - what is handed out is a reading
    return Reply(card=handed_out_answer(context.look(after), context.resource(after, resource_id)))
