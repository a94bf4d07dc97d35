"""Plain values that remember the line on which they stand."""

from dataclasses import dataclass

Scalar = str | int | bool | None


@dataclass(slots=True)
class Node:
    """A value and the line on which it (in a mapping: its key) stands."""

    value: "Scalar | list[Node] | dict[str, Node]"
    line: int

    def get(self, key: str) -> "Node | None":
        """The value under a key, if this is a mapping that has it."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self, key: str) -> "list[Node]":
        """The list under a key; empty where there is none."""
        node = self.get(key)
        return node.value if node is not None and isinstance(node.value, list) else []

    def text(self, key: str) -> str | None:
        """The text under a key, if it is one."""
        node = self.get(key)
        return node.value if node is not None and isinstance(node.value, str) else None

    def plain(self) -> object:
        """The value without lines, for a schema."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, path: tuple[str | int, ...]) -> "Node":
        """The innermost node on a path; where it ends early, the last one that exists."""
        node = self
        for step in path:
            child = node._child(step)
            if child is None:
                break
            node = child
        return node

    def _child(self, step: str | int) -> "Node | None":
        if isinstance(step, str):
            return self.get(step)
        inside = self.value
        return inside[step] if isinstance(inside, list) and step < len(inside) else None
