"""Before the first send it is known which servers we are in: who removed us gets nothing."""

import asyncio
from datetime import timedelta

import structlog

from bot.domain.delivery import Throttled
from bot.ports import Clock

LONGEST_HOLD = timedelta(minutes=1)
"""A gateway that cannot be reached does not hold messages back for longer."""
_AGAIN = timedelta(seconds=1)

log = structlog.get_logger(__name__)


class Opening:
    """Holds sends from where a gateway begins until its list of servers was compared.

    A process without a gateway never holds; times are monotonic seconds.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held_at = 0.0
        self.opened = asyncio.Event()
        self.opened.set()

    def hold(self) -> None:
        """From now on sends wait for the list."""
        self._held_at = self._clock.monotonic()
        self.opened.clear()

    def open(self) -> None:
        """The list was compared, or is compared by another process."""
        self.opened.set()

    def wait(self) -> Throttled | None:
        """When to try again, while sends are held."""
        if self.opened.is_set():
            return None
        if self._clock.monotonic() - self._held_at >= LONGEST_HOLD.total_seconds():
            log.warning("discord_sends_without_list")
            self.open()
            return None
        return Throttled(retry_in=_AGAIN, reason="the list of servers is not here yet")
