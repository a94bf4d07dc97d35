"""What a page is told: messages, places, commands, the clock."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias

from bot.domain.card import When
from bot.domain.command import shortest
from bot.domain.schedule import local
from bot.domain.shown import moment
from bot.domain.verbs import every_verb
from bot.platforms.webchat import rooms
from bot.platforms.webchat.kept_maps import shown_picture
from bot.ports import ChatMessage, ClockFace

SAID = "in:"
ANSWERED = "re:"

Frame: TypeAlias = dict[str, object]
_ABOUT = {
    True: "A plan that you follow together. Everybody here sees its readings.",
    False: "You and the study bot, nobody else. Your plan, at your own pace.",
}


def message_data(message: ChatMessage) -> Frame:
    """A message as the page shows it; `ref` is the page's own id of what it said or pressed."""
    data: Frame = {
        "id": message.id,
        "at": message.at.isoformat(),
        "rev": message.revision,
        "place": rooms.shown_in(message.place),
        "author": message.author,
        "alone": message.place != rooms.shown_in(message.place),
    }
    if message.under is not None:
        data["under"] = message.under
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


def history(kind: str, messages: Sequence[ChatMessage], *, place: str, more: bool) -> Frame:
    """Tells a stretch of a place's history; `kind` is `history` (the newest) or `older`."""
    shown = [message_data(message) for message in messages]
    return {"type": kind, "place": place, "messages": shown, "more": more}


def places(me: str, *, unread: Mapping[tuple[str, str], int]) -> Frame:
    """Tells who sits here, which places this person has, and what is unread for whom."""
    return {
        "type": "places",
        "me": me,
        "people": [
            {
                "id": each.id,
                "name": each.name,
                "zone": each.zone or "",
                "unread": sum(count for (who, _), count in unread.items() if who == each.id),
            }
            for each in rooms.PEOPLE
        ],
        "places": [
            {
                "id": place,
                "channel": place == rooms.CHANNEL,
                "name": place.removeprefix("#") if place == rooms.CHANNEL else "Study bot",
                "about": _ABOUT[place == rooms.CHANNEL],
                "unread": unread.get((me, place), 0),
            }
            for place in rooms.places_of(me)
        ],
    }


def commands() -> Frame:
    """Tells every command of the registry, for completion."""
    return {
        "type": "commands",
        "commands": [
            {
                "name": shortest(known),
                "path": known.path,
                "help": known.verb.help,
                "argument": known.verb.argument,
                "example": known.verb.example,
                "aliases": known.verb.aliases,
            }
            for known in every_verb()
        ],
    }


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
        "moved": face.offset > timedelta(0),
        "movable": face.movable,
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
