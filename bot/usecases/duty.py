"""Duty: one process at a time listens to a platform, the others stand by and take over."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.ports.shifts import Shift, Shifts

EVERY_S = 5.0
"""How often who stands by asks for the shift, and who has it looks whether it still holds."""

Work = Callable[[asyncio.Event], Awaitable[None]]

log = structlog.get_logger(__name__)


class Duty:
    """Does something while this process has the shift of that name.

    `standing_by` is told when another process has it.
    """

    def __init__(
        self,
        shifts: Shifts,
        name: str,
        *,
        standing_by: Callable[[], None] = lambda: None,
        every_s: float = EVERY_S,
    ) -> None:
        self._shifts = shifts
        self._name = name
        self._standing_by = standing_by
        self._every_s = every_s
        self.is_on = False

    async def run(self, work: Work, stop: asyncio.Event) -> None:
        """Do the work whenever it is our turn, until `stop` is set or the work ends by itself."""
        while not stop.is_set():
            shift = await self._taken(stop)
            if shift is None:
                return
            log.info("duty_begun", duty=self._name)
            self.is_on = True
            try:
                ended = await self._at_work(work, shift, stop=stop)
            finally:
                self.is_on = False
                await shift.end()
                log.info("duty_ended", duty=self._name)
            if ended:
                return

    async def _taken(self, stop: asyncio.Event) -> Shift | None:
        """The shift, once nobody else has it; None where there is nothing more to do."""
        told = False
        while not stop.is_set():
            shift = await self._shifts.take(self._name)
            if shift is not None:
                return shift
            if not told:
                self._standing_by()
                log.info("duty_stands_by", duty=self._name)
            told = True
            await _pause(stop, self._every_s)
        return None

    async def _at_work(self, work: Work, shift: Shift, *, stop: asyncio.Event) -> bool:
        """Work until it is over; says whether it ended by itself, or because we stop."""
        over = asyncio.Event()
        working = asyncio.ensure_future(work(over))
        watching = asyncio.create_task(self._watch(shift, stop))
        try:
            await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            ended = working.done() or stop.is_set()
        finally:
            watching.cancel()
            over.set()
            await working
        return ended

    async def _watch(self, shift: Shift, stop: asyncio.Event) -> None:
        """Return when the shift is lost or we stop."""
        while not stop.is_set() and await shift.holds():
            await _pause(stop, self._every_s)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
