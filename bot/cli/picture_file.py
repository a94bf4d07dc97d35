"""A picture of an answer as a file; an existing file is never written over."""

from collections.abc import Sequence
from pathlib import Path

from bot.domain.card import Card
from bot.domain.errors import Fault
from bot.pictures.painter import PillowPainter
from bot.ports import Theme


def check_is_new(file: Path) -> None:
    """See that a file can be made, before anything is said.

    Raises:
        Fault: it is there already, or its folder is not.
    """
    if file.exists():
        raise Fault(f"{file} is there already, so nothing was said. Name a new file.")
    if not file.parent.is_dir():
        raise Fault(f"There is no folder {file.parent}, so nothing was said. Make it first.")


async def write_picture(cards: Sequence[Card], file: Path) -> None:
    """Write the first picture of an answer as a PNG for light grounds.

    Raises:
        Fault: the answer has no picture, or the file cannot be written.
    """
    pictures = [card.picture for card in cards if card.picture]
    if not pictures:
        raise Fault('That answer has no picture. This one has: mlops-bot say "progress picture"')
    content = await PillowPainter().paint(pictures[0].content, Theme.LIGHT)
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except OSError as error:
        raise Fault(f"{file} cannot be written: {error.strerror}") from error
