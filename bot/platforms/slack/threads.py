"""Leading people to a thread."""

from dataclasses import replace

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.domain.card import Card, Link, words
from bot.platforms.slack.teams import Team


async def led(team: Team, channel: str | None, *, card: Card, thread: str) -> Card:
    """The card with a link to the message whose thread it speaks of; Slack knows its address.

    Where Slack does not tell it the card goes without (docs.slack.dev, reference/methods/
    chat.getPermalink).
    """
    if not thread or not channel:
        return card
    try:
        answer = await team.client.chat_getPermalink(channel=channel, message_ts=thread)
        link = Link(words("Go to the thread"), str(answer["permalink"]))
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return card
    return replace(card, links=(*card.links, link))
