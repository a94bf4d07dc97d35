"""Boxes of a card: drawn as inputs of its message, read back with each press."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from bot.domain.card import Field, FieldKind
from bot.domain.workspace import MOST_CHANNELS
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
        yield {
            "type": "input",
            "block_id": f"{FIELD}:{each.name}",
            "optional": True,
            "label": label,
            "element": _element(each),
        }


def values_of(body: Mapping[str, Any]) -> dict[str, str]:
    """What stood in the boxes of a pressed message or view, by their names."""
    state = body.get("state") or (body.get("view") or {}).get("state") or {}
    found: dict[str, str] = {}
    for block_id, answers in (state.get("values") or {}).items():
        kind, _, name = str(block_id).partition(":")
        answer = answers.get(block_id) or {}
        said = answer.get("value") or (answer.get("selected_option") or {}).get("value")
        said = said or " ".join(answer.get("selected_conversations") or ())
        if kind == FIELD and said:
            found[name] = str(said)
    return found


def _element(field: Field) -> Block:
    match field.kind:
        case FieldKind.SCALE:
            return _select(field, [(each, each) for each in _SCALE], hint=field.hint or "1 to 5")
        case FieldKind.CHOICE:
            return _select(field, field.options, hint=field.hint or "Choose")
        case FieldKind.CHANNELS:
            return _channels(field)
        case FieldKind.LINE | FieldKind.ROLE:  # Slack has no roles
            return _line(field)
        case _:
            assert_never(field.kind)


def _line(field: Field) -> Block:
    shown: Block = {}
    shown |= {"placeholder": plain_text(field.hint, limits.PLACEHOLDER)} if field.hint else {}
    shown |= {"initial_value": field.value[: field.most]} if field.value else {}
    return {
        "type": "plain_text_input",
        "action_id": f"{FIELD}:{field.name}",
        "max_length": min(field.most, limits.RUN_TEXT),
        "multiline": field.most > ONE_LINE,
    } | shown


def _select(field: Field, options: Sequence[tuple[str, str]], *, hint: str) -> Block:
    made = [
        {"text": plain_text(label, limits.OPTION_TEXT), "value": value} for value, label in options
    ]
    chosen = [each for each in made if each["value"] == field.value]
    return {
        "type": "static_select",
        "action_id": f"{FIELD}:{field.name}",
        "placeholder": plain_text(hint, limits.PLACEHOLDER),
        "options": made,
    } | ({"initial_option": chosen[0]} if chosen else {})


def _channels(field: Field) -> Block:
    """A menu of the workspace's channels, private ones that the person sees included."""
    return {
        "type": "multi_conversations_select",
        "action_id": f"{FIELD}:{field.name}",
        "placeholder": plain_text(field.hint or "Every channel", limits.PLACEHOLDER),
        "filter": {"include": ["public", "private"]},
        "max_selected_items": MOST_CHANNELS,
    } | ({"initial_conversations": field.value.split()} if field.value else {})
