"""The colours of pictures, reckoned: contrast, and eyes that miss red, green or blue."""

from itertools import combinations

import pytest

from bot.pictures.themes import PALETTES, Colour, Palette
from bot.ports import Theme

Linear = tuple[float, float, float]
Matrix = tuple[Linear, Linear, Linear]

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
EYES: dict[str, Matrix] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LEAST_CONTRAST, LEAST_FOR_TEXT = 3.0, 4.5  # WCAG 2.2: 1.4.11 and 1.4.3
LEAST_APART = 20.0  # in CIE L*a*b*; about 2 is the least that anybody sees

THEMES = pytest.mark.parametrize("palette", PALETTES.values(), ids=[*PALETTES])


def linear(colour: Colour) -> Linear:
    r, g, b = (part / 255 for part in colour)
    return (_channel(r), _channel(g), _channel(b))


def _channel(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def luminance(seen: Linear) -> float:
    return 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(linear(one)), luminance(linear(other))))
    return (light + 0.05) / (dark + 0.05)


def seen_by(colour: Colour, eye: Matrix) -> Linear:
    parts = linear(colour)
    r, g, b = (
        min(1.0, max(0.0, sum(k * part for k, part in zip(row, parts, strict=True)))) for row in eye
    )
    return (r, g, b)


def lab(seen: Linear) -> Linear:
    r, g, b = seen
    x = _root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
    y = _root(luminance(seen))
    z = _root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def _root(share: float) -> float:
    return float(share ** (1 / 3)) if share > 0.008856 else 7.787 * share + 16 / 116


def apart(one: Colour, other: Colour, *, eye: Matrix) -> float:
    pairs = zip(lab(seen_by(one, eye)), lab(seen_by(other, eye)), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_the_reckoning_knows_what_it_must_find() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    red, green = (200, 60, 0), (100, 110, 0)
    assert apart(red, green, eye=EYES["all cones"]) > 60
    assert apart(red, green, eye=EYES["deuteranopia"]) < LEAST_APART


def test_there_is_a_palette_for_every_theme() -> None:
    assert set(PALETTES) == set(Theme)


@THEMES
def test_every_state_stands_out_from_its_ground(palette: Palette) -> None:
    for colour in palette.states.values():
        assert contrast(colour, palette.band) >= LEAST_CONTRAST
        assert contrast(colour, palette.page) >= LEAST_CONTRAST


@THEMES
def test_everything_written_can_be_read(palette: Palette) -> None:
    for ground in (palette.page, palette.band, palette.tint, palette.halo):
        assert contrast(palette.ink, ground) >= LEAST_FOR_TEXT
    for ground in (palette.page, palette.band):
        assert contrast(palette.soft, ground) >= LEAST_FOR_TEXT


@THEMES
def test_marks_on_what_is_done_can_be_read(palette: Palette) -> None:
    done = next(iter(palette.states.values()))
    assert contrast(palette.on_done, done) >= LEAST_FOR_TEXT


@THEMES
@pytest.mark.parametrize("eye", EYES.values(), ids=[*EYES])
def test_no_two_states_look_alike_to_anybody(palette: Palette, eye: Matrix) -> None:
    for one, other in combinations(palette.states.values(), 2):
        assert apart(one, other, eye=eye) >= LEAST_APART
