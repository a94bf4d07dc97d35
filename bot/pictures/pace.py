"""The picture of a group's progress: the plan's line in dots, the group's own drawn through.

The two differ in form as well as in colour, and the group's end is named with its number.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, hypot

from bot.domain.pace_chart import HEIGHT, UNIT, WIDTH, PaceChart, Point
from bot.domain.path_layout import Box
from bot.domain.path_map import StopState
from bot.pictures import marks
from bot.pictures.canvas import Canvas
from bot.pictures.lettering import Face, legible
from bot.pictures.themes import PALETTES
from bot.ports.painter import Theme

LEFT, RIGHT, TOP, BOTTOM = 44.0, 24.0, 92.0, 70.0
TITLE, BODY, SMALL = 22.0, 13.5, 12.0
SOLID, DOT, STEP, END = 4.5, 3.4, 8.0, 13.0
MOST_LINES = 6
_INSIDE = 150.0  # a label further right than this much from the edge stands left of its point

Spot = tuple[float, float]


def draw_pace(chart: PaceChart, theme: Theme) -> bytes:
    """The picture as a PNG; equal charts give equal bytes."""
    canvas = Canvas((WIDTH, HEIGHT), unit=UNIT, palette=PALETTES[theme])
    place = _scale(canvas, chart)
    _heading(canvas, chart)
    field = _field(canvas)
    canvas.rounded(_widened(canvas, field), radius=canvas.px(14), colour=canvas.palette.band)
    _grid(canvas, chart, place=place)
    for x, y in _dots(_spots(chart.planned, place), step=canvas.px(STEP)):
        canvas.stamp(marks.disc(canvas.px(DOT)), (x, y), colour=canvas.palette.ink)
    done = canvas.palette.states[StopState.DONE]
    for x, y in _dots(_spots(chart.read, place), step=1):
        canvas.stamp(marks.disc(canvas.px(SOLID)), (x, y), colour=done)
    _now(canvas, chart, place=place)
    _dates(canvas, chart)
    _legend(canvas)
    return canvas.png()


def _field(canvas: Canvas) -> Box:
    return Box(
        left=canvas.px(LEFT),
        top=canvas.px(TOP),
        right=WIDTH - canvas.px(RIGHT),
        bottom=HEIGHT - canvas.px(BOTTOM),
    )


def _widened(canvas: Canvas, box: Box) -> Box:
    edge = canvas.px(10)
    return Box(
        left=canvas.px(12), top=box.top - edge, right=box.right + edge, bottom=box.bottom + edge
    )


def _scale(canvas: Canvas, chart: PaceChart) -> Callable[[date, float], Spot]:
    """Where a date and a number of readings stand."""
    field, days = _field(canvas), max(1, (chart.last - chart.first).days)
    most = max(1, chart.total)

    def place(on: date, readings: float) -> Spot:
        across = min(max((on - chart.first).days / days, 0), 1)
        up = min(readings / most, 1)
        return (
            field.left + across * (field.right - field.left),
            field.bottom - up * (field.bottom - field.top),
        )

    return place


def _heading(canvas: Canvas, chart: PaceChart) -> None:
    palette, left, baseline = canvas.palette, canvas.px(20), canvas.px(38)
    right = WIDTH - left
    room = right - left
    title = legible(chart.title, instead="Your group")
    canvas.write(
        title, (left, baseline), size=TITLE, colour=palette.ink, face=Face.STRONG, width=room
    )
    canvas.write(_summary(chart), (left, canvas.px(64)), size=BODY, colour=palette.soft, width=room)


def _summary(chart: PaceChart) -> str:
    planned = _value(chart.planned, chart.today)
    read = _value(chart.read, chart.today)
    members = f"{chart.members} member{'' if chart.members == 1 else 's'}"
    return f"{read:.1f} of {planned:.0f} readings so far read on average  ·  {members}"


def _value(points: Sequence[Point], on: date) -> float:
    return max([each.readings for each in points if each.on <= on], default=0.0)


def _grid(canvas: Canvas, chart: PaceChart, *, place: Callable[[date, float], Spot]) -> None:
    """Numbers of readings on the left, with a thin line each."""
    palette, field = canvas.palette, _field(canvas)
    step = ceil(max(1, chart.total) / MOST_LINES)
    for number in range(0, chart.total + 1, step):
        y = round(place(chart.first, number)[1])
        canvas.bar(Box(left=field.left, top=y, right=field.right, bottom=y + 2), palette.page)
        where = (field.left - canvas.px(6), y)
        canvas.write(str(number), where, size=SMALL, colour=palette.soft, anchor="rm")


def _spots(points: Sequence[Point], place: Callable[[date, float], Spot]) -> list[Spot]:
    return [place(each.on, each.readings) for each in points]


def _dots(spots: Sequence[Spot], *, step: int) -> Iterator[tuple[int, int]]:
    """Places along a line, `step` pixels apart, its own points among them."""
    for (x, y), (to_x, to_y) in pairwise(spots):
        count = max(1, round(hypot(to_x - x, to_y - y) / step))
        for index in range(count):
            part = index / count
            yield round(x + part * (to_x - x)), round(y + part * (to_y - y))
    if spots:
        yield round(spots[-1][0]), round(spots[-1][1])


def _now(canvas: Canvas, chart: PaceChart, *, place: Callable[[date, float], Spot]) -> None:
    """Where the group stands today, named with its number."""
    if not chart.read:
        return
    read, palette = _value(chart.read, chart.today), canvas.palette
    x, y = place(chart.today, read)
    canvas.stamp(
        marks.disc(canvas.px(END)), (round(x), round(y)), colour=palette.states[StopState.DONE]
    )
    left_of = x > WIDTH - canvas.px(_INSIDE)
    away = canvas.px(12)
    where = (x - away if left_of else x + away, min(y, HEIGHT - canvas.px(BOTTOM + 10)))
    canvas.write(
        f"group: {read:.1f}",
        where,
        size=BODY,
        colour=palette.ink,
        face=Face.STRONG,
        anchor="rm" if left_of else "lm",
    )


def _dates(canvas: Canvas, chart: PaceChart) -> None:
    """The first, the middle and the last date."""
    field, palette = _field(canvas), canvas.palette
    days = (chart.last - chart.first).days
    baseline = field.bottom + canvas.px(28)
    ends = {0: (field.left, "ls"), days: (field.right, "rs")}
    if days > 1:
        ends[days // 2] = ((field.left + field.right) // 2, "ms")
    for number, (x, anchor) in ends.items():
        day = chart.first + timedelta(days=number)
        shown = f"{day.day} {day:%b %Y}"
        canvas.write(shown, (x, baseline), size=SMALL, colour=palette.soft, anchor=anchor)


def _legend(canvas: Canvas) -> None:
    palette, y, x = canvas.palette, HEIGHT - canvas.px(16), canvas.px(LEFT)
    middle = y - canvas.px(SMALL * 0.36)
    for number in range(4):
        spot = (x + number * canvas.px(STEP), middle)
        canvas.stamp(marks.disc(canvas.px(DOT)), spot, colour=palette.ink)
    x += canvas.px(4 * STEP + 2)
    x += canvas.write("the plan", (x, y), size=SMALL, colour=palette.soft) + canvas.px(24)
    line = marks.pill(canvas.px(30), canvas.px(SOLID))
    canvas.stamp(line, (x + canvas.px(15), middle), colour=palette.states[StopState.DONE])
    canvas.write("your group, on average", (x + canvas.px(38), y), size=SMALL, colour=palette.soft)
