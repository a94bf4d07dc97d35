"""The painter: draws beside the event loop, one picture at a time, and keeps the newest."""

import asyncio
from collections import OrderedDict

from bot.domain.drawing import Drawing
from bot.domain.pace_chart import PaceChart
from bot.ports.painter import Theme

KEPT = 32
WAIT_S = 2.0
"""Whoever waits longer than this for a picture is sent away."""


class PillowPainter:
    """Implements `ports.Painter`. Pillow is imported with the first picture."""

    def __init__(self, *, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._kept: OrderedDict[tuple[Drawing, Theme], bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def paint(self, drawing: Drawing, theme: Theme) -> bytes:
        """See `ports.Painter.paint`."""
        asked = (drawing, theme)
        if asked not in self._kept:
            async with asyncio.timeout(self._wait_s), self._turn:
                if asked not in self._kept:
                    self._kept[asked] = await asyncio.to_thread(_drawn, drawing, theme)
        self._kept.move_to_end(asked)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[asked]


def _drawn(drawing: Drawing, theme: Theme) -> bytes:
    if isinstance(drawing, PaceChart):
        from bot.pictures.pace import draw_pace  # noqa: PLC0415 - Pillow is slow to import

        return draw_pace(drawing, theme)
    from bot.pictures.path import draw_path  # noqa: PLC0415 - see above

    return draw_path(drawing, theme)
