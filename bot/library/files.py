"""Opens the files of one curriculum: nothing outside its folder, nothing too large, only text."""

import re
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from bot.library.nodes import Node
from bot.library.problems import Problem, nearest, quoted
from bot.library.yaml_nodes import Budget, parse

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

    def read(self, name: str) -> Node | None:
        """The content of a file that every curriculum has; None if it cannot be used."""
        if not (self.path / name).exists():
            fix = "write it; curriculum/README.md shows how."
            self.problems.append(Problem(self.path / name, 1, "This file is missing.", fix))
            return None
        return self._read(name)

    def read_named(self, name: str, *, by: Problem) -> Node | None:
        """The content of a file that another one names; `by` is the place that names it."""
        if not _NAME.fullmatch(name):
            what = f"{quoted(name)} is not a file that may be named here."
            fix = "name one inside this folder, like `sections/basics.yaml` (a-z, 0-9 and `-`)."
        elif not (self.path / name).exists():
            what = f"{quoted(name)} does not exist."
            meant = nearest(name, self._files())
            fix = f"write `{meant}`." if meant else "write that file, or remove this line."
        else:
            return self._read(name)
        self.problems.append(Problem(by.file, by.line, what, fix))
        return None

    def _files(self) -> list[str]:
        found = chain(self.path.glob("*.y*ml"), self.path.glob("*/*.y*ml"))
        return [path.relative_to(self.path).as_posix() for path in islice(found, 1000)]

    def _read(self, name: str) -> Node | None:
        file = self.path / name
        try:
            parsed = parse(read_text(file, inside=self.path), file=file, budget=self.budget)
        except Unreadable as unreadable:
            self.problems.append(Problem(file, unreadable.line, unreadable.what, unreadable.fix))
            return None
        self.problems.extend(parsed.problems)
        return parsed.root


def read_text(file: Path, *, inside: Path) -> str:
    """The text of a file that truly lies inside a folder.

    Raises:
        Unreadable: it leaves the folder, is no plain file, too large or not UTF-8.
    """
    try:
        data = _read_bytes(file, inside=inside)
    except OSError as error:
        why = error.strerror or "no reason given"
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
