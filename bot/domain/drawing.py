"""Everything that can be drawn, and how large each comes out."""

from typing import TypeAlias

from bot.domain.pace_chart import HEIGHT, WIDTH, PaceChart
from bot.domain.path_layout import lay_out
from bot.domain.path_map import PathMap

Drawing: TypeAlias = PathMap | PaceChart


def size_of(drawing: Drawing) -> tuple[int, int]:
    """Width and height in pixels."""
    if isinstance(drawing, PaceChart):
        return WIDTH, HEIGHT
    layout = lay_out(drawing)
    return layout.width, layout.height
