"""Where everything on the picture of a path stands, in pixels: rows of stops on one winding road.

Pure, so that a picture's size is known before it is drawn. The road runs to the right in one row
and back in the next, through the sections' bands, from a start to a goal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.path_map import MOST_IN_ROW, PathMap, Stop, Stretch

WIDTH = 1200
"""Every picture is this wide: twice what a page or a phone gives it."""
TALLEST = 1600
"""Beyond this height the picture is set smaller, so that it still fits a phone's screen."""
ROOMY, DENSE = 2.5, 2.0
_IN_ROW = {ROOMY: 8, DENSE: MOST_IN_ROW}

# In units, of which one is ROOMY or DENSE pixels.
MARGIN = 16.0
PAD = 14.0
TURN = 18.0
HEAD = 104.0
SHORT_HEAD = 84.0  # where no reading is named
FOOT = 42.0
BAND_HEAD = 30.0
UNTITLED_HEAD = 12.0
ROW = 52.0
FIRST_ROW = 20.0  # from a band's heading to the middle of its first row
LAST_ROW = 34.0  # from the middle of its last row to its end
GAP = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle; its right and bottom edges are outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A section's part of the picture; untitled where the whole plan has its name."""

    stretch: Stretch
    box: Box
    titled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The middle of a stop, and the date beside it, where one is shown."""

    x: int
    y: int
    stop: Stop
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A piece of road: straight along a row, or a turn at its end where `y` and `to_y` differ.

    `travelled` says that it lies behind the person.
    """

    x: int
    y: int
    to_x: int
    to_y: int
    travelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A whole picture: its size, how many pixels one unit has, and what stands where.

    The road starts at the first leg's beginning; its goal is the last leg's end.
    """

    height: int
    unit: float
    bands: tuple[Band, ...]
    spots: tuple[Spot, ...]
    legs: tuple[Leg, ...]
    width: int = WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    left: int
    right: int
    y: int
    stops: tuple[Stop, ...]
    rightward: bool

    @property
    def start(self) -> int:
        return self.left if self.rightward else self.right

    @property
    def end(self) -> int:
        return self.right if self.rightward else self.left

    def spots(self) -> Iterator[Spot]:
        """The stops spread evenly along the row."""
        for index, stop in enumerate(self.stops):
            share = (index + 0.5) / len(self.stops)
            yield Spot(x=round(self.start + share * (self.end - self.start)), y=self.y, stop=stop)


def lay_out(path: PathMap) -> Layout:
    """The layout of a map: roomy where it fits the height of a phone, else dense."""
    roomy = _laid_out(path, ROOMY)
    return roomy if roomy.height <= TALLEST else _laid_out(path, DENSE)


def _laid_out(path: PathMap, unit: float) -> Layout:
    bands: list[Band] = []
    rows: list[_Row] = []
    top = HEAD if path.here else SHORT_HEAD
    for stretch in path.stretches:
        titled = stretch.title != path.title or len(path.stretches) > 1
        first = top + FIRST_ROW + (BAND_HEAD if titled else UNTITLED_HEAD)
        rows += _rows(stretch.stops, first=first, unit=unit, before=len(rows))
        bottom = rows[-1].y / unit + LAST_ROW
        box = _box((MARGIN, top, WIDTH / unit - MARGIN, bottom), unit)
        bands.append(Band(stretch=stretch, box=box, titled=titled))
        top = bottom + GAP
    spots = [spot for row in rows for spot in row.spots()]
    return Layout(
        height=round((top - GAP + FOOT) * unit),
        unit=unit,
        bands=tuple(bands),
        spots=tuple(_labelled(spots, path.last_on)),
        legs=tuple(_legs(rows, spots)),
    )


def _rows(stops: tuple[Stop, ...], *, first: float, unit: float, before: int) -> Iterator[_Row]:
    """As few rows as hold the stops, as equally filled as can be."""
    rows = -(-len(stops) // _IN_ROW[unit])
    inset = MARGIN + PAD + TURN
    for row in range(rows):
        yield _Row(
            left=round(inset * unit),
            right=round(WIDTH - inset * unit),
            y=round((first + row * ROW) * unit),
            stops=stops[row * len(stops) // rows : (row + 1) * len(stops) // rows],
            rightward=(before + row) % 2 == 0,
        )


def _box(edges: tuple[float, float, float, float], unit: float) -> Box:
    left, top, right, bottom = (round(edge * unit) for edge in edges)
    return Box(left=left, top=top, right=right, bottom=bottom)


def _legs(rows: Sequence[_Row], spots: Sequence[Spot]) -> Iterator[Leg]:
    """The road through all rows; without a place where somebody is all of it is travelled."""
    here = next((spot for spot in spots if spot.stop.here), None)
    behind = True
    for number, row in enumerate(rows):
        if behind and here is not None and here.y == row.y:
            yield _along(row, here.x, travelled=True)
            yield replace(_along(row, row.end, travelled=False), x=here.x)
            behind = False
        else:
            yield _along(row, row.end, travelled=behind)
        if number + 1 < len(rows):
            yield Leg(x=row.end, y=row.y, to_x=row.end, to_y=rows[number + 1].y, travelled=behind)


def _along(row: _Row, to_x: int, *, travelled: bool) -> Leg:
    return Leg(x=row.start, y=row.y, to_x=to_x, to_y=row.y, travelled=travelled)


def _labelled(spots: Sequence[Spot], last_on: date | None) -> Iterator[Spot]:
    """With dates along the way: the next one, the first of each month, and the last one."""
    latest = max((at for at, spot in enumerate(spots) if spot.stop.due), default=None)
    before: date | None = None
    for at, spot in enumerate(spots):
        day = spot.stop.due
        if day is None:
            yield spot
            continue
        if at == latest:
            label = _exact(last_on or day)
        else:
            label = _exact(day) if before is None else _month(before, day)
        before = day
        yield replace(spot, label=label)


def _exact(day: date) -> str:
    return f"{day.day} {day:%b}"


def _month(before: date, after: date) -> str:
    """The month of a date, where an earlier one stands in another; the year where that changes."""
    if (before.year, before.month) == (after.year, after.month):
        return ""
    return f"{after:%b}" if before.year == after.year else f"{after:%b %Y}"
