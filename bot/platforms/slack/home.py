"""App Home: what a person sees when they open us in Slack's sidebar."""

from collections.abc import Sequence
from typing import Any

from bot.domain.card import Card
from bot.domain.cards.refusal import refusal
from bot.domain.errors import UserError
from bot.platforms.slack.inbound import Caller
from bot.platforms.slack.render import view_blocks
from bot.usecases.home import HomePage


def home_view(cards: Sequence[Card]) -> dict[str, Any]:
    """The Home tab."""
    return {"type": "home", "blocks": view_blocks(cards)}


class Homes:
    """Publishes Homes, when they are opened and after what their people change.

    Slack tells of every opening (docs.slack.dev, reference/events/app_home_opened).
    """

    def __init__(self, page: HomePage) -> None:
        self._page = page

    async def opened(self, caller: Caller) -> None:
        """Somebody looks at their Home: draw it, and keep it up to date from now on."""
        await self._page.opened(caller.own)  # first, so that no change falls between
        await self._publish(caller)

    async def changed(self, caller: Caller) -> None:
        """Somebody did something: draw their Home anew where it may stand open."""
        if await self._page.may_be_open(caller.own):
            await self._publish(caller)

    async def _publish(self, caller: Caller) -> None:
        try:
            cards = await self._page.cards(caller.own)
        except UserError as error:
            cards = [refusal(error)]
        await caller.team.client.views_publish(user_id=caller.user, view=home_view(cards))
