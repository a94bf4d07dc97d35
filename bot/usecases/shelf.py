"""Books and courses on the shelf: known, or studied part by part."""

from bot.domain.cards.answers import known_answer, parts_answer
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.ids import ResourceId
from bot.domain.position import open_readings, open_shelf, skip
from bot.usecases.at_hand import NothingAtHand
from bot.usecases.context import Context
from bot.usecases.finished import finish_of
from bot.usecases.naming import named_reading
from bot.usecases.skip import put_away


async def run_known(context: Context, command: Command) -> Reply:
    """`I know it`: it goes back on the shelf."""
    view = context.meant(command)
    shelf = _meant(context, view, command=command)
    study = context.study(view)
    after = await context.change(view, lambda before: skip(before, study, resource_id=shelf))
    card = await finish_of(context, before=view, after=after)
    card = card or known_answer(context.look(after), context.resource(after, shelf))
    return Reply(card=card, update=put_away(context, after, how="Known, and put away"))


async def run_parts(context: Context, command: Command) -> Reply:
    """`Study it in parts`: its parts come next, one by one."""
    view = context.meant(command)
    shelf = _meant(context, view, command=command)
    study = context.study(view)
    after = await context.change(view, lambda before: open_shelf(before, study, shelf=shelf))
    card = parts_answer(context.look(after), context.resource(after, shelf))
    return Reply(card=card, update=put_away(context, after, how="Opened, part by part,"))


def _meant(context: Context, view: EnrollmentView, *, command: Command) -> ResourceId:
    """The book or course whose button was pressed, or the named one, else what is with the person.

    Raises:
        NothingAtHand: nothing is.
    """
    named = named_reading(context, view, args=command.args, example=command.verb)
    if named is not None:
        return named
    waiting = open_readings(view)
    if not waiting:
        raise NothingAtHand
    return waiting[0]
