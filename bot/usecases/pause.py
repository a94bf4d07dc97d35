"""`pause`: nothing is sent for a while."""

from bot.domain.cards.answers import paused_answer
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.date_words import parse_day
from bot.domain.schedule import away_end, local
from bot.domain.steering import pause
from bot.usecases.case_week import alone
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Pause until `resume`, or until the beginning of the day that is named."""
    if not command.args and (reply := await alone(context, "pause")) is not None:
        return reply
    view = context.meant(command)
    study, zone = context.study(view), view.enrollment.pace.zone
    until = None
    if command.args:
        until = away_end(parse_day(command.args, today=local(study.now, zone).date()), zone)
    after = await context.change(view, lambda before: pause(before, study, until=until))
    return Reply(card=paused_answer(context.look(after), until=until))
