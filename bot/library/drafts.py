"""Curricula that this program writes: checked before they are kept, and never over anything."""

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.curriculum import Curriculum
from bot.domain.errors import Fault
from bot.library.loader import load_curriculum
from bot.library.problems import CurriculumError, quoted
from bot.library.schema import NAME

Files = Mapping[str, str]
"""The texts of a curriculum's files, by their paths inside its folder."""

_EXAMPLE = Path(__file__).parent / "example"
_EXAMPLE_ID = re.compile(r"^id: example(?= |$)", re.MULTILINE)


class BadName(Fault):
    """A reading list's name has 1 to 40 of a-z, 0-9 and `-`, for example: data-basics."""


class NotWritten(Fault):
    """The reading list was not written; nothing was changed."""


def example(name: str) -> Files:
    """A commented example of every field there is, under this id.

    Raises:
        BadName: the name cannot be an id.
    """
    _check(name)
    files = {
        path.relative_to(_EXAMPLE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(_EXAMPLE.rglob("*.yaml"))
    }
    front = _EXAMPLE_ID.sub(f"id: {name}", files["curriculum.yaml"], count=1)
    return {**files, "curriculum.yaml": front}


def write_draft(files: Files, *, name: str, into: Path) -> tuple[Path, Curriculum]:
    """Write a new curriculum to `into/name`; returns the folder and what stands in it.

    Raises:
        BadName: the name cannot be a folder of a curriculum.
        NotWritten: something stands there already, or the draft would not pass its check.
    """
    _check(name)
    target = into / name
    if not into.is_dir():
        raise NotWritten(f"There is no folder {into}. Make it, or name another with --into.")
    curriculum = _checked(files)
    try:
        target.mkdir()
    except FileExistsError:
        raise NotWritten(
            f"{target} is there already, and nothing is written over. "
            "Choose another name, or move it away first."
        ) from None
    except OSError as error:
        raise NotWritten(f"{target} cannot be made: {error.strerror}.") from error
    _write(files, target)
    return target, curriculum


def _check(name: str) -> None:
    if not NAME.fullmatch(name):
        raise BadName(f"{quoted(name)} is no usable name: {BadName.__doc__}")


def _checked(files: Files) -> Curriculum:
    """What these files hold, read in a place of their own."""
    with TemporaryDirectory() as aside:
        _write(files, Path(aside))
        try:
            return load_curriculum(Path(aside))
        except CurriculumError as error:
            first = error.problems[0]
            place = f"{first.file.name}:{first.line}"
            raise NotWritten(f"The draft would not pass its check. {place}: {first.what}") from None


def _write(files: Files, folder: Path) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
