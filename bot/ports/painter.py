"""What the bot needs from whoever draws."""

from enum import StrEnum
from typing import Protocol

from bot.domain.drawing import Drawing


class Theme(StrEnum):
    """What a picture is looked at on."""

    LIGHT = "light"
    DARK = "dark"


class Painter(Protocol):
    """Draws pictures; equal ones give equal bytes."""

    async def paint(self, drawing: Drawing, theme: Theme) -> bytes:
        """The picture as a PNG of the size that `domain.drawing` says.

        Raises:
            TimeoutError: too many others wait for pictures just now.
        """
        ...
