"""Answers of a channel that are nobody's own: for the one who asked, until they show everyone."""

import json

from bot.domain.command import parse
from bot.domain.errors import UserError
from bot.platforms.slack import limits
from bot.platforms.slack.blocks import Block, plain_text
from bot.platforms.slack.render import Rendered

SHOW = "show"
SHAREABLE = frozenset({"casestudy", "help"})
"""Commands whose answer says nothing about anybody."""
_LONGEST = 300


def is_shareable(text: str) -> bool:
    """Whether these words ask for something that everybody may see."""
    try:
        return parse(text).verb in SHAREABLE
    except UserError:
        return False


def with_show(rendered: Rendered, text: str) -> Rendered:
    """The answer with a button that shows it to everybody, where there is room for one."""
    crowded = len(rendered.blocks) >= limits.BLOCKS_IN_MESSAGE
    if crowded or len(json.dumps(text)) > _LONGEST or not is_shareable(text):
        return rendered
    button: Block = {
        "type": "button",
        "action_id": f"{SHOW}:0",
        "text": plain_text("Show everyone", limits.BUTTON_TEXT),
        "value": text,
    }
    row = {"type": "actions", "elements": [button]}
    return Rendered(text=rendered.text, blocks=[*rendered.blocks, row])
