"""An answer that asks for choices, as a modal: its button is the modal's own Submit."""

import json
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.domain.card import Button, Card, FieldKind, Press
from bot.domain.conversation import Inbound
from bot.platforms.slack.answers import card_view
from bot.platforms.slack.fields import values_of
from bot.platforms.slack.inbound import Body, Caller

CALLBACK = "asked"
_MENUS = frozenset({FieldKind.CHOICE, FieldKind.CHANNELS})

log = structlog.get_logger(__name__)


async def opened(caller: Caller, body: Body, *, card: Card | None) -> bool:
    """Open a card with menus as a modal; False where it has none or Slack does not open it."""
    send = _button(card)
    if card is None or send is None:
        return False
    view = asked_view(card, send, channel="" if caller.origin.is_dm else caller.origin.place)
    try:
        await caller.team.client.views_open(trigger_id=body["trigger_id"], view=view)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("slack_form_not_opened", cause=type(error).__name__)
        return False
    return True


def asked_view(card: Card, send: Button, *, channel: str) -> dict[str, Any]:
    """The modal of a card, which sends this button's press."""
    kept = {"verb": send.press.verb, "arg": send.press.arg, "channel": channel}
    others = tuple(each for each in card.buttons if each != send)
    view = card_view(replace(card, buttons=others), private=json.dumps(kept))
    submit = {"type": "plain_text", "text": send.label}
    return view | {"callback_id": CALLBACK, "submit": submit}


def inbound(caller: Caller, body: Body) -> Inbound:
    """The command that a modal which was sent means."""
    view = body["view"]
    kept = json.loads(view.get("private_metadata") or "{}")
    return Inbound(
        event_id=f"asked:{caller.team.id}:{view['id']}",
        origin=caller.origin,
        press=Press(str(kept.get("verb", "")), str(kept.get("arg", ""))),
        values=values_of(body),
    )


def _button(card: Card | None) -> Button | None:
    if card is None or not any(each.kind in _MENUS for each in card.fields):
        return None
    return next((each for each in card.buttons if each.for_boxes), None)
