"""`progress`: how far somebody is, and what comes next; as a picture too if asked."""

from bot.domain.cards.path_picture import path_picture
from bot.domain.cards.progress import Record, progress_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.path_mapping import map_path
from bot.domain.waiting import order
from bot.usecases.case_week import alone
from bot.usecases.context import Context

PICTURES = frozenset({"picture", "pictures", "map", "image", "drawing", "chart", "graph"})
"""Words that ask for a picture, wherever they stand."""


async def run(context: Context, command: Command) -> Reply:
    """Show numbers, weeks, what waits, the next date and the last."""
    if (reply := await alone(context, "")) is not None:
        return reply
    view = context.meant(command)
    outlook, enrollment = context.look(view), view.enrollment
    ids = order(outlook.curriculum, enrollment.plan, expanded=enrollment.expanded)
    done_at = await context.store.people.progress(context.party, enrollment.curriculum)
    record = Record(
        ids=ids,
        done_at={each: at for each, at in done_at.items() if each in ids},
        started_at=enrollment.started_at,
        now=context.studies.now(),
        attention=context.party.attention,
    )
    picture = None
    if not PICTURES.isdisjoint(command.args.casefold().split()):
        picture = path_picture(map_path(view, context.study(view), outlook=outlook))
    return Reply(card=progress_card(outlook, record, others=context.others(view), picture=picture))
