"""The painter: draws beside the event loop, one picture at a time, and keeps the newest."""

import asyncio
from collections import OrderedDict

from bot.domain.path_map import PathMap
from bot.ports.painter import Theme

KEPT = 32
WAIT_S = 2.0
"""Whoever waits longer than this for a picture is sent away."""


class PillowPainter:
    """Implements `ports.Painter`. Pillow is imported with the first picture."""

    def __init__(self, *, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._kept: OrderedDict[tuple[PathMap, Theme], bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def paint(self, path: PathMap, theme: Theme) -> bytes:
        """See `ports.Painter.paint`."""
        asked = (path, theme)
        if asked not in self._kept:
            async with asyncio.timeout(self._wait_s), self._turn:
                if asked not in self._kept:
                    self._kept[asked] = await asyncio.to_thread(_drawn, path, theme)
        self._kept.move_to_end(asked)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[asked]


def _drawn(path: PathMap, theme: Theme) -> bytes:
    from bot.pictures.path import draw_path  # noqa: PLC0415 - Pillow is slow to import

    return draw_path(path, theme)
