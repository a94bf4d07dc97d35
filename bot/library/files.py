"""Opens the files of one curriculum: nothing outside its folder, nothing too large, only text."""

import re
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from bot.library.nodes import Node
from bot.library.problems import Problem, nearest, quoted
from bot.library.yaml_nodes import Budget, parse

Place = tuple[Path, int]
"""A file and a line in it."""

MAX_BYTES = 2 * 1024 * 1024
_NAME = re.compile(r"(?:[a-z0-9-]{1,40}/){0,4}[a-z0-9-]{1,40}\.ya?ml")


class Unreadable(Exception):
    """What is wrong with a file as such, and the fix; the line stands in the third place."""

    def __init__(self, what: str, fix: str, *, line: int = 1) -> None:
        super().__init__(what)
        self.what, self.fix, self.line = what, fix, line


@dataclass(slots=True)
class Folder:
    """One curriculum's folder; collects what is wrong with the files read from it."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    def read(self, name: str, *, named_at: Place | None = None) -> Node | None:
        """A file's content; None, and a problem, if it cannot be used.

        `named_at` is the place in another file that names this one; without it the file is one
        that every curriculum has.
        """
        if named_at and not _NAME.fullmatch(name):
            what = f"{quoted(name)} is not a file that may be named here."
            fix = "name one inside this folder, like `sections/basics.yaml` (a-z, 0-9 and `-`)."
            self.problems.append(Problem(*named_at, what, fix))
            return None
        file = self.path / name
        try:
            parsed = parse(read_text(file, inside=self.path), file=file, budget=self.budget)
        except FileNotFoundError:
            self.problems.append(self._missing(name, named_at))
            return None
        except Unreadable as unreadable:
            self.problems.append(Problem(file, unreadable.line, unreadable.what, unreadable.fix))
            return None
        self.problems.extend(parsed.problems)
        return parsed.root

    def _missing(self, name: str, named_at: Place | None) -> Problem:
        if named_at is None:
            fix = "write it; curriculum/README.md shows how."
            return Problem(self.path / name, 1, "This file is missing.", fix)
        files = self._files()
        meant = nearest(Path(name).stem, tuple(files))
        fix = f"write `{files[meant]}`." if meant else "write that file, or remove this line."
        return Problem(*named_at, f"{quoted(name)} does not exist.", fix)

    def _files(self) -> dict[str, str]:
        """The files there are, by what stands before the dot."""
        found = chain(self.path.glob("*.y*ml"), self.path.glob("*/*.y*ml"))
        return {path.stem: path.relative_to(self.path).as_posix() for path in islice(found, 1000)}


def read_text(file: Path, *, inside: Path) -> str:
    """The text of a file that truly lies inside a folder.

    Raises:
        FileNotFoundError: it is not there.
        Unreadable: it leaves the folder, is no plain file, too large or not UTF-8.
    """
    try:
        data = _read_bytes(file, inside=inside)
    except FileNotFoundError:
        raise
    except (OSError, RuntimeError) as error:  # Python 3.11 says RuntimeError of links in a circle
        why = getattr(error, "strerror", None) or "its link leads in a circle"
        raise Unreadable(f"This file cannot be opened: {why}.", "check its permissions.") from error
    try:
        return data.decode("utf-8-sig")  # Windows editors put a mark in front
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("This is not UTF-8.", "save the file as UTF-8.", line=line) from error


def _read_bytes(file: Path, *, inside: Path) -> bytes:
    target = file.resolve(strict=True)
    if not target.is_relative_to(inside.resolve(strict=True)):
        raise Unreadable("This link leads out of the folder.", "put the file itself here.")
    if not target.is_file():
        raise Unreadable("This is not a file.", "put a text file here.")
    with target.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable("This file is larger than 2 MiB.", "split it into several sections.")
    return data
