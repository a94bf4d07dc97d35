"""Answering: through the payload's own response_url, as a message, or as a view."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.card import Card, Tone
from bot.platforms.slack.inbound import Caller
from bot.platforms.slack.origins import command_prefix, prefix_in
from bot.platforms.slack.render import Rendered, render_card, view_blocks
from bot.platforms.slack.teams import Team

HOOKS = "hooks.slack.com"
"""The host of every response_url (docs.slack.dev, interactivity/handling-user-interaction)."""
WINDOW = "card"
OK = 200

log = structlog.get_logger(__name__)


def payload(rendered: Rendered, *, visible: bool) -> dict[str, Any]:
    """An answer for everybody who sees the place, or for one person alone."""
    return {
        "response_type": "in_channel" if visible else "ephemeral",
        "text": rendered.text,
        "blocks": rendered.blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


class Answers:
    """Sends answers over the shared session; one that fails is logged, the command stays done."""

    def __init__(self, session: aiohttp.ClientSession, *, api_url: str | None) -> None:
        self._session = session
        parts = urlsplit(api_url or "")
        self._own = (parts.scheme, parts.netloc) if api_url else ("https", HOOKS)

    def trusts(self, url: str) -> bool:
        """Whether a response_url is Slack's, or that of the configured address."""
        parts = urlsplit(url)
        return (parts.scheme, parts.netloc) in {self._own, ("https", HOOKS)}

    async def respond(self, url: str, message: Mapping[str, Any]) -> bool:
        """Answer through a response_url, five times within 30 minutes at most; whether it did."""
        if not self.trusts(url):
            log.warning("slack_response_url_refused")
            return False
        client = AsyncWebhookClient(url, session=self._session, retry_handlers=[])
        answer = await client.send_dict(dict(message))
        if answer.status_code != OK:
            log.warning("slack_answer_refused", status=answer.status_code)
        return answer.status_code == OK

    async def tell(self, caller: Caller, card: Card) -> None:
        """Say something in a channel: a change for everybody, the rest for this person alone."""
        if card.tone is Tone.SUCCESS:
            await self.post(caller.team, caller.origin.place, card=card, thread=None)
            return
        rendered = render_card(card, prefix=command_prefix(caller.origin))
        await caller.team.client.chat_postEphemeral(
            channel=caller.origin.place,
            user=caller.user,
            text=rendered.text,
            blocks=rendered.blocks,
        )

    async def post(self, team: Team, channel: str, *, card: Card, thread: str | None) -> None:
        """Answer as a message of its own, in a channel or in somebody's direct message."""
        rendered = render_card(card, prefix=prefix_in(channel))
        await team.client.chat_postMessage(
            channel=channel,
            text=rendered.text,
            blocks=rendered.blocks,
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
        )


def card_view(card: Card, *, private: str = "", picture: str = "") -> dict[str, Any]:
    """A card in a window of its own, where there is no message to answer."""
    close = {"type": "plain_text", "text": "Close"}
    view = {
        "type": "modal",
        "callback_id": WINDOW,
        "title": {"type": "plain_text", "text": "Study plan"},
        "close": close,
        "blocks": view_blocks([card], picture=picture),
        "private_metadata": private,
    }
    return view | {"submit": close} if card.fields else view  # Slack demands one beside boxes
