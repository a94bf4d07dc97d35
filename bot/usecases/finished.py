"""The end of a plan: what its last answer says."""

from bot.domain.card import Card
from bot.domain.cards.answers import finish_card
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.outlook import reading_minutes
from bot.domain.waiting import order
from bot.usecases.context import Context
from bot.usecases.welcome import OWN_COMPUTER


async def finish_of(
    context: Context, *, before: EnrollmentView, after: EnrollmentView
) -> Card | None:
    """The card of one person's plan's end, if this change was the one that ended it.

    A group's end is told to its channel, with nobody's own numbers.
    """
    ended = EnrollmentState.FINISHED
    if after.enrollment.state is not ended or before.enrollment.state is ended:
        return None
    if after.enrollment.is_group:
        return None
    outlook = context.look(after)
    done = await context.store.people.progress(context.party, after.enrollment.curriculum)
    ids = order(outlook.curriculum, after.enrollment.plan, expanded=after.enrollment.expanded)
    read = tuple(each for each in ids if each in done)
    return finish_card(
        outlook,
        started_at=after.enrollment.started_at,
        now=context.studies.now(),
        minutes=reading_minutes(outlook.curriculum, read),
        own_computer=context.party.platform in OWN_COMPUTER,
    )
