"""Frames: what a page may send, checked, and what it is told."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from bot.domain.card import Press, When
from bot.domain.errors import UserError
from bot.domain.schedule import local
from bot.domain.shown import clean, keeps, moment
from bot.domain.text import INPUT_LIMIT
from bot.domain.zones import is_zone
from bot.platforms.webchat.kept_maps import shown_picture
from bot.ports import ChatMessage, ClockFace, Pauses

LONGEST_TEXT = INPUT_LIMIT
"""A note's; the conversation keeps commands shorter."""
SAID = "in:"
ANSWERED = "re:"

Frame: TypeAlias = dict[str, object]
_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
_LONGEST_ID = 2**62


class Malformed(UserError):
    """That did not come through. Please reload the page and try again."""


class TooLong(UserError):
    """That is more than I can read at once. Please keep a message under 2,200 characters."""


class Unkeepable(UserError):
    """There are signs in that message that cannot be kept. Please type it again without them."""


class Empty(UserError):
    """That message is empty. Type `help` to see what I can do."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The page is open and wants the history; `zone` is the browser's, if it is a real one."""

    zone: str | None


@dataclass(frozen=True, slots=True)
class Say:
    """Something typed; `id` is the page's and repeats when the frame repeats."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PressOn:
    """A press of a button on a message."""

    id: str
    message: int
    press: Press


@dataclass(frozen=True, slots=True)
class Older:
    """The page wants what came before a message."""

    before: int


@dataclass(frozen=True, slots=True)
class MoveClock:
    """Study time should move."""

    id: str
    to: Pauses


@dataclass(frozen=True, slots=True)
class StartOver:
    """Everything here should be forgotten."""

    id: str


@dataclass(frozen=True, slots=True)
class LookAtClock:
    """The page wants to know what time it is."""


ClientFrame: TypeAlias = Hello | Say | PressOn | Older | MoveClock | StartOver | LookAtClock


def parse_frame(raw: str) -> ClientFrame:
    """A frame of the page as a value.

    Raises:
        Malformed: it is none of ours; TooLong, Unkeepable, Empty: its text will not do.
    """
    try:
        data = json.loads(raw)
        return _PARSERS[data["type"]](data)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Malformed from error


def frame_id(raw: str) -> str:
    """The id that a refused frame carries, so that its page knows which one it was."""
    try:
        data = json.loads(raw)
        return _id(data) if isinstance(data, dict) else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _hello(data: Mapping[str, Any]) -> Hello:
    zone = data.get("zone")
    return Hello(zone if isinstance(zone, str) and is_zone(zone) else None)


def _say(data: Mapping[str, Any]) -> Say:
    return Say(_id(data), _said(_text(data, "text")))


def _press(data: Mapping[str, Any]) -> PressOn:
    press = Press(_text(data, "verb"), _text(data, "arg"))
    return PressOn(_id(data), _number(data, "message"), press)


_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], ClientFrame]] = {
    "hello": _hello,
    "say": _say,
    "press": _press,
    "older": lambda data: Older(_number(data, "before")),
    "clock": lambda data: MoveClock(_id(data), Pauses(_text(data, "to"))),
    "start_over": lambda data: StartOver(_id(data)),
    "look": lambda _: LookAtClock(),
}


def _text(data: Mapping[str, Any], name: str) -> str:
    if not isinstance(data[name], str):
        raise TypeError(name)
    return str(data[name])


def _number(data: Mapping[str, Any], name: str) -> int:
    value = data[name]
    if type(value) is not int or not 0 < value < _LONGEST_ID:
        raise TypeError(name)
    return value


def _id(data: Mapping[str, Any]) -> str:
    found = _text(data, "id")
    if not _ID.fullmatch(found):
        raise ValueError(found)
    return found


def _said(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise TooLong
    if not keeps(text):
        raise Unkeepable
    kept = clean(text)
    if not kept:
        raise Empty
    return kept


def message_data(message: ChatMessage) -> Frame:
    """A message as the page shows it; `ref` is the page's own id of what it said or pressed."""
    data: Frame = {
        "id": message.id,
        "at": message.at.isoformat(),
        "rev": message.revision,
        "from": "you" if message.author else "bot",
    }
    if message.key.startswith((SAID, ANSWERED)):
        data["ref"] = message.key[len(SAID) :]
    data.update(json.loads(message.payload))
    card = data.get("card")
    if isinstance(card, dict) and card.get("picture"):
        card["picture"] = shown_picture(card["picture"], message)
    return data


def new_message(message: ChatMessage) -> Frame:
    """Tells of a message, new or seen before."""
    return {"type": "message", "message": message_data(message)}


def changed_message(message: ChatMessage) -> Frame:
    """Tells that a message reads differently now."""
    return {"type": "update", "message": message_data(message)}


def history(kind: str, messages: Sequence[ChatMessage], *, more: bool) -> Frame:
    """Tells a stretch of the history; `kind` is `history` (the newest) or `older`."""
    return {"type": kind, "messages": [message_data(m) for m in messages], "more": more}


def clock_face(face: ClockFace, *, note: str = "") -> Frame:
    """Tells the time; `note` says what a move of the clock has done."""
    due = face.next_due_at
    return {
        "type": "clock",
        "now": face.now.isoformat(),
        "zone": face.zone,
        "text": _full(face),
        "ahead": ahead(face.offset),
        "next": moment(When(due, face.zone)) if due else "",
        "offset_days": face.offset.days,
        "note": note,
    }


def moved(face: ClockFace, delivered: int) -> str:
    """What a move of the clock has done, in a sentence."""
    arrived = {0: "Nothing was due", 1: "1 message arrived"}
    return f"It is now {_full(face)}. {arrived.get(delivered, f'{delivered} messages arrived')}."


def ahead(offset: timedelta) -> str:
    """How far study time is ahead of the real clock, in words."""
    minutes = round(offset.total_seconds() / 60)
    if minutes < 1:
        return "Same as the real clock"
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = round(minutes / size)
            return f"{count} {unit}{'' if count == 1 else 's'} ahead of the real clock"
    return ""


def _full(face: ClockFace) -> str:
    at = local(face.now, face.zone)
    return f"{at:%a} {at.day} {at:%b} {at.year}, {at:%H:%M}"
