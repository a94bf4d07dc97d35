"""Marks as masks with smooth edges: drawn large, made small, kept.

Pillow draws shapes with hard edges; a mark is therefore drawn OVER times as large and reduced.
"""

from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw
from PIL.Image import Image as Picture
from PIL.ImageDraw import ImageDraw as Pen

OVER = 4
_DASHES = 10


def _mask(width: int, height: int, *, draw: Callable[[Pen], None]) -> Picture:
    large = Image.new("L", (width * OVER, height * OVER))
    draw(ImageDraw.Draw(large))
    return large.reduce(OVER)


@lru_cache(maxsize=64)
def disc(diameter: int) -> Picture:
    """A filled circle."""
    return pill(diameter, diameter)


@lru_cache(maxsize=64)
def pill(width: int, height: int) -> Picture:
    """A filled bar with round ends."""
    box = (0, 0, width * OVER - 1, height * OVER - 1)
    radius = min(width, height) * OVER / 2
    return _mask(width, height, draw=lambda pen: pen.rounded_rectangle(box, radius, fill=255))


@lru_cache(maxsize=64)
def ring(diameter: int, stroke: int) -> Picture:
    """A circle's line, inside its diameter."""
    box = (0, 0, diameter * OVER - 1, diameter * OVER - 1)
    return _mask(
        diameter, diameter, draw=lambda pen: pen.ellipse(box, outline=255, width=stroke * OVER)
    )


@lru_cache(maxsize=64)
def dashed_ring(diameter: int, stroke: int) -> Picture:
    """The same in dashes."""
    box = (0, 0, diameter * OVER - 1, diameter * OVER - 1)
    step = 360 / _DASHES

    def draw(pen: Pen) -> None:
        for dash in range(_DASHES):
            pen.arc(box, dash * step, (dash + 0.6) * step, fill=255, width=stroke * OVER)

    return _mask(diameter, diameter, draw=draw)


@lru_cache(maxsize=64)
def tick(size: int, stroke: int) -> Picture:
    """A tick in a square."""
    points = [(0.27, 0.53), (0.43, 0.69), (0.74, 0.34)]
    return _mask(size, size, draw=lambda pen: _line(pen, points, size=size, stroke=stroke))


@lru_cache(maxsize=64)
def dash(size: int, stroke: int) -> Picture:
    """A dash in a square."""
    points = [(0.3, 0.5), (0.7, 0.5)]
    return _mask(size, size, draw=lambda pen: _line(pen, points, size=size, stroke=stroke))


@lru_cache(maxsize=64)
def flag(size: int) -> Picture:
    """A pennant on its pole, in a square, the pole's foot at the middle of the lower edge."""
    edge = size * OVER
    pole = (round(edge * 0.2), 0, round(edge * 0.3), edge)
    cloth = [(edge * 0.3, edge * 0.04), (edge * 0.95, edge * 0.3), (edge * 0.3, edge * 0.58)]

    def draw(pen: Pen) -> None:
        pen.rectangle(pole, fill=255)
        pen.polygon(cloth, fill=255)

    return _mask(size, size, draw=draw)


def _line(pen: Pen, points: list[tuple[float, float]], *, size: int, stroke: int) -> None:
    """A line through points given as shares of the square, with round joints and ends."""
    at = [(x * size * OVER, y * size * OVER) for x, y in points]
    pen.line(at, fill=255, width=stroke * OVER)
    half = stroke * OVER / 2
    for x, y in at:
        pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
