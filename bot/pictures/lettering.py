"""Writing: the typeface, what of a text it can show, and how much of it fits.

Inter (SIL Open Font License, beside this file) has Latin, Greek and Cyrillic letters. What it
lacks is left out; where little of a text would be left, the caller's own words stand instead.
Texts are set from left to right without shaping, so no text depends on what a system has.
"""

import unicodedata
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

MOST_LOST = 1 / 3
"""A text that would lose more of its letters than this is not shown at all."""
_NO_LETTER = "\uffff"
_ELLIPSIS = "…"
_PROBE_PX = 24


class Face(StrEnum):
    """The weights there are."""

    REGULAR = "Inter-Regular.otf"
    STRONG = "Inter-SemiBold.otf"


@lru_cache(maxsize=64)
def font(face: Face, px: int) -> FreeTypeFont:
    """A face at a size in pixels."""
    return ImageFont.truetype(BytesIO(_content(face)), px, layout_engine=Layout.BASIC)


def legible(text: str, *, instead: str) -> str:
    """What the typeface can show of a text; `instead` where that is too little."""
    letters = unicodedata.normalize("NFC", text)
    kept = "".join(_shown(letter) for letter in letters)
    wanted = sum(not letter.isspace() for letter in letters)
    found = sum(not letter.isspace() for letter in kept)
    if not found or found < wanted * (1 - MOST_LOST):
        return instead
    return " ".join(kept.split())


def fitted(text: str, *, face: FreeTypeFont, width: float) -> str:
    """As much of a text as fits, ending in an ellipsis where something is missing."""
    if face.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if face.getlength(text[:middle].rstrip() + _ELLIPSIS) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,;:.-") + _ELLIPSIS


@lru_cache(maxsize=len(Face))
def _content(face: Face) -> bytes:
    return (files("bot.pictures") / "fonts" / face.value).read_bytes()


def _shown(letter: str) -> str:
    """The letter, or the plain one under its accents, or nothing."""
    if letter.isspace():
        return " "
    if _has(letter):
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if _has(part))


@lru_cache(maxsize=4096)
def _has(letter: str) -> bool:
    """Whether the typeface has this letter: it draws the same box for all that it lacks."""
    if unicodedata.category(letter)[0] in "CMZ":
        return False
    return _drawn(letter) != _drawn(_NO_LETTER)


@lru_cache(maxsize=4096)
def _drawn(letter: str) -> bytes:
    return bytes(font(Face.REGULAR, _PROBE_PX).getmask(letter))
