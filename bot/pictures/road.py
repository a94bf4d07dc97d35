"""The way: a solid road behind the person, a dotted trail ahead, turning at the end of a row."""

from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, pi, sin

from bot.domain.path_layout import TURN, WIDTH, Box, Layout, Leg
from bot.domain.path_map import StopState
from bot.pictures import marks
from bot.pictures.canvas import Canvas

SOLID = 6.0
DOT = 3.2
STEP = 8.5
START = 9.0
FLAG = 22.0
_ARC_POINTS = 12

Point = tuple[float, float]


def draw_way(canvas: Canvas, layout: Layout) -> None:
    """Road and trail, from a dot at the start to a flag at the goal."""
    if not layout.legs:
        return
    for leg in layout.legs:
        if leg.travelled:
            _solid(canvas, leg)
    dot = marks.disc(canvas.px(DOT))
    for x, y in _dots(canvas, layout):
        canvas.stamp(dot, (round(x), round(y)), colour=canvas.palette.trail)
    _ends(canvas, first=layout.legs[0], last=layout.legs[-1])


def _ends(canvas: Canvas, *, first: Leg, last: Leg) -> None:
    palette = canvas.palette
    begun = palette.road if first.travelled else palette.trail
    canvas.stamp(marks.disc(canvas.px(START)), (first.x, first.y), colour=begun)
    size = canvas.px(FLAG)
    corner = (last.to_x - size // 4, last.to_y - size + canvas.px(SOLID / 2))
    reached = palette.states[StopState.DONE] if last.travelled else palette.ink
    canvas.paste(marks.flag(size), corner, colour=reached)


def _solid(canvas: Canvas, leg: Leg) -> None:
    half = canvas.px(SOLID / 2)
    if leg.y == leg.to_y:
        left, right = sorted((leg.x, leg.to_x))
        box = Box(left=left, top=leg.y - half, right=right, bottom=leg.y + half)
        canvas.bar(box, canvas.palette.road)
    else:
        _solid_turn(canvas, leg, half=half)


def _solid_turn(canvas: Canvas, leg: Leg, *, half: int) -> None:
    """Two quarters of a ring with a straight piece between them."""
    radius, colour = canvas.px(TURN), canvas.palette.road
    reach, right = radius + half, leg.x > WIDTH // 2
    whole = marks.ring(2 * reach, 2 * half)
    side = (reach, 2 * reach) if right else (0, reach)
    corner_x = leg.x if right else leg.x - reach
    upper = whole.crop((side[0], 0, side[1], reach))
    lower = whole.crop((side[0], reach, side[1], 2 * reach))
    canvas.paste(upper, (corner_x, leg.y - half), colour=colour)
    canvas.paste(lower, (corner_x, leg.to_y - radius), colour=colour)
    middle = leg.x + (radius if right else -radius)
    canvas.bar(
        Box(left=middle - half, top=leg.y + radius, right=middle + half, bottom=leg.to_y - radius),
        colour,
    )


def _dots(canvas: Canvas, layout: Layout) -> Iterator[Point]:
    """Places at equal distances along all that lies ahead."""
    line = [
        point
        for leg in layout.legs
        if not leg.travelled
        for point in _points(leg, radius=canvas.px(TURN))
    ]
    step = canvas.px(STEP)
    walked = 0.0
    for (x, y), (to_x, to_y) in pairwise(line):
        length = hypot(to_x - x, to_y - y)
        while walked < length:
            share = walked / length
            yield x + share * (to_x - x), y + share * (to_y - y)
            walked += step
        walked -= length


def _points(leg: Leg, *, radius: int) -> Iterator[Point]:
    if leg.y == leg.to_y:
        yield from ((leg.x, leg.y), (leg.to_x, leg.to_y))
        return
    sign = 1 if leg.x > WIDTH // 2 else -1
    angles = [index * pi / 2 / _ARC_POINTS for index in range(_ARC_POINTS + 1)]
    for angle in angles:
        yield leg.x + sign * radius * sin(angle), leg.y + radius * (1 - cos(angle))
    for angle in reversed(angles):
        yield leg.x + sign * radius * sin(angle), leg.to_y - radius * (1 - cos(angle))
