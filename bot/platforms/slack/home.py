"""App Home: what a person sees when they open us in Slack's sidebar."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from bot.domain.card import Card
from bot.domain.cards.refusal import refusal
from bot.domain.errors import UserError
from bot.platforms.slack.inbound import Caller
from bot.platforms.slack.render import view_blocks
from bot.usecases.home import HomePage

REMEMBERED = 10_000


def home_view(cards: Sequence[Card]) -> dict[str, Any]:
    """The Home tab."""
    return {"type": "home", "blocks": view_blocks(cards)}


class Homes:
    """Publishes Homes, and knows who has looked at theirs since this process began.

    A Home is drawn anew whenever it is opened, so those of all others may wait for that.
    """

    def __init__(self, page: HomePage) -> None:
        self._page = page
        self._looked: OrderedDict[tuple[str, str], None] = OrderedDict()

    def has_looked(self, caller: Caller) -> bool:
        """Whether this person's Home may stand open."""
        return _name(caller) in self._looked

    def forget(self, caller: Caller) -> None:
        """This person's page is theirs to open anew."""
        self._looked.pop(_name(caller), None)

    async def publish(self, caller: Caller) -> None:
        """Draw a person's Home as things stand now."""
        self._looked[_name(caller)] = None
        while len(self._looked) > REMEMBERED:
            self._looked.popitem(last=False)
        try:
            cards = await self._page.cards(caller.own)
        except UserError as error:
            cards = [refusal(error)]
        await caller.team.client.views_publish(user_id=caller.user, view=home_view(cards))


def _name(caller: Caller) -> tuple[str, str]:
    return caller.team.id, caller.origin.person
