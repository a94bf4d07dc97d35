"""The engine of a single process: one loop that drains every shard when it is woken.

Messages that were sent are brought up to date after a drain, until there is something to send.
"""

import asyncio

import structlog

from bot.usecases.drain import Drainer
from bot.usecases.edits import Editor

log = structlog.get_logger(__name__)


class InlineEngine:
    """Implements `ports.Engine`. A drain that fails is logged; the next wake-up tries again."""

    def __init__(self, drainer: Drainer, editor: Editor | None = None) -> None:
        self._drainer = drainer
        self._editor = editor
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """See `ports.Engine.wake`."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Drain whenever woken, until `stop`; what is in hand is finished first."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                woken = asyncio.create_task(self._woken.wait())
                await asyncio.wait({woken, stopping}, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
                if self._woken.is_set():
                    self._woken.clear()
                    await self._drain(stop)
        finally:
            stopping.cancel()

    async def _drain(self, stop: asyncio.Event) -> None:
        try:
            await self._drainer.drain(stop=stop)
            if self._editor is not None and not stop.is_set():
                await self._editor.edit(interrupted=self._woken)
        except Exception:
            log.exception("drain_failed")
