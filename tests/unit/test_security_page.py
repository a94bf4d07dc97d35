"""The page on security names tests that there are, for every attack in its table."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]


@cache
def known_tests() -> frozenset[str]:
    return frozenset(
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_an_attack_is_met_by_tests_that_there_are(row: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", row.split("|")[5]))
    assert named
    assert named - known_tests() == set()


def test_the_rows_are_numbered() -> None:
    assert [row.split("|")[1].strip() for row in ROWS] == [str(n + 1) for n in range(len(ROWS))]
