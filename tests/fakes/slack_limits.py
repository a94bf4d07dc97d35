"""Limits of Slack that slack_sdk's models leave out, found at any depth of a message or view.

Numbers: docs.slack.dev, reference/block-kit, the page of each block and element.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

TEXTS = {
    ("header", "text"): 150,
    ("section", "text"): 3_000,
    ("button", "text"): 75,
    ("option", "text"): 75,
    ("option", "description"): 75,
    ("input", "label"): 2_000,
    ("input", "hint"): 2_000,
    ("image", "title"): 2_000,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
}
"""The most letters of a text object, by what holds it and under which name."""
PLACEHOLDER = 150
STRINGS = {
    "action_id": 255,
    "block_id": 255,
    "callback_id": 255,
    "external_id": 255,
    "private_metadata": 3_000,
    "initial_value": 3_000,
    "alt_text": 2_000,
    "image_url": 3_000,
    "url": 3_000,
}
MARKDOWN = 12_000
TABLES, ROWS, CELLS, TABLE_LETTERS = 1, 100, 20, 10_000
_TEXT_OBJECTS = {"plain_text", "mrkdwn"}
_UNTYPED = {"options": "option", "initial_option": "option", "confirm": "confirm"}
"""What has no type of its own is known by where it stands."""


def overlooked(thing: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a message or a view, and slack_sdk says nothing of."""
    try:
        json.dumps(thing, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        yield "a lone surrogate is no letter of JSON"
    yield from _walked(thing, owner=str(thing.get("type", "")))
    yield from _whole(list(thing.get("blocks") or ()))


def _walked(thing: Mapping[str, Any], *, owner: str) -> Iterator[str]:
    for name, value in thing.items():
        if isinstance(value, str) and len(value) > STRINGS.get(name, len(value)):
            yield f"{owner}: {name} of {len(value)}"
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, dict):
                continue
            kind = str(each.get("type", ""))
            if kind in _TEXT_OBJECTS:
                yield from _text(each, owner=owner, name=name)
            else:
                yield from _walked(each, owner=kind or _UNTYPED.get(name, owner))


def _text(thing: Json, *, owner: str, name: str) -> Iterator[str]:
    most = PLACEHOLDER if name == "placeholder" else TEXTS.get((owner, name))
    if most is not None and len(thing["text"]) > most:
        yield f"{owner}: {name} of {len(thing['text'])}, at most {most}"


def _whole(blocks: list[Json]) -> Iterator[str]:
    """Limits that count over several blocks."""
    if sum(len(each["text"]) for each in blocks if each.get("type") == "markdown") > MARKDOWN:
        yield f"markdown over {MARKDOWN} in all"
    tables = [each for each in blocks if each.get("type") == "table"]
    if len(tables) > TABLES:
        yield f"{len(tables)} tables"
    for table in tables:
        rows = table.get("rows") or []
        if len(rows) > ROWS or any(len(row) > CELLS for row in rows):
            yield "a table that is too large"
        if len(json.dumps(rows)) > TABLE_LETTERS:
            yield f"a table over {TABLE_LETTERS}"
    for block in blocks:
        options = (block.get("element") or {}).get("options") or []
        values = [each["value"] for each in options]
        if len(set(values)) < len(values):
            yield "two options of one value"
