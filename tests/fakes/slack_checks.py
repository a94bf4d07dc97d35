"""What Slack refuses in messages and views: slack_sdk's own checks, and those they leave out."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.fakes.slack_limits import overlooked

Json = dict[str, Any]

MESSAGE_JSON = 13_200  # slackapi/bolt-js#2509
VIEW_JSON = 250_000  # docs.slack.dev, reference/methods/views.publish
TEXT_MOST = 40_000
FIELD_MOST = 2_000
OPTION_VALUE_MOST = 150
URL_MOST = 3_000
METADATA_MOST = 8_000
_BOTH = {"header", "section", "context", "actions", "divider", "image", "rich_text", "video"}
IN_MESSAGES = _BOTH | {"file", "markdown", "table", "input"}
IN_VIEWS = {"modal": _BOTH | {"input"}, "home": _BOTH | {"input"}}
RICH = {"text", "link", "date", "emoji", "user", "usergroup", "channel", "team", "broadcast"}
CONTAINERS = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
PLAIN_ONLY = {"header", "button", "overflow", "static_select", "plain_text_input", "input"}


def message_problems(message: Mapping[str, Any]) -> Iterator[str]:
    """Why a message would be refused, each as an error of chat.postMessage with its detail."""
    blocks = message.get("blocks") or []
    if not message.get("text") and not blocks:
        yield "no_text"
    if len(message.get("text") or "") > TEXT_MOST:
        yield "msg_too_long"
    if len(blocks) > 50 or len(json.dumps(blocks)) > MESSAGE_JSON:
        yield "msg_blocks_too_long"
    yield from (f"invalid_blocks: {each}" for each in block_problems(blocks, known=IN_MESSAGES))
    told = {"text": str(message.get("text", "")), "blocks": blocks}
    yield from (f"invalid_blocks: {each}" for each in overlooked(told))
    metadata = message.get("metadata")
    if metadata is not None:
        if set(metadata) != {"event_type", "event_payload"}:
            yield "invalid_metadata_format"
        if len(json.dumps(metadata)) > METADATA_MOST:
            yield "metadata_too_large"


def view_problems(view: Mapping[str, Any]) -> Iterator[str]:
    """Why a view would be refused."""
    kind = str(view.get("type"))
    if kind not in IN_VIEWS:
        yield f"invalid_arguments: view type {kind}"
        return
    try:
        View(**view).to_dict()
    except SlackObjectFormationError as error:
        yield f"invalid_arguments: {error}"
    blocks = view.get("blocks") or []
    yield from (f"invalid_arguments: {each}" for each in overlooked(view))
    if len(json.dumps(view)) > VIEW_JSON:
        yield "view_too_large"
    has_input = any(block["type"] == "input" for block in blocks)
    if kind == "modal" and (not view.get("title") or (has_input and not view.get("submit"))):
        yield "invalid_arguments: a modal needs a title, and with fields a submit"
    yield from (
        f"invalid_arguments: {each}" for each in block_problems(blocks, known=IN_VIEWS[kind])
    )


def block_problems(blocks: Sequence[Json], *, known: set[str]) -> Iterator[str]:
    """What is wrong with blocks."""
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        if block.get("type") not in known:
            yield f"{where}: unknown or misplaced block {block.get('type')}"
            continue
        try:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.to_dict()
        except (SlackObjectFormationError, TypeError) as error:
            yield f"{where}: {error}"
        yield from _missed(block, where)
    yield from _duplicates(blocks)


def _duplicates(blocks: Sequence[Json]) -> Iterator[str]:
    named = [each["block_id"] for each in blocks if each.get("block_id")]
    pressed = [each["action_id"] for each in interactive(blocks)]
    for names in (named, pressed):
        yield from (f"duplicate id {name}" for name, n in Counter(names).items() if n > 1)


def interactive(blocks: Sequence[Json]) -> Iterator[Json]:
    """Every element that somebody can press or fill in, its block's id added."""
    for block in blocks:
        found = list(block.get("elements") or ()) if block["type"] == "actions" else []
        found += [block["accessory"]] if block.get("accessory") else []
        found += [block["element"]] if block["type"] == "input" else []
        for element in found:
            if "action_id" in element:
                yield element | {"block_id": block.get("block_id", "")}


def _missed(block: Json, where: str) -> Iterator[str]:
    """What slack_sdk's models let through."""
    for field in block.get("fields") or ():
        if len(field["text"]) > FIELD_MOST:
            yield f"{where}: a field over {FIELD_MOST}"
    if block["type"] == "rich_text":
        yield from _rich(block, where)
    if block["type"] == "context" and not 1 <= len(block["elements"]) <= 10:
        yield f"{where}: {len(block['elements'])} elements in a context"
    if block["type"] == "actions" and not 1 <= len(block["elements"]) <= 25:
        yield f"{where}: {len(block['elements'])} elements in an actions block"
    for element in interactive([block]):
        yield from _element(element, where)
    yield from _texts(block, where, owner=block["type"])


def _rich(block: Json, where: str) -> Iterator[str]:
    for element in block["elements"]:
        kind = element.get("type")
        if kind in CONTAINERS:
            if not element.get("elements"):
                yield f"{where}: an empty {kind}"
            yield from _rich(element, where)
        elif kind not in RICH:
            yield f"{where}: unknown element {kind}"
        elif kind == "text" and not element.get("text"):
            yield f"{where}: an empty text"
        elif kind == "link" and not _is_address(element.get("url", "")):
            yield f"{where}: no address {element.get('url')}"
        elif kind in {"broadcast", "user", "usergroup", "channel"}:
            yield f"{where}: nothing of ours pings, but here is a {kind}"
        elif kind == "date" and not isinstance(element.get("timestamp"), int):
            yield f"{where}: a date without its timestamp"


def _element(element: Json, where: str) -> Iterator[str]:
    options = element.get("options") or []
    for option in options:
        if len(option["value"]) > OPTION_VALUE_MOST or not option["value"]:
            yield f"{where}: an option's value of {len(option['value'])}"
    if element["type"] == "overflow" and not 1 <= len(options) <= 5:
        yield f"{where}: {len(options)} options in an overflow"
    if element["type"] == "static_select" and not 1 <= len(options) <= 100:
        yield f"{where}: {len(options)} options in a select"
    if element.get("initial_option") and element["initial_option"] not in options:
        yield f"{where}: the initial option is none of the options"
    if "url" in element and not _is_address(element["url"]):
        yield f"{where}: no address {element['url']}"
    if len(element.get("value") or "") > 2_000:
        yield f"{where}: a value over 2,000"


def _texts(thing: Json, where: str, *, owner: str) -> Iterator[str]:
    """Text objects at any depth: never empty, plain where Slack takes nothing else."""
    for value in thing.values():
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, dict):
                continue
            if each.get("type") in {"plain_text", "mrkdwn"}:
                if not each.get("text"):
                    yield f"{where}: an empty text object in {owner}"
                if each["type"] == "mrkdwn" and owner in PLAIN_ONLY:
                    yield f"{where}: {owner} takes plain_text only"
            yield from _texts(each, where, owner=str(each.get("type", owner)))


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= URL_MOST and url.isascii()
