"""Where the files that come with the program lie."""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: Literal["curriculum", "migrations"]) -> Path:
    """A shipped folder: inside the package in a wheel, beside it in the repository."""
    packed = _PACKAGE / "_shipped" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
