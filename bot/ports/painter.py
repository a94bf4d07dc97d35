"""What the bot needs from whoever draws."""

from enum import StrEnum
from typing import Protocol

from bot.domain.path_map import PathMap


class Theme(StrEnum):
    """What a picture is looked at on."""

    LIGHT = "light"
    DARK = "dark"


class Painter(Protocol):
    """Draws pictures; equal maps give equal bytes."""

    async def paint(self, path: PathMap, theme: Theme) -> bytes:
        """The picture of a path as a PNG of the size that `domain.path_layout` says.

        Raises:
            TimeoutError: too many others wait for pictures just now.
        """
        ...
