"""What Slack shows of somebody about whom nothing is kept any more."""

from bot.domain.card import Card, words
from bot.domain.cards.home import another_card
from bot.platforms.slack.home import home_view
from bot.platforms.slack.inbound import Caller

_CARDS = (Card(title=words("Nothing is kept about you here")), another_card(first=True))


async def empty_home(caller: Caller) -> None:
    """Take what stood on somebody's Home from it; drawing it as usual would note them anew.

    Raises:
        SlackApiError: Slack does not take it.
        aiohttp.ClientError: Slack cannot be reached.
        TimeoutError: Slack does not answer.
    """
    await caller.team.client.views_publish(user_id=caller.user, view=home_view(_CARDS))
