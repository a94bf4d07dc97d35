"""A sheet to draw on: smooth boxes, marks and writing in the colours of one theme."""

from io import BytesIO
from typing import cast

from PIL import Image, ImageDraw
from PIL.Image import Image as Picture

from bot.domain.path_layout import Box
from bot.pictures import marks
from bot.pictures.lettering import Face, fitted, font
from bot.pictures.themes import Colour, Palette

COLOURS = 256
MOST_COLOURS = 1 << 16  # some thousands occur: each pair of a theme's colours in steps
COMPRESSION = 6


class Canvas:
    """A picture in the making; positions are pixels, sizes of writing are units."""

    def __init__(self, size: tuple[int, int], *, unit: float, palette: Palette) -> None:
        self.palette = palette
        self.unit = unit
        self._image = Image.new("RGB", size, palette.page)
        self._pen = ImageDraw.Draw(self._image)

    def px(self, units: float) -> int:
        """A length in pixels, one at least."""
        return max(1, round(units * self.unit))

    def stamp(self, mask: Picture, at: tuple[int, int], *, colour: Colour) -> None:
        """A mark with its middle at a place."""
        x, y = at
        self._image.paste(colour, (x - mask.width // 2, y - mask.height // 2), mask)

    def paste(self, mask: Picture, corner: tuple[int, int], *, colour: Colour) -> None:
        """A mark with its upper left corner at a place."""
        self._image.paste(colour, corner, mask)

    def bar(self, box: Box, colour: Colour) -> None:
        """A plain rectangle."""
        self._pen.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=colour)

    def rounded(self, box: Box, *, radius: int, colour: Colour) -> None:
        """A rectangle with smooth round corners."""
        corner = marks.disc(2 * radius)
        for x in (box.left, box.right - 2 * radius):
            for y in (box.top, box.bottom - 2 * radius):
                self.paste(corner, (x, y), colour=colour)
        for inside in (
            Box(left=box.left + radius, top=box.top, right=box.right - radius, bottom=box.bottom),
            Box(left=box.left, top=box.top + radius, right=box.right, bottom=box.bottom - radius),
        ):
            self.bar(inside, colour)

    def write(
        self,
        text: str,
        at: tuple[float, float],
        *,
        size: float,
        colour: Colour,
        face: Face = Face.REGULAR,
        anchor: str = "ls",
        width: float | None = None,
    ) -> int:
        """One line of writing, cut to `width` pixels; returns how wide it came out.

        `anchor` says which point of the text stands at `at`, in Pillow's two letters.
        """
        letters = font(face, self.px(size))
        shown = text if width is None else fitted(text, face=letters, width=width)
        self._pen.text(at, shown, font=letters, fill=colour, anchor=anchor)
        return round(letters.getlength(shown))

    def png(self) -> bytes:
        """The picture as a PNG of few colours; equal pictures give equal bytes."""
        content = BytesIO()
        self._of_few_colours().save(content, "PNG", compress_level=COMPRESSION)
        return content.getvalue()

    def _of_few_colours(self) -> Picture:
        """The same in the commonest colours; those of the theme come out exactly.

        Pillow finds the nearest colour of a palette coarsely, so where it puts one of the
        theme's own colours that colour is written into its palette.
        """
        found = cast("list[tuple[int, Colour]]", self._image.getcolors(MOST_COLOURS) or [])
        commonest = [colour for _, colour in sorted(found, key=_rank)[:COLOURS]]
        chosen = Image.new("P", (1, 1))
        chosen.putpalette(bytes(part for colour in commonest for part in colour))
        few = self._image.quantize(palette=chosen, dither=Image.Dither.NONE)
        exact = [colour for colour in self.palette.colours if colour in commonest]
        sample = Image.new("RGB", (len(exact), 1))
        sample.putdata(exact)
        places = sample.quantize(palette=chosen, dither=Image.Dither.NONE).tobytes()
        entries = bytearray(few.getpalette() or ())
        for place, colour in zip(places, exact, strict=True):
            entries[3 * place : 3 * place + 3] = bytes(colour)
        few.putpalette(bytes(entries))
        return few


def _rank(counted: tuple[int, Colour]) -> tuple[int, Colour]:
    """The commonest first, and always in the same order."""
    return (-counted[0], counted[1])
