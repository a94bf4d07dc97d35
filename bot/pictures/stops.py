"""Stops: each state has a shape of its own and a colour of its own."""

from bot.domain.path_layout import Spot
from bot.domain.path_map import Stop, StopState
from bot.pictures import marks
from bot.pictures.canvas import Canvas
from bot.pictures.lettering import Face
from bot.pictures.themes import Colour

SIZE = 28.0
HALO = 42.0
LINE = 2.2
WIDE = 42.0
NUMBER = 12.5
DIGIT = 0.62  # how wide a digit is, as a share of its size
RIM = 9.0  # what the thickest ring takes of a stop's width
LABEL = 11.0
LABEL_BELOW = 27.0


def draw_stop(canvas: Canvas, spot: Spot) -> None:
    """A stop with its number or mark, and the date below it."""
    stop, at = spot.stop, (spot.x, spot.y)
    if stop.here:
        _halo(canvas, stop, at=at)
    if stop.count > 1:
        _several(canvas, stop, at=at)
    else:
        draw_mark(canvas, stop.state, at=at, size=SIZE)
        if stop.state in {StopState.CURRENT, StopState.TO_COME}:
            _number(canvas, str(stop.number), at=at, width=SIZE, colour=canvas.palette.ink)
    if spot.label:
        below = (spot.x, spot.y + canvas.px(LABEL_BELOW))
        canvas.write(spot.label, below, size=LABEL, colour=canvas.palette.soft, anchor="ms")


def draw_mark(canvas: Canvas, state: StopState, *, at: tuple[int, int], size: float) -> None:
    """The shape of a state: tick on a disc, thick ring, dashed ring with a dash, thin ring."""
    palette, across = canvas.palette, canvas.px(size)
    colour, line = palette.states[state], max(2, canvas.px(LINE * size / SIZE))
    if state is StopState.DONE:
        canvas.stamp(marks.disc(across), at, colour=colour)
        canvas.stamp(marks.tick(across, line), at, colour=palette.on_done)
        return
    canvas.stamp(marks.disc(across), at, colour=palette.band)
    if state is StopState.LEFT_OUT:
        canvas.stamp(marks.dashed_ring(across, line), at, colour=colour)
        canvas.stamp(marks.dash(across, line), at, colour=colour)
    else:
        stroke = 2 * line if state is StopState.CURRENT else line
        canvas.stamp(marks.ring(across, stroke), at, colour=colour)


def draw_several_mark(canvas: Canvas, *, at: tuple[int, int], size: float) -> int:
    """A small stop for several readings, its left end at a place; returns how wide it is."""
    (x, y), palette, high = at, canvas.palette, canvas.px(size)
    wide, line = round(high * WIDE / SIZE), max(2, canvas.px(LINE * size / SIZE))
    inside = marks.pill(wide - 2 * line, high - 2 * line)
    middle = (x + wide // 2, y)
    canvas.stamp(marks.pill(wide, high), middle, colour=palette.states[StopState.TO_COME])
    canvas.stamp(inside, middle, colour=palette.band)
    half = inside.crop((0, 0, inside.width // 2, inside.height))
    canvas.paste(half, (x + line, y - inside.height // 2), colour=palette.tint)
    return wide


def _halo(canvas: Canvas, stop: Stop, *, at: tuple[int, int]) -> None:
    grown = canvas.px(HALO - SIZE)
    width = canvas.px(WIDE if stop.count > 1 else SIZE)
    mask = marks.pill(width + grown, canvas.px(SIZE) + grown)
    canvas.stamp(mask, at, colour=canvas.palette.halo)


def _several(canvas: Canvas, stop: Stop, *, at: tuple[int, int]) -> None:
    """A longer stop for several readings; it fills as they are done, or has a dash if none is."""
    palette = canvas.palette
    wide, high, line = canvas.px(WIDE), canvas.px(SIZE), canvas.px(LINE)
    if stop.state is StopState.CURRENT:
        line *= 2
    canvas.stamp(marks.pill(wide, high), at, colour=palette.states[stop.state])
    numbers = f"{stop.done}/{stop.count}"
    if stop.state is StopState.DONE:
        _number(canvas, numbers, at=at, width=WIDE, colour=palette.on_done)
        return
    inside = marks.pill(wide - 2 * line, high - 2 * line)
    canvas.stamp(inside, at, colour=palette.band)
    if stop.state is StopState.LEFT_OUT:
        canvas.stamp(marks.dash(high, line), at, colour=palette.states[stop.state])
        return
    share = round(inside.width * stop.done / stop.count)
    if share:
        corner = (at[0] - inside.width // 2, at[1] - inside.height // 2)
        canvas.paste(inside.crop((0, 0, share, inside.height)), corner, colour=palette.tint)
    _number(canvas, numbers, at=at, width=WIDE, colour=palette.ink)


def _number(
    canvas: Canvas, text: str, *, at: tuple[int, int], width: float, colour: Colour
) -> None:
    """A number in the middle of a stop, smaller where it has many digits."""
    size = min(NUMBER, (width - RIM) / (DIGIT * len(text)))
    middle = (at[0], at[1] + canvas.px(size * 0.36))
    canvas.write(text, middle, size=size, colour=colour, face=Face.STRONG, anchor="ms")
