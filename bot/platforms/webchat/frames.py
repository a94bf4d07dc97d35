"""Frames: what a page may send, checked."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.domain.card import Press
from bot.domain.errors import UserError
from bot.domain.shown import clean, keeps
from bot.domain.text import INPUT_LIMIT
from bot.domain.zones import is_zone
from bot.platforms.webchat import rooms
from bot.ports import Pauses

LONGEST_TEXT = INPUT_LIMIT
"""A note's; the conversation keeps commands shorter."""
LONGEST_SEARCH = 200
LONGEST_VALUE = 2_000
MOST_VALUES = 10
MOST_MARKS = 12

_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
_LONGEST_NUMBER = 2**62


class Malformed(UserError):
    """That did not come through. Please reload the page and try again."""


class TooLong(UserError):
    """That is more than I can read at once. Please keep a message under 2,200 characters."""


class Unkeepable(UserError):
    """There are signs in that message that cannot be kept. Please type it again without them."""


class Empty(UserError):
    """That message is empty. Type `help` to see what I can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The page is open and wants the history of a place.

    `zone` is the browser's, if it is a real one; `read` is the newest message that this browser
    has shown, by person and place.
    """

    zone: str | None
    person: str
    place: str
    read: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Something typed by a person; `id` is the page's and repeats when the frame repeats."""

    id: str
    text: str
    person: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressOn:
    """A press of a button on a message; `values` are the fields of its form."""

    id: str
    message: int
    press: Press
    person: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """The page wants what came before a message, back to another one where it is named."""

    before: int
    place: str
    back_to: int | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """The page looks for words in its person's places."""

    text: str


@dataclass(frozen=True, slots=True)
class MoveClock:
    """Study time should move."""

    id: str
    to: Pauses


@dataclass(frozen=True, slots=True)
class Play:
    """The plan of a place should be played to its end."""

    id: str
    place: str


@dataclass(frozen=True, slots=True)
class StopPlaying:
    """No more of that."""


@dataclass(frozen=True, slots=True)
class StartOver:
    """Everything here should be forgotten."""

    id: str


@dataclass(frozen=True, slots=True)
class LookAtClock:
    """The page wants to know what time it is."""


ClientFrame: TypeAlias = (
    Hello
    | Say
    | PressOn
    | Older
    | Search
    | MoveClock
    | Play
    | StopPlaying
    | StartOver
    | LookAtClock
)


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
    """What a browser remembers may be of an older program: what is unknown is left out."""
    zone, person, place = data.get("zone"), data.get("person"), data.get("place")
    person = person if person in rooms.BY_ID else rooms.FIRST
    return Hello(
        zone=zone if isinstance(zone, str) and is_zone(zone) else None,
        person=person,
        place=place if place in rooms.places_of(person) else rooms.dm(person),
        read=_marks(data.get("read", [])),
    )


def _say(data: Mapping[str, Any]) -> Say:
    person = _person(data)
    return Say(
        id=_id(data), text=_said(_text(data, "text")), person=person, place=_place(data, person)
    )


def _press(data: Mapping[str, Any]) -> PressOn:
    return PressOn(
        id=_id(data),
        message=_number(data, "message"),
        press=Press(_text(data, "verb"), _text(data, "arg")),
        person=_person(data),
        values=_values(data.get("values", {})),
    )


def _older(data: Mapping[str, Any]) -> Older:
    back_to = _number(data, "back_to") if "back_to" in data else None
    return Older(before=_number(data, "before"), place=_place(data, ""), back_to=back_to)


_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], ClientFrame]] = {
    "hello": _hello,
    "say": _say,
    "press": _press,
    "older": _older,
    "search": lambda data: Search(clean(_text(data, "text")[:LONGEST_SEARCH])),
    "clock": lambda data: MoveClock(_id(data), Pauses(_text(data, "to"))),
    "play": lambda data: Play(_id(data), _place(data, "")),
    "stop": lambda _: StopPlaying(),
    "start_over": lambda data: StartOver(_id(data)),
    "look": lambda _: LookAtClock(),
}


def _text(data: Mapping[str, Any], name: str) -> str:
    if not isinstance(data[name], str):
        raise TypeError(name)
    return str(data[name])


def _number(data: Mapping[str, Any], name: str) -> int:
    value = data[name]
    if type(value) is not int or not 0 < value < _LONGEST_NUMBER:
        raise TypeError(name)
    return value


def _id(data: Mapping[str, Any]) -> str:
    found = _text(data, "id")
    if not _ID.fullmatch(found):
        raise ValueError(found)
    return found


def _person(data: Mapping[str, Any]) -> str:
    """Who does it; empty where the frame leaves it to the page's own person."""
    person = _text(data, "person") if "person" in data else ""
    if person and person not in rooms.BY_ID:
        raise ValueError(person)
    return person


def _place(data: Mapping[str, Any], person: str) -> str:
    """A place of the web chat, one of this person's where one is named; empty for their DM."""
    place = _text(data, "place") if "place" in data else ""
    known = [each for who in ([person] if person else rooms.BY_ID) for each in rooms.places_of(who)]
    if place and place not in known:
        raise ValueError(place)
    return place


def _marks(found: object) -> dict[tuple[str, str], int]:
    """What the browser has shown, as [person, place, message] each."""
    kept: dict[tuple[str, str], int] = {}
    for each in found[:MOST_MARKS] if isinstance(found, list) else []:
        match each:
            case [str(person), str(place), int(newest)] if rooms.sees(person, place):
                kept[person, place] = max(0, min(newest, _LONGEST_NUMBER))
    return kept


def _values(found: object) -> dict[str, str]:
    if not isinstance(found, dict) or len(found) > MOST_VALUES:
        raise TypeError("values")
    return {name: _value(text) for name, text in found.items()}


def _value(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("values")
    if len(text) > LONGEST_VALUE:
        raise TooLong
    if not keeps(text):
        raise Unkeepable
    return clean(text)


def _said(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise TooLong
    if not keeps(text):
        raise Unkeepable
    kept = clean(text)
    if not kept:
        raise Empty
    return kept
