"""Boxes of a card: drawn as inputs of its message, read back with each press."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.card import Field, FieldKind
from bot.platforms.slack import limits
from bot.platforms.slack.blocks import Block, plain_text

FIELD = "field"
ONE_LINE = 200
"""Letters of a box at most that is one line high."""
_SCALE = ("1", "2", "3", "4", "5")


def boxes(fields: Sequence[Field]) -> Iterator[Block]:
    """One input block each; all may stay empty."""
    for each in fields:
        label = plain_text(each.label, limits.LABEL)
        made = _scale(each) if each.kind is FieldKind.SCALE else _line(each)
        yield {
            "type": "input",
            "block_id": f"{FIELD}:{each.name}",
            "optional": True,
            "label": label,
            "element": made,
        }


def values_of(body: Mapping[str, Any]) -> dict[str, str]:
    """What stood in the boxes of a pressed message or view, by their names."""
    state = body.get("state") or (body.get("view") or {}).get("state") or {}
    found: dict[str, str] = {}
    for block_id, answers in (state.get("values") or {}).items():
        kind, _, name = str(block_id).partition(":")
        answer = answers.get(block_id) or {}
        said = answer.get("value") or (answer.get("selected_option") or {}).get("value")
        if kind == FIELD and said:
            found[name] = str(said)
    return found


def _line(field: Field) -> Block:
    shown = {"placeholder": plain_text(field.hint, limits.PLACEHOLDER)} if field.hint else {}
    return {
        "type": "plain_text_input",
        "action_id": f"{FIELD}:{field.name}",
        "max_length": min(field.most, limits.RUN_TEXT),
        "multiline": field.most > ONE_LINE,
    } | shown


def _scale(field: Field) -> Block:
    options = [{"text": plain_text(each, 1), "value": each} for each in _SCALE]
    return {
        "type": "static_select",
        "action_id": f"{FIELD}:{field.name}",
        "placeholder": plain_text(field.hint or "1 to 5", limits.PLACEHOLDER),
        "options": options,
    }
