"""What buttons carry: a verb with its argument, and a message's delivery key through all edits."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.card import Press
from bot.platforms.slack.blocks import Block

PRESS = "press"
MORE = "more"
LINK = "link"
_KEY = "key:"
_BETWEEN = "|"


def value_of(press: Press) -> str:
    """What a button or an option carries; a verb holds no bar."""
    return f"{press.verb}{_BETWEEN}{press.arg}"


def fits(press: Press, most: int) -> bool:
    """Whether an element with room for `most` letters can carry a press; cut, it would lie."""
    return len(json.dumps(value_of(press))) <= most


def press_of(action: Mapping[str, Any]) -> Press | None:
    """What a pressed element means; None for links and fields of forms."""
    kind = str(action.get("action_id", "")).partition(":")[0]
    if kind not in {PRESS, MORE}:
        return None
    chosen = action.get("selected_option") or {}
    value = str(action.get("value") or chosen.get("value") or "")
    verb, _, arg = value.partition(_BETWEEN)
    return Press(verb, arg)


def keyed(blocks: Sequence[Block], key: str) -> list[Block]:
    """The blocks with the key in the first one's id.

    An edited message is given new ids, as Slack advises (docs.slack.dev,
    reference/block-kit/blocks): the last part follows the content.
    """
    mark = zlib.crc32(repr(blocks).encode("utf-8", "replace"))
    return [blocks[0] | {"block_id": f"{_KEY}{key}:{mark:x}"}, *blocks[1:]]


def key_of(message: Mapping[str, Any]) -> str | None:
    """The delivery key that a message of ours carries."""
    for block in message.get("blocks") or ():
        name = str(block.get("block_id", ""))
        if name.startswith(_KEY):
            return name.removeprefix(_KEY).partition(":")[0]
    return None
