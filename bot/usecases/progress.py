"""`progress`: how far somebody is, and what comes next."""

from bot.domain.cards.progress import Record, progress_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.waiting import order
from bot.usecases.context import Context


async def run(context: Context, command: Command) -> Reply:
    """Show numbers, weeks, what waits, the next date and the last."""
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
    return Reply(card=progress_card(outlook, record, others=context.others(view)))
