"""The ids of a curriculum and the places that have them, for mistakes about names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.library.nodes import Node
from bot.library.problems import Problem, nearest, quoted

_SUGGESTIONS = 20
"""Looking for what was meant takes time; nobody needs it more often at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file and what stands in it."""

    file: Path
    root: Node

    def problem(self, node: Node, *, what: str, fix: str) -> Problem:
        """A mistake at a node of this file."""
        return Problem(self.file, node.line, what, fix)


@dataclass(slots=True)
class Names:
    """The ids of one kind of thing, each with the place that has it first."""

    complete: bool = True
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)
    suggestions: int = _SUGGESTIONS

    def add(self, source: Source, node: Node) -> Iterator[Problem]:
        """Take in the `id` of a node; a problem if it is taken."""
        at = node.get("id")
        if at is None or not isinstance(at.value, str):
            return
        if at.value in self.places:
            file, line = self.places[at.value]
            what = f"The id {quoted(at.value)} is already used in {file.name}, line {line}."
            yield source.problem(at, what=what, fix="give this one an id of its own.")
        else:
            self.places[at.value] = (source.file, at.line)

    def unknown(self, source: Source, node: Node, *, what: str) -> Problem | None:
        """A problem if a node names nothing of this kind."""
        known = not isinstance(node.value, str) or node.value in self.places
        if known or not self.complete:
            return None
        self.suggestions -= 1
        meant = nearest(str(node.value), tuple(self.places)) if self.suggestions >= 0 else None
        fix = f"write `{meant}`." if meant else f"name {what} of this curriculum, or remove it."
        return source.problem(node, what=f"{quoted(node.value)} is not {what} here.", fix=fix)
