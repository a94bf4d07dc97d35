"""Search in the history: what a kept message shows, and where the words stand in it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.platforms.webchat import rooms
from bot.platforms.webchat.telling import Frame
from bot.ports import ChatMessage

MOST_FOUND = 30
LOOKED_AT = 300
AROUND = 60
"""Letters of an excerpt on each side of the first word."""


def wanted(text: str) -> tuple[str, ...]:
    """The words that are looked for, each once."""
    return tuple(dict.fromkeys(text.casefold().split()))[:6]


def plain_words(words: Sequence[str]) -> list[str]:
    """The words that the database can look for: those that stand in JSON as they are."""
    return [word for word in words if word.isascii() and not set(word) & {'"', "\\"}]


def results(text: str, messages: Sequence[ChatMessage]) -> Frame:
    """Tells what was found, newest first; every piece of text says whether it was looked for."""
    words = wanted(text)
    found = [each for message in messages if (each := _result(message, words)) is not None]
    return {"type": "found", "text": text, "found": found[:MOST_FOUND]}


def _result(message: ChatMessage, words: Sequence[str]) -> Frame | None:
    payload = json.loads(message.payload)
    shown = " · ".join(line for line in _lines(payload) if line)
    if not all(word in shown.casefold() for word in words):
        return None
    sign = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    return {
        "id": message.id,
        "place": rooms.shown_in(message.place),
        "author": message.author,
        "at": message.at.isoformat(),
        "title": _text(payload["card"]["title"]) if "card" in payload else "",
        "excerpt": _pieces(shown, sign),
    }


def _pieces(shown: str, sign: re.Pattern[str]) -> list[dict[str, object]]:
    first = sign.search(shown)
    middle = first.start() if first else 0
    start, end = _word(shown, middle - AROUND), min(middle + 2 * AROUND, len(shown))
    pieces: list[dict[str, object]] = [{"v": "…", "hit": False}] if start else []
    for found in sign.finditer(shown, start, end):
        pieces.append({"v": shown[start : found.start()], "hit": False})
        pieces.append({"v": found.group(), "hit": True})
        start = found.end()
    pieces.append({"v": shown[start:end] + ("…" if end < len(shown) else ""), "hit": False})
    return [piece for piece in pieces if piece["v"]]


def _word(shown: str, place: int) -> int:
    """The beginning of the word after this place."""
    return shown.find(" ", place) + 1 if place > 0 else 0


def _lines(payload: Mapping[str, Any]) -> Iterator[str]:
    """Every text that the page shows of a message, buttons left out."""
    if "text" in payload:
        yield payload["text"]
        return
    card = payload["card"]
    yield from _block(card)
    for point in card["points"]:
        yield _text(point)
    for option in card["options"]:
        yield from _block(option)


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    yield _text(block.get("eyebrow", []))
    yield _text(block["title"])
    text = block["text"]
    paragraphs = text if text and isinstance(text[0], list) else [text]
    yield from map(_text, paragraphs)
    for fact in block["facts"]:
        yield f"{fact['label']} {_text(fact['value'])}"
    yield _text(block.get("footer", []))


def _text(runs: Sequence[Mapping[str, str]]) -> str:
    return "".join(run["v"] for run in runs)
