"""Which tz database this process reckons with: zoneinfo prefers the system's to the package's."""

import zoneinfo
from importlib.metadata import version
from pathlib import Path

_NAMED_IN = ("tzdata.zi", "+VERSION")
"""Files that begin with the version; which of them there is depends on the system."""
_LONGEST = 100


def tz_fingerprint() -> str:
    """A text that changes whenever the rules of the time zones may have changed."""
    system = (_of_system(Path(folder)) for folder in zoneinfo.TZPATH if Path(folder).is_dir())
    return " ".join((*system, f"tzdata {version('tzdata')}"))


def _of_system(folder: Path) -> str:
    for name in _NAMED_IN:
        try:
            with (folder / name).open(encoding="utf-8", errors="replace") as file:
                return f"{folder} {file.readline(_LONGEST).strip()}"
        except OSError:
            continue
    return f"{folder} of {folder.stat().st_mtime_ns}"
