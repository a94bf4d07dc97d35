"""The picture of a path: heading, sections with their stops on one winding way, and a legend."""

from bot.domain.path_layout import GAP, MARGIN, PAD, TURN, Band, Layout, lay_out
from bot.domain.path_map import PathMap, Standing, StopState
from bot.domain.shown import full_day
from bot.pictures.canvas import Canvas
from bot.pictures.lettering import Face, legible
from bot.pictures.road import draw_way
from bot.pictures.stops import draw_mark, draw_several_mark, draw_stop
from bot.pictures.themes import PALETTES
from bot.ports.painter import Theme

TITLE = 22.0
SECTION = 14.0
BODY = 13.5
SMALL = 12.0
CORNER = 14.0
LEGEND_MARK = 13.0
SIDE = MARGIN + 4

_LEGEND = {
    StopState.DONE: "Done",
    StopState.CURRENT: "With you",
    StopState.TO_COME: "To come",
    StopState.LEFT_OUT: "Left out",
}


def draw_path(path: PathMap, theme: Theme) -> bytes:
    """The picture as a PNG; equal maps give equal bytes."""
    layout = lay_out(path)
    canvas = Canvas((layout.width, layout.height), unit=layout.unit, palette=PALETTES[theme])
    _heading(canvas, path, width=layout.width)
    for band in layout.bands:
        canvas.rounded(band.box, radius=canvas.px(CORNER), colour=canvas.palette.band)
    draw_way(canvas, layout)
    for number, band in enumerate(layout.bands, start=1):
        if band.titled:
            _section(canvas, band, number=number)
    for spot in layout.spots:
        draw_stop(canvas, spot)
    _legend(canvas, layout)
    return canvas.png()


def _heading(canvas: Canvas, path: PathMap, *, width: int) -> None:
    palette, left, right = canvas.palette, canvas.px(SIDE), width - canvas.px(SIDE)
    baseline = canvas.px(38)
    right -= canvas.write(" done", (right, baseline), size=BODY, colour=palette.soft, anchor="rs")
    right -= canvas.write(
        f"{path.done} of {path.total}",
        (right, baseline),
        size=TITLE,
        colour=palette.states[StopState.DONE],
        face=Face.STRONG,
        anchor="rs",
    )
    canvas.write(
        legible(path.title, instead="Your plan"),
        (left, baseline),
        size=TITLE,
        colour=palette.ink,
        face=Face.STRONG,
        width=right - left - canvas.px(2 * GAP),
    )
    _where(canvas, path, width=width - 2 * left)


def _where(canvas: Canvas, path: PathMap, *, width: int) -> None:
    """The reading where the person is, and below it the dates."""
    left, palette = canvas.px(SIDE), canvas.palette
    x, y = left, canvas.px(64)
    if path.here is not None:
        lead = "Now: " if path.here.is_open else "Next: "
        x += canvas.write(lead, (x, y), size=BODY, colour=palette.ink, face=Face.STRONG)
        name = legible(path.here.title, instead=f"reading {path.here.number}")
        canvas.write(name, (x, y), size=BODY, colour=palette.ink, width=left + width - x)
        y = canvas.px(85)
    canvas.write(_when(path), (left, y), size=SMALL, colour=palette.soft, width=width)


def _when(path: PathMap) -> str:
    """What else is with the person, and the dates."""
    parts = [f"{path.with_you - 1} more with you"] if path.with_you > 1 else []
    if path.finished_on:
        parts.append(f"Finished on {full_day(path.finished_on)}")
    if path.standing is Standing.PAUSED:
        parts.append("Paused")
    if path.last_on:
        parts.append(f"Last date {full_day(path.last_on)} at your pace")
    return "  ·  ".join(parts)


def _section(canvas: Canvas, band: Band, *, number: int) -> None:
    palette, box = canvas.palette, band.box
    inset = canvas.px(PAD + TURN)
    baseline = box.top + canvas.px(23)
    numbers = f"{band.stretch.done} of {band.stretch.total}"
    taken = canvas.write(
        numbers, (box.right - inset, baseline), size=SMALL, colour=palette.soft, anchor="rs"
    )
    room = box.right - box.left - 2 * inset - taken - canvas.px(GAP)
    canvas.write(
        legible(band.stretch.title, instead=f"Section {number}"),
        (box.left + inset, baseline),
        size=SECTION,
        colour=palette.ink,
        face=Face.STRONG,
        width=room,
    )


def _legend(canvas: Canvas, layout: Layout) -> None:
    """What occurs on this picture, each with its mark."""
    stops = [spot.stop for spot in layout.spots]
    there = {stop.state for stop in stops}
    x, y = canvas.px(SIDE), layout.height - canvas.px(21)
    for state, name in _LEGEND.items():
        if state in there:
            middle = (x + canvas.px(LEGEND_MARK / 2), y)
            draw_mark(canvas, state, at=middle, size=LEGEND_MARK)
            x = _named(canvas, name, at=(x + canvas.px(LEGEND_MARK), y))
    if any(stop.count > 1 for stop in stops):
        wide = draw_several_mark(canvas, at=(x, y), size=LEGEND_MARK)
        _named(canvas, "Several", at=(x + wide, y))


def _named(canvas: Canvas, name: str, *, at: tuple[int, int]) -> int:
    """The name beside a mark; returns where the next mark begins."""
    x, baseline = at[0] + canvas.px(6), at[1] + canvas.px(SMALL * 0.36)
    x += canvas.write(name, (x, baseline), size=SMALL, colour=canvas.palette.soft)
    return x + canvas.px(18)
