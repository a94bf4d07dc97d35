"""Pictures of paths: any plan in any state, whatever its titles are."""

import asyncio
from io import BytesIO
from itertools import product

import pytest
from hypothesis import given, settings
from PIL import Image

from bot.domain.enrollment import Handled
from bot.domain.outlook import look
from bot.domain.path_layout import lay_out
from bot.domain.path_map import PathMap, StopState
from bot.domain.path_mapping import map_path
from bot.pictures.lettering import Face, fitted, font, legible
from bot.pictures.painter import KEPT, PillowPainter
from bot.pictures.path import draw_path
from bot.pictures.themes import PALETTES
from bot.ports import Theme
from tests.fakes.paths import Shape, Somewhere, mapped, places

MOST_BYTES = 150_000
DONE, SENT, SKIPPED = Handled.DONE, Handled.SENT, Handled.SKIPPED
SOME: list[Handled | None] = [DONE, SKIPPED, SENT]
LONG = Shape(sections=tuple((f"Section {n}", (0,) * 60) for n in range(9)))
FILLED = Shape(title="W" * 200, sections=(("Books", (28,) * 90),), reading="@" * 200)
WORDY = Shape(title="@" * 10_000, sections=(("W\x00" * 10_000, (0,) * 9),), reading="é" * 10_000)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def margins(content: bytes) -> set[object]:
    """The colours of the left and right edge, where nothing may stand."""
    picture = opened(content).convert("RGB")
    sides = (picture.crop((left, 0, left + 30, picture.height)) for left in (0, 1170))
    return {colour for side in sides for _, colour in side.getcolors(1 << 16) or ()}


def colours(content: bytes) -> set[object]:
    return {colour for _, colour in opened(content).convert("RGB").getcolors(1 << 20) or ()}


@settings(max_examples=5, deadline=None)
@given(places())
def test_any_plan_is_drawn_in_both_themes_and_stays_small(somewhere: Somewhere) -> None:
    view, study = somewhere.seen
    path = map_path(view, study, outlook=look(view, study))
    layout = lay_out(path)
    for theme in Theme:
        content = draw_path(path, theme)
        assert opened(content).size == (layout.width, layout.height)
        assert margins(content) == {PALETTES[theme].page}
        assert len(content) < MOST_BYTES


@pytest.mark.parametrize("shape", [LONG, FILLED, WORDY], ids=["readings", "books", "titles"])
def test_the_fullest_picture_stays_small(shape: Shape) -> None:
    path = mapped(shape, [DONE, SKIPPED, SENT, None] * 100)
    assert len(draw_path(path, Theme.DARK)) < MOST_BYTES


@pytest.mark.parametrize("states", [[], SOME, [DONE] * 4], ids=["start", "midway", "finished"])
def test_each_state_that_occurs_shows_in_its_own_colour(states: list[Handled | None]) -> None:
    path = mapped(Shape(sections=(("Basics", (0,) * 4),)), states)
    there = {stop.state for stretch in path.stretches for stop in stretch.stops}
    for theme in Theme:
        shown, palette = colours(draw_path(path, theme)), PALETTES[theme]
        marked = {each for each in StopState if palette.states[each] in shown}
        assert marked == there | {StopState.DONE}, "how many are done is written in its colour"
        assert {palette.page, palette.band, palette.ink} <= shown


def test_everything_at_once_stays_inside() -> None:
    shape = Shape(title="W" * 200, sections=(("@" * 200, (3, 0, 0, 0, 0)),), reading="W" * 200)
    content = draw_path(mapped(shape, [SENT] * 4 + [DONE, SKIPPED, SENT]), Theme.LIGHT)
    assert {PALETTES[Theme.LIGHT].states[each] for each in StopState} <= colours(content)
    assert margins(content) == {PALETTES[Theme.LIGHT].page}


def test_equal_maps_give_equal_bytes_and_others_do_not() -> None:
    first, again, other = mapped(Shape(), SOME), mapped(Shape(), SOME), mapped(Shape(), [DONE])
    assert first is not again
    assert draw_path(first, Theme.LIGHT) == draw_path(again, Theme.LIGHT)
    different = {draw_path(path, theme) for path, theme in product((first, other), Theme)}
    assert len(different) == 4


def test_a_plan_without_readings_is_drawn() -> None:
    path = mapped(Shape(sections=()))
    assert opened(draw_path(path, Theme.LIGHT)).size == (1200, lay_out(path).height)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Société générale", "Société générale"),
        ("Ze\u0301ro", "Zéro"),
        ("Машинное обучение", "Машинное обучение"),
        ("Μηχανική μάθηση", "Μηχανική μάθηση"),
        ("Học máy", "Học máy"),
        ("\U0001f680 Launch day", "Launch day"),
        ("\u673a\u5668\u5b66\u4e60", "reading 5"),
        ("\u05e9\u05dc\u05d5\u05dd", "reading 5"),
        ("\x00\u202e\ud800", "reading 5"),
        ("", "reading 5"),
    ],
)
def test_what_the_typeface_lacks_is_left_out_and_never_a_box(text: str, shown: str) -> None:
    assert legible(text, instead="reading 5") == shown


def test_a_line_that_is_too_long_ends_in_an_ellipsis() -> None:
    face = font(Face.STRONG, 30)
    for width in (0, 40, 200, 1000):
        cut = fitted("Instrumentation, Observability & Monitoring " * 10, face=face, width=width)
        assert cut.endswith("…")
        assert face.getlength(cut) <= max(width, face.getlength("…"))
    assert fitted("Short", face=face, width=1000) == "Short"


def _paths(count: int) -> list[PathMap]:
    return [mapped(Shape(title=f"Plan {number}")) for number in range(count)]


async def test_the_painter_draws_once_and_keeps_the_newest() -> None:
    painter, [path] = PillowPainter(), _paths(1)
    first, second = await asyncio.gather(*(painter.paint(path, Theme.LIGHT) for _ in range(2)))
    assert first is second, "two who ask at once are given the same drawing"
    assert first == draw_path(path, Theme.LIGHT)
    assert await painter.paint(path, Theme.DARK) != first
    for number in range(KEPT):
        painter._kept[_paths(number + 2)[-1], Theme.LIGHT] = b"kept"
    await painter.paint(_paths(2)[-1], Theme.LIGHT)
    assert len(painter._kept) == KEPT
    assert (path, Theme.LIGHT) not in painter._kept


async def test_who_waits_too_long_for_a_picture_is_sent_away() -> None:
    painter, [path] = PillowPainter(wait_s=0.01), _paths(1)
    async with painter._turn:
        with pytest.raises(TimeoutError):
            await painter.paint(path, Theme.LIGHT)
