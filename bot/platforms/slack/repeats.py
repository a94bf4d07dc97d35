"""Recognising what Slack or an impatient finger sends twice, before it is carried out twice.

The store refuses a second effect of the same event for good; this keeps a second answer away.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

DOUBLE_CLICK_S = 3.0
REMEMBERED = 4_096


class Repeats:
    """The newest events and presses of this process."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, float] = OrderedDict()

    def is_new(self, event_id: str) -> bool:
        """Whether an event comes for the first time; from then on it does not."""
        known = event_id in self._seen
        self._remember(event_id, 0.0)
        return not known

    def forget(self, event_id: str) -> None:
        """An event was not handled after all: when it comes again it is new."""
        self._seen.pop(event_id, None)

    def press_id(self, body: Mapping[str, Any]) -> str | None:
        """An id for a press; None where it is the second half of a double click."""
        action = body["actions"][0]
        at = float(action.get("action_ts") or 0)
        what = ":".join(str(each) for each in (*_where(body), action.get("action_id")))
        last = self._seen.get(what)
        self._remember(what, at)
        if last is not None and 0 <= at - last < DOUBLE_CLICK_S:
            return None
        return f"press:{what}:{action.get('action_ts')}"

    def _remember(self, what: str, at: float) -> None:
        self._seen[what] = at
        self._seen.move_to_end(what)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


def _where(body: Mapping[str, Any]) -> tuple[str, ...]:
    container = body.get("container") or {}
    names = ("channel_id", "message_ts", "view_id")
    user = str((body.get("user") or {}).get("id", ""))
    return (*(str(container.get(name, "")) for name in names), user)
