"""Coming back after weeks: three ways to go on, offered once beside the answer."""

from dataclasses import replace

from bot.domain.cards.answers import jumped_answer
from bot.domain.cards.attention import back_again, restart_question
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.position import open_readings
from bot.domain.reminders import AWAY_FOR_LONG, RESTART_AT, silent_since
from bot.domain.restart import Restart, restart
from bot.usecases.context import Context

_LOOKS = frozenset({"progress", "path", "help", "next", "done", "resume", "settings", "go repeat"})
"""What somebody says who comes back; anything else is answered with just what was asked."""
_DAYS_A_WEEK = 7


class UnclearRestart(UserError):
    """I do not know that way to go on. Say `go to` and a reading, for example `go to 5`."""


async def run(context: Context, command: Command) -> Reply:
    """Go on where one was, at a slower pace, or from the beginning of the section."""
    view = context.meant(command)
    study = context.study(view)
    if not command.args:
        return Reply(card=restart_question(context.look(view)))
    how = _how(command.args)

    def decide(before: EnrollmentView) -> Change:
        return restart(before, study, how=how)

    after = await context.change(view, decide)
    outlook = context.look(after)
    assert outlook.next_id is not None  # noqa: S101 - something comes again, or it was refused
    resource = context.resource(after, outlook.next_id)
    return Reply(card=jumped_answer(outlook, resource, others=""))


def offered(context: Context, command: Command, *, reply: Reply) -> Reply:
    """The reply, with three ways to go on for who was away for weeks and has readings waiting."""
    view = next((each for each in context.views if context.loaded(each)), None)
    seen_at = context.reminders.seen_at
    known = view is not None and seen_at is not None and context.party.is_dm
    if view is None or reply.card is None or not known or command.verb not in _LOOKS:
        return reply
    silent_for = context.studies.now() - silent_since(view.enrollment, seen_at)
    living = view.enrollment.state in {EnrollmentState.ACTIVE, EnrollmentState.PAUSED}
    if not living or silent_for < AWAY_FOR_LONG or len(open_readings(view)) < RESTART_AT:
        return reply
    option = back_again(context.look(view), weeks=silent_for.days // _DAYS_A_WEEK)
    return replace(reply, card=replace(reply.card, options=(*reply.card.options, option)))


def _how(said: str) -> Restart:
    try:
        return Restart(fold(said))
    except ValueError:
        raise UnclearRestart from None
