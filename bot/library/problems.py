"""Mistakes in curriculum files: where each stands, what it is and how to fix it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from bot.domain.errors import Fault

MAX_PROBLEMS = 200
"""A file that is wrong everywhere is not worth a longer list."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake, written for the person who edits the file."""

    file: Path
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} Fix: {self.fix}"


class CurriculumError(Fault):
    """A curriculum that cannot be used; `problems` holds every mistake found in it."""

    def __init__(self, folder: Path, problems: Sequence[Problem]) -> None:
        self.folder = folder
        self.problems = _capped(tuple(dict.fromkeys(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _capped(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The first mistakes, and a last entry that says that there are more."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    rest = problems[MAX_PROBLEMS]
    end = Problem(
        rest.file, rest.line, "From here on there are more mistakes.", "mend these first."
    )
    return (*problems[:MAX_PROBLEMS], end)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that was probably meant, if one is close."""
    matches = get_close_matches(word[:80], known, n=1, cutoff=0.55)
    return matches[0] if matches else None


def quoted(value: object, *, limit: int = 60) -> str:
    """A value from a file as it is shown in a message: short, on one line, in backticks."""
    text = " ".join(str(value).split())
    shown = "".join(char if char.isprintable() else "?" for char in text[:limit])
    return f"`{shown}…`" if len(text) > limit else f"`{shown}`"
