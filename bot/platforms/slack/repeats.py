"""Recognising what Slack or an impatient finger sends twice, before it is carried out twice.

The store refuses a second effect of the same event for good; this keeps a second answer away.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.platforms.slack.origins import NAME
from bot.ports import Facts

DOUBLE_CLICK = timedelta(seconds=3)
ASK_WITHIN_S = 0.5
REMEMBERED = 4_096

log = structlog.get_logger(__name__)


class Repeats:
    """The newest of what this process has seen, and when."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, float] = OrderedDict()

    def is_new(self, event_id: str) -> bool:
        """Whether an event comes for the first time; from then on it does not."""
        return self.noted(event_id, 0.0) is None

    def forget(self, event_id: str) -> None:
        """An event was not handled after all: when it comes again it is new."""
        self._seen.pop(event_id, None)

    def noted(self, what: str, at: float) -> float | None:
        """When this was seen last, None for never; from now on at `at` (seconds)."""
        last = self._seen.get(what)
        self._seen[what] = at
        self._seen.move_to_end(what)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return last


class Clicks:
    """Tells presses from double clicks, those that another process got included."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._repeats = Repeats()

    async def press_id(self, body: Mapping[str, Any]) -> str | None:
        """An id for a press; None where it is the second half of a double click.

        Where the database does not answer in time this process alone decides.
        """
        action = body["actions"][0]
        at = float(action.get("action_ts") or 0)
        named = (*_where(body), action.get("action_id"), _said(action))
        what = ":".join(str(each) for each in named)
        last = self._repeats.noted(what, at)
        if last is not None and 0 <= at - last < DOUBLE_CLICK.total_seconds():
            return None
        if not await self._is_first_of_all(what, at):
            return None
        return f"press:{what}:{action.get('action_ts')}"

    async def _is_first_of_all(self, what: str, at: float) -> bool:
        try:
            pressed_at = datetime.fromtimestamp(at, UTC)
            async with asyncio.timeout(ASK_WITHIN_S):
                return await self._facts.is_first(
                    NAME, f"click:{what}", at=pressed_at, within=DOUBLE_CLICK
                )
        except Exception:
            log.exception("slack_press_not_noted")
            return True


def _said(action: Mapping[str, Any]) -> str:
    """What a button or a choice carries, in a few letters.

    Another button takes the place of a pressed one, under the same action_id.
    """
    carried = action.get("value") or (action.get("selected_option") or {}).get("value", "")
    return hashlib.sha256(str(carried).encode()).hexdigest()[:12]


def _where(body: Mapping[str, Any]) -> tuple[str, ...]:
    container = body.get("container") or {}
    names = ("channel_id", "message_ts", "view_id")
    user = str((body.get("user") or {}).get("id", ""))
    team = str((body.get("team") or {}).get("id", ""))
    return (team, *(str(container.get(name, "")) for name in names), user)
