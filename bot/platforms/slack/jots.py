"""The window in which a reading is rated and a note about it written, and its answer.

It opens before anything else happens: Slack's permission to open one ends after three seconds
(docs.slack.dev, reference/methods/views.open: expired_trigger_id).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot.domain.card import Card, Field, FieldKind, Press, Tone, Untrusted, words
from bot.domain.cards.notes import RATING
from bot.domain.cards.parts import said
from bot.domain.conversation import Inbound
from bot.domain.notes import NoteKind
from bot.domain.text import NOTE_LIMIT
from bot.platforms.slack import limits
from bot.platforms.slack.answers import card_view
from bot.platforms.slack.blocks import Block, context, plain_text, shortened, spelled
from bot.platforms.slack.fields import FIELD, boxes, values_of
from bot.platforms.slack.heard import letters
from bot.platforms.slack.inbound import Body, Caller
from bot.platforms.slack.presses import key_of
from bot.usecases.jotting import AtHand, Jotting

CALLBACK = "jot"
ADD_NOTE = "add_note"
"""The message shortcut."""
READING = f"{FIELD}:reading"
NOTE = f"{FIELD}:{NoteKind.NOTE}"
_HERE, _THERE = "own", "channel"
_BETWEEN = "|"

View = dict[str, Any]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the window is about: the channel, the message's key and first words, the text so far."""

    channel: str = ""
    key: str = ""
    about: str = ""
    text: str = ""


def jot_view(sheet: Sheet, readings: Sequence[AtHand] = ()) -> View:
    """The window; it asks which reading is meant where there are several."""
    kept = {"channel": sheet.channel, "key": sheet.key, "about": sheet.about}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": {"type": "plain_text", "text": "Rate or note"},
        "submit": {"type": "plain_text", "text": "Keep"},
        "close": {"type": "plain_text", "text": "Not now"},
        "private_metadata": json.dumps(kept, ensure_ascii=False),  # as sent it has room for few
        "blocks": list(_blocks(sheet, readings)),
    }


def _blocks(sheet: Sheet, readings: Sequence[AtHand]) -> Iterator[Block]:
    if sheet.about:
        yield context(words(Untrusted(sheet.about)))
    if readings:
        yield _which(readings)
    rating = Field(name=RATING, label="How good was it?", kind=FieldKind.SCALE)
    note = Field(name=NoteKind.NOTE, label="Your note", most=NOTE_LIMIT, hint="For you alone")
    for block in boxes((rating, note) if sheet.key or readings else (note,)):
        first = {"initial_value": sheet.text} if sheet.text and block["block_id"] == NOTE else {}
        yield block | {"element": block["element"] | first}


def _which(readings: Sequence[AtHand]) -> Block:
    options = [
        {"text": plain_text(each.title, limits.OPTION_TEXT), "value": _value(each)}
        for each in readings
    ]
    return {
        "type": "input",
        "block_id": READING,
        "label": plain_text("With which reading?", limits.LABEL),
        "element": {
            "type": "static_select",
            "action_id": READING,
            "options": options,
            "initial_option": options[0],
        },
    }


def _value(each: AtHand) -> str:
    return _BETWEEN.join((_HERE if each.is_dm else _THERE, each.plan, each.resource_id))


class Jots:
    """Opens the window, and says what sending it means."""

    def __init__(self, jotting: Jotting) -> None:
        self._jotting = jotting

    async def opened(self, args: AsyncArgs, *, channel: str) -> bool:
        """Open it on a pressed message; False where Slack does not."""
        message = args.body.get("message") or {}
        sheet = Sheet(channel=channel, key=key_of(message) or "", about=_first_words(message))
        return await _open(args, jot_view(sheet)) is not None

    async def opened_on(self, args: AsyncArgs) -> View | None:
        """Open it with the text of any message; None where Slack does not."""
        message = args.body.get("message") or {}
        channel = str((args.body.get("channel") or {}).get("id", ""))
        said_there = letters(str(message.get("text", "")))
        return await _open(args, jot_view(_sheet(channel, message, text=said_there)))

    async def complete(self, caller: Caller, view: View, *, body: Body) -> None:
        """Ask which reading is meant, or say that there is none; a reading's own message knows."""
        message = body.get("message") or {}
        sheet = _sheet(caller.origin.place, message, text=letters(str(message.get("text", ""))))
        if sheet.key:
            return
        places = [caller.own] if caller.origin.is_dm else [caller.origin, caller.own]
        fitting = [each for each in await self._jotting.at_hand(places)
                   if len(_value(each)) <= limits.OPTION_VALUE]  # fmt: skip
        drawn = jot_view(sheet, fitting) if fitting else card_view(_NONE)
        await caller.team.client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)

    def inbound(self, caller: Caller, view: Mapping[str, Any], *, event_id: str) -> Inbound | None:
        """The command that the window means; None where nothing is filled in."""
        kept, values = _kept(view), values_of({"view": view})
        chosen = values.pop("reading", "")
        if not values:
            return None
        origin, arg = caller.origin, ""
        if chosen:
            where, plan, resource_id = chosen.split(_BETWEEN, 2)
            origin = caller.own if where == _HERE else origin
            arg = f"{resource_id} plan:{plan}"
        return Inbound(
            event_id=event_id,
            origin=origin,
            press=Press("keep", arg),
            key=kept.get("key") or None,
            values=values,
        )


def answer(card: Card, view: Mapping[str, Any]) -> dict[str, Any]:
    """How the window takes an answer: beside the box where nothing was kept, else in its place."""
    if card.tone is Tone.GENTLE:
        told = " ".join(spelled(each) for each in (card.title, *card.text))
        return {"response_action": "errors", "errors": {NOTE: shortened(told, limits.LABEL)}}
    private = json.dumps({"channel": _kept(view).get("channel", "")})
    return {"response_action": "update", "view": card_view(card, private=private)}


EMPTY: dict[str, Any] = {
    "response_action": "errors",
    "errors": {NOTE: "Write a line here, or choose how good it was."},
}
"""What is said to a window in which nothing is filled in."""

_NONE = Card(
    title=words("No reading is with you yet"),
    text=(
        words("A note stands with a reading, and you have none so far."),
        said("Start a plan: `enroll` in our direct message."),
    ),
    tone=Tone.GENTLE,
)


def _sheet(channel: str, message: Mapping[str, Any], *, text: str) -> Sheet:
    key = key_of(message) or ""
    about = _first_words(message) if key else ""
    return Sheet(channel=channel, key=key, about=about, text="" if key else text[:NOTE_LIMIT])


def _first_words(message: Mapping[str, Any]) -> str:
    """A message's notification: for a reading of ours its title."""
    return letters(str(message.get("text", "")))[: limits.NOTIFICATION]


def _kept(view: Mapping[str, Any]) -> dict[str, str]:
    found = json.loads(view.get("private_metadata") or "{}")
    return {name: str(value) for name, value in found.items()}


async def _open(args: AsyncArgs, view: View) -> View | None:
    try:
        opened = await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("slack_window_not_opened", cause=type(error).__name__)
        return None
    return dict(opened["view"])
