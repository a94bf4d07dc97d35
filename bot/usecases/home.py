"""A person's page: their plans as they stand now, or what there is to start."""

from collections.abc import Sequence

from bot.domain.card import Card, words
from bot.domain.cards.parts import button
from bot.domain.command import Command
from bot.domain.conversation import Inbound, Origin
from bot.domain.enrollment import EnrollmentState
from bot.usecases import progress, season, settings, welcome
from bot.usecases.dispatch import Dispatch

MOST_PLANS = 3
MOST_GROUPS = 2
_RUNNING = {EnrollmentState.ACTIVE, EnrollmentState.PAUSED}


class HomePage:
    """Shows, and changes nothing."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    async def cards(self, origin: Origin) -> Sequence[Card]:
        """Progress with what waits for each running plan, its settings; else a welcome.

        The groups that they are in stand there with a line or two.

        Raises:
            UserError: a plan's reading list is not there just now.
        """
        context = await self._dispatch.context(Inbound(event_id="", origin=origin))
        running = [
            view
            for view in context.views
            if view.enrollment.state in _RUNNING and context.loaded(view)
        ]
        boards = await season.boards_of(context, most=MOST_GROUPS)
        if not running:
            replies = [await welcome.run(context, Command(verb="welcome"))]
            return [*boards, *(reply.card for reply in replies if reply.card)]
        commands = [
            Command(verb="progress", plan=view.enrollment.plan) for view in running[:MOST_PLANS]
        ]
        replies = [await progress.run(context, each) for each in commands]
        replies.append(await settings.run(context, Command(verb="settings")))
        return [*(reply.card for reply in replies if reply.card), *boards, _another()]


def _another() -> Card:
    return Card(title=words("Another plan?"), buttons=(button("See the plans", "enroll"),))
