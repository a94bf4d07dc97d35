"""Colours. A state is told by its shape as well, never by its colour alone.

The four colours of states stand at least 3:1 against what is behind them, and apart from each
other for eyes that miss red, green or blue too: `tests/unit/test_picture_colours.py` reckons it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.path_map import StopState
from bot.ports.painter import Theme

Colour = tuple[int, int, int]


def _colour(code: int) -> Colour:
    return (code >> 16, code >> 8 & 255, code & 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a theme: grounds, writing, the way, and the states of stops.

    `road` is the way behind the person, `trail` the way ahead, `halo` lies around where they are.
    `on_done` is written on a stop that is done; `tint` fills what is done of several readings.
    """

    page: Colour
    band: Colour
    ink: Colour
    soft: Colour
    road: Colour
    trail: Colour
    halo: Colour
    tint: Colour
    on_done: Colour
    states: Mapping[StopState, Colour]

    @property
    def colours(self) -> tuple[Colour, ...]:
        """Every colour of the theme."""
        grounds = (self.page, self.band, self.halo, self.tint, self.road, self.trail)
        return (*grounds, self.ink, self.soft, self.on_done, *self.states.values())


PALETTES: Mapping[Theme, Palette] = {
    Theme.LIGHT: Palette(
        page=_colour(0xF6F5F1),
        band=_colour(0xFFFFFF),
        ink=_colour(0x1D2321),
        soft=_colour(0x5B645F),
        road=_colour(0x9CC3C0),
        trail=_colour(0xC4C0B5),
        halo=_colour(0xFBE3D0),
        tint=_colour(0xCFE4E2),
        on_done=_colour(0xFFFFFF),
        states={
            StopState.DONE: _colour(0x005358),
            StopState.CURRENT: _colour(0xC65300),
            StopState.LEFT_OUT: _colour(0x9A5CB0),
            StopState.TO_COME: _colour(0x827F77),
        },
    ),
    Theme.DARK: Palette(
        page=_colour(0x14171A),
        band=_colour(0x1C2125),
        ink=_colour(0xE8EBE9),
        soft=_colour(0xA9B2AE),
        road=_colour(0x2F6F60),
        trail=_colour(0x46525A),
        halo=_colour(0x4A3413),
        tint=_colour(0x21483F),
        on_done=_colour(0x0D1F19),
        states={
            StopState.DONE: _colour(0x66D9B3),
            StopState.CURRENT: _colour(0xF2960F),
            StopState.LEFT_OUT: _colour(0xB987E0),
            StopState.TO_COME: _colour(0x80919B),
        },
    ),
}
