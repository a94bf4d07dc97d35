"""Programs of the system that some tests need: found, or the test is skipped; on CI it fails."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

POSTGRES_HOME = Path("/usr/lib/postgresql")
POSTGRES_WANTED = "15"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def absent(what: str, package: str) -> NoReturn:
    """Skip the test for want of a program; where CI is set, fail it."""
    message = f"{what} is not installed (Debian package: {package})"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def postgres_programs() -> Path:
    """The folder of initdb and postgres: version 15, else the newest there is."""
    folders = [path.parent for path in POSTGRES_HOME.glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).parent)
    if not folders:
        absent("PostgreSQL", "postgresql")
    return max(folders, key=_preference)


def _preference(folder: Path) -> tuple[bool, int]:
    version = folder.parent.name
    return version == POSTGRES_WANTED, int(version) if version.isdigit() else 0


def chromium() -> Path:
    """The Chromium that browser tests drive."""
    for name in CHROMIUM:
        if found := shutil.which(name):
            return Path(found)
    absent("Chromium", "chromium")
