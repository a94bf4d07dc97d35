"""The house rules that no linter knows, and proof that the checker sees what breaks them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FUNCTION_LINES = 40
FILE_LINES = {"bot": 300, "migrations": 300, "bench": 400, "tests": 400}
POSITIONAL = 2
CLOCK = "bot/clock.py"
READS_THE_TIME = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
BANNED_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?)$")
LEFT_FOR_LATER = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")
THIRD_PARTY_SIGNATURES = {
    "bot/library/link_check.py::resolve": "aiohttp's resolvers take three",
    "bot/platforms/discord/api.py::note": "aiohttp calls trace hooks with three",
    "bot/logs.py::redact": "structlog calls processors with three",
    "bot/storage/migrate.py::ours": "Alembic's include_object takes five",
}
"""Functions (`path::name`) whose positional parameters somebody else's interface dictates."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def broken_rules(path: str, source: str) -> Iterator[str]:
    """What is wrong with a file, one line each; `path` is relative to the repository."""
    top = path.split("/", maxsplit=1)[0]
    lines = len(source.splitlines())
    if lines > FILE_LINES[top]:
        yield f"{path}: {lines} lines, at most {FILE_LINES[top]}"
    if BANNED_NAMES.search(Path(path).stem):
        yield f"{path}: say what it owns, not that it helps"
    for number, line in enumerate(source.splitlines(), start=1):
        if LEFT_FOR_LATER.search(line):
            yield f"{path}:{number}: finish it, or write it down as an issue"
    if top == "bot":
        yield from _broken_in_product(path, ast.parse(source))


def _broken_in_product(path: str, tree: ast.Module) -> Iterator[str]:
    if path != CLOCK:
        yield from _time_readers(path, tree)
    for owner in ast.walk(tree):
        for node in ast.iter_child_nodes(owner):
            if isinstance(node, Function):
                is_method = isinstance(owner, ast.ClassDef)
                yield from _broken_in_function(path, node, is_method=is_method)


def _broken_in_function(path: str, function: Function, *, is_method: bool) -> Iterator[str]:
    where = f"{path}:{function.lineno}: {function.name}"
    lines = (function.end_lineno or 0) - function.lineno + 1
    if lines > FUNCTION_LINES:
        yield f"{where}: {lines} lines, at most {FUNCTION_LINES}"
    dictated = (
        function.name.startswith("__")
        or (path.startswith("bot/cli/") and bool(function.decorator_list))
        or f"{path}::{function.name}" in THIRD_PARTY_SIGNATURES
    )
    positional = _positional(function, is_method=is_method)
    if positional > POSITIONAL and not dictated:
        yield f"{where}: {positional} positional parameters, at most {POSITIONAL}; use keywords"


def _positional(function: Function, *, is_method: bool) -> int:
    static = any(
        isinstance(name, ast.Name) and name.id == "staticmethod" for name in function.decorator_list
    )
    given = len(function.args.posonlyargs) + len(function.args.args)
    return given - (is_method and not static)


def _time_readers(path: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                found = (owner, name) in READS_THE_TIME
            case ast.ImportFrom(module="time", names=names):
                found = any(("time", alias.name) in READS_THE_TIME for alias in names)
            case _:
                found = False
        if found:
            yield f"{path}:{getattr(node, 'lineno', 0)}: ask the Clock for the time"


def python_files() -> list[Path]:
    """Every Python file of ours."""
    return sorted(path for top in FILE_LINES for path in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_keeps_the_house_rules(path: Path) -> None:
    relative = path.relative_to(ROOT).as_posix()
    assert list(broken_rules(relative, path.read_text(encoding="utf-8"))) == []


def test_the_exceptions_are_still_needed() -> None:
    for exception in THIRD_PARTY_SIGNATURES:
        path, _, name = exception.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_there_is_something_to_check() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in python_files()}
    assert {"bot", "tests"} <= tops


LONG_FUNCTION = "def f() -> None:\n" + "    x = 1\n" * FUNCTION_LINES
LONGEST_FUNCTION = "def f() -> None:\n" + "    x = 1\n" * (FUNCTION_LINES - 1)


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("bot/a.py", "x = 1\n" * 301, "301 lines, at most 300"),
        ("tests/a.py", "x = 1\n" * 401, "401 lines, at most 400"),
        ("bot/a.py", LONG_FUNCTION, "41 lines, at most 40"),
        ("bot/a.py", "async " + LONG_FUNCTION, "41 lines, at most 40"),
        ("bot/a.py", "def f(a, b, c): ...\n", "3 positional"),
        ("bot/a.py", "def f(a, /, b, c): ...\n", "3 positional"),
        ("bot/a.py", "def f():\n    def g(a, b, c): ...\n", "3 positional"),
        ("bot/a.py", "class A:\n    def f(self, a, b, c): ...\n", "3 positional"),
        ("bot/a.py", "class A:\n    @staticmethod\n    def f(a, b, c): ...\n", "3 positional"),
        ("bot/cli/a.py", "def f(a, b, c): ...\n", "3 positional"),
        ("bot/a.py", "now = datetime.now(UTC)\n", "ask the Clock"),
        ("bot/a.py", "now = datetime.datetime.now(UTC)\n", "ask the Clock"),
        ("bot/a.py", "today = date.today()\n", "ask the Clock"),
        ("bot/a.py", "read = time.time\n", "ask the Clock"),
        ("bot/a.py", "from time import monotonic, time\n", "ask the Clock"),
        ("bot/utils.py", "x = 1\n", "say what it owns"),
        ("bot/slack_helpers.py", "x = 1\n", "say what it owns"),
        ("bot/a.py", f"x = 1  # {'TO'}DO: two\n", "finish it"),
    ],
)
def test_the_checker_sees(path: str, source: str, complaint: str) -> None:
    assert any(complaint in found for found in broken_rules(path, source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot/a.py", "x = 1\n" * 300),
        ("bot/a.py", LONGEST_FUNCTION),
        ("bot/a.py", "def f(a, b, *, c, d): ...\n"),
        ("bot/a.py", "class A:\n    def f(self, a, b, *, c): ...\n"),
        ("bot/a.py", "class A:\n    def __exit__(self, a, b, c): ...\n"),
        ("bot/cli/a.py", "@command\ndef f(a, b, c): ...\n"),
        ("bot/a.py", "from time import monotonic\nnow = clock.now()\n"),
        (CLOCK, "now = datetime.now(UTC)\n"),
        ("tests/a.py", "def f(a, b, c): ...\n"),
        ("bot/management.py", "x = 1\n"),
    ],
)
def test_the_checker_lets_pass(path: str, source: str) -> None:
    assert list(broken_rules(path, source)) == []
