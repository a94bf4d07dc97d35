"""YAML text to nodes.

Reads events one by one instead of composing, so that nothing recursive, shared or tagged is ever
built: anchors, aliases and tags are refused, and nesting and size stop at a limit. Of YAML's
implicit types only null, true, false and whole numbers are kept: `yes`, `9:00` and dates stay text.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import yaml

from bot.library.nodes import Node, Scalar
from bot.library.problems import Problem, quoted

MAX_DEPTH = 20
MAX_NODES = 150_000
"""For a whole curriculum: 5,000 resources with 15 fields each."""

# libyaml where the wheel has it: ten to twenty times faster than the Python parser.
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls
    r"\u2028\u2029"  # line separators, which would shift the numbers of lines
    r"\u202a-\u202e\u2066-\u2069"  # overrides of the writing direction
    r"\ud800-\udfff\ufeff\ufffe\uffff]"  # surrogates and what is no character
)
"""What no curriculum file may hold, not even behind an escape."""
_MAX_FORBIDDEN = 20
_WHOLE_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SYNTAX = {
    "mapping values are not allowed": "put a text that contains `: ` in quotes, and check that "
    "this line is indented like its neighbours.",
    "cannot start any token": "indent with spaces, not tabs, and put a text that starts with a "
    "special character in quotes.",
}
_SYNTAX_ELSE = "check that this line and the ones above are indented alike, and that every quote "
_SYNTAX_ELSE += "and bracket is closed."


@dataclass(slots=True)
class Budget:
    """How many values a curriculum may still have; shared by its files."""

    nodes: int = MAX_NODES


@dataclass(slots=True)
class Parsed:
    """What a file holds; no `root` if it must not be used at all."""

    root: Node | None
    problems: list[Problem]


def parse(text: str, *, file: Path, budget: Budget) -> Parsed:
    """Read one YAML document, with every mistake that is not about its meaning."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    hidden = [_hidden(text, match, file=file) for match in _forbidden(text)]
    if hidden:
        return Parsed(None, hidden)
    builder = _Builder(file, budget)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        line, what, fix = _syntax(error)
        builder.refuse(line, what=what, fix=fix)
    except _TooMuchError:
        pass
    if builder.root is None and not builder.problems:
        builder.refuse(1, what="The file is empty.", fix="write its fields, or delete it.")
    return Parsed(None if builder.refused else builder.root, builder.problems)


def _forbidden(text: str) -> list[re.Match[str]]:
    return list(islice(FORBIDDEN.finditer(text), _MAX_FORBIDDEN))


def _hidden(text: str, match: re.Match[str], *, file: Path) -> Problem:
    what = f"There is a hidden character here (U+{ord(match[0]):04X})."
    return Problem(
        file, text.count("\n", 0, match.start()) + 1, what, "delete it, or retype the line."
    )


def _syntax(error: yaml.YAMLError) -> tuple[int, str, str]:
    why = str(getattr(error, "problem", None) or "it is not YAML")
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if opened and any(word in str(getattr(error, "context", "")) for word in ("quoted", "flow")):
        mark = opened  # where it opened helps more than where the file ended
    fix = next((fix for part, fix in _SYNTAX.items() if part in why), _SYNTAX_ELSE)
    return (mark.line + 1 if mark else 1), f"This cannot be read: {why}.", fix


class _TooMuchError(Exception):
    """The file goes past a limit; reading stops."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; `key` waits for its value."""

    node: Node
    key: str | None = None
    key_line: int = 0


@dataclass(slots=True)
class _Builder:
    """Takes events and builds nodes, with its own stack instead of recursion."""

    file: Path
    budget: Budget
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False
    stack: list[_Open] = field(default_factory=list)

    def refuse(self, line: int, *, what: str, fix: str) -> None:
        """Note a mistake that makes the whole file unusable."""
        self.refused = True
        self.problems.append(Problem(self.file, line, what, fix))

    def take(self, event: yaml.Event) -> None:
        """Build on with the next event."""
        match event:
            case yaml.ScalarEvent():
                self._inspect(event)
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._inspect(event)
                self._open({}, _line(event))
            case yaml.SequenceStartEvent():
                self._inspect(event)
                self._open([], _line(event))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.AliasEvent():
                self.refuse(
                    _line(event), what="Aliases (`*name`) are not read.", fix="write the value out."
                )
                self._place(Node(None, _line(event)), key="*")
            case yaml.DocumentStartEvent():
                self._document(event)
            case _:
                pass  # the ends of documents and of the stream

    def _inspect(self, event: yaml.NodeEvent) -> None:
        """Refuse what makes YAML more than plain data, and stop at the limits."""
        line = _line(event)
        self.budget.nodes -= 1
        if self.budget.nodes < 0:
            self._stop(
                line, what=f"There are more than {MAX_NODES:,} values.", fix="split the curriculum."
            )
        if event.anchor is not None:
            self.refuse(
                line, what=f"Anchors ({quoted('&' + event.anchor)}) are not read.", fix="remove it."
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.refuse(
                line, what=f"Tags ({quoted(tag)}) are not read.", fix="remove what starts with `!`."
            )

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if event.version or event.tags:
            self.refuse(
                1, what="Directives are not read.", fix="remove the lines that start with `%`."
            )
        if self.root is not None:
            self._stop(
                _line(event), what="A second document starts here.", fix="remove the `---` line."
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        line, text = _line(event), str(event.value)
        if event.style == '"' and (hidden := FORBIDDEN.search(text)):
            what = f"This text hides a character (U+{ord(hidden[0]):04X})."
            self.refuse(line, what=what, fix="remove the escape that starts with a backslash.")
        plain = bool(event.implicit[0])
        self._place(Node(_resolve(text) if plain else text, line), key=text)

    def _open(self, value: "list[Node] | dict[str, Node]", line: int) -> None:
        node = Node(value, line)
        if len(self.stack) >= MAX_DEPTH:
            self._stop(
                line, what=f"This is nested more than {MAX_DEPTH} deep.", fix="nest it less."
            )
        self._place(node, key=None)
        self.stack.append(_Open(node))

    def _place(self, node: Node, *, key: str | None) -> None:
        """Put a node where it belongs; in a mapping it is a key if none is waiting."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        else:
            self._pair(top, node, key=key)

    def _pair(self, top: _Open, node: Node, *, key: str | None) -> None:
        fields = top.node.value
        if top.key is None or not isinstance(fields, dict):
            if key is None:
                self._stop(
                    node.line,
                    what="The name of a field must be a word.",
                    fix="write `name: value`.",
                )
            top.key, top.key_line = key, node.line
            return
        if top.key in fields:
            what = f"{quoted(top.key)} stands here twice; first on line {fields[top.key].line}."
            self.problems.append(Problem(self.file, top.key_line, what, "keep one of the two."))
        else:
            node.line = top.key_line
            fields[top.key] = node
        top.key = None

    def _stop(self, line: int, *, what: str, fix: str) -> None:
        self.refuse(line, what=what, fix=fix)
        raise _TooMuchError


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _resolve(text: str) -> Scalar:
    """A plain scalar as null, true, false or a whole number; anything else stays text."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
