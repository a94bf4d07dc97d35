"""Files that an answer brought, written where the command was given."""

import os
from collections.abc import Sequence
from pathlib import Path

from bot.domain.conversation import Attachment

OWNER_ONLY = 0o600


def write_files(files: Sequence[Attachment], folder: Path) -> list[Path]:
    """Write each into a new file that its owner alone can read; nothing is ever written over."""
    return [_write(each, folder) for each in files]


def _write(attachment: Attachment, folder: Path) -> Path:
    stem, dot, ending = attachment.name.rpartition(".")
    number = 1
    while True:
        name = attachment.name if number == 1 else f"{stem}-{number}{dot}{ending}"
        try:
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        except FileExistsError:
            number += 1
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(attachment.content)
        return folder / name
