"""`path`: every reading of a plan."""

from bot.domain.cards.path import path_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.finding import find_place, unknown_reading
from bot.domain.waiting import order
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """The whole plan in short, or the section that is named in full."""
    view = context.meant(command)
    outlook = context.look(view)
    if not command.args:
        return Reply(card=path_card(view, outlook))
    ids = order(outlook.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    found = find_place(command.args, curriculum=outlook.curriculum, ids=ids)
    if found is None:
        raise unknown_reading(command.args, curriculum=outlook.curriculum, ids=ids, example="path")
    section = outlook.curriculum.resource(found.resource_id).section
    return Reply(card=path_card(view, outlook, section=section))
