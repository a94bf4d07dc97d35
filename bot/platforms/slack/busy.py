"""What people are told while the database does not answer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.response import BoltResponse

from bot.domain.errors import UserError

Body = Mapping[str, Any]
OK, UNAVAILABLE = 200, 503
_JSON: dict[str, str | Sequence[str]] = {"content-type": ["application/json"]}


KEPT = "I keep your message and answer in a few minutes."
"""Told to whoever writes in the direct message: events are kept, unlike commands and presses."""


class NotNow(UserError):
    """That did not work just now, and nothing was lost. Please try again in a minute."""


def not_now(body: Body) -> BoltResponse:
    """The acknowledgement of a command, a form or a press that could not be carried out.

    A form stays open with what is filled in. Where Slack takes no words, it shows its own sign
    that nothing has happened.
    """
    if body.get("command"):
        return _said({"response_type": "ephemeral", "text": NotNow.default()})
    boxes = [block for block in _blocks(body) if block.get("type") == "input"]
    if body.get("type") == "view_submission" and boxes:
        name = str(boxes[0].get("block_id", ""))
        return _said({"response_action": "errors", "errors": {name: NotNow.default()}})
    return BoltResponse(status=OK if _is_press_on_message(body) else UNAVAILABLE, body="")


def told_beside(body: Body) -> tuple[str, Mapping[str, Any]] | None:
    """Where and how to tell the one who pressed; None where the acknowledgement says it all."""
    if not _is_press_on_message(body):
        return None
    message = {"response_type": "ephemeral", "replace_original": False, "text": NotNow.default()}
    return str(body["response_url"]), message


def _is_press_on_message(body: Body) -> bool:
    return body.get("type") == "block_actions" and bool(body.get("response_url"))


def _blocks(body: Body) -> list[dict[str, Any]]:
    return list((body.get("view") or {}).get("blocks") or ())


def _said(answer: Body) -> BoltResponse:
    return BoltResponse(status=OK, body=json.dumps(answer), headers=_JSON)
