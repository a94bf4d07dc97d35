"""A real dictionary and a small list of our own words; what neither knows is misspelt."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from spellchecker import SpellChecker

OWN_WORDS = Path(__file__).parents[1] / "spelling.txt"
_CODE = re.compile(r"```.*?```|`[^`\n]*`|<[^>\n]*>|\]\([^)\n]*\)|\bhttps?://\S+", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
_NO_WORD = re.compile(r"\S*[\d_@/\\=]\S*|\b\w+(?:\.\w+)+\b")
_WORD = re.compile(r"[A-Za-z\u00c0-\u017f]+(?:['\u2019][A-Za-z]+)?")
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en", distance=1)


@cache
def own_words() -> frozenset[str]:
    """The words that we use and no dictionary has, in lower case."""
    return frozenset(line.casefold() for line in OWN_WORDS.read_text(encoding="utf-8").split())


def misspelt(text: str) -> set[str]:
    """The words of a text that are in no dictionary; code, addresses and acronyms are no words."""
    plain = _NO_WORD.sub(" ", _PLACEHOLDER.sub(" ", _CODE.sub(" ", text)))
    return {word for word in _WORD.findall(plain) if not _is_known(word)}


def _is_known(word: str) -> bool:
    plain = word.replace("\u2019", "'").casefold()
    stem = plain.removesuffix("'s")
    if len(stem) == 1 or _ACRONYM.fullmatch(word):
        return True
    return any(each in own_words() or known_to_dictionary(each) for each in (plain, stem))


def known_to_dictionary(word: str) -> bool:
    """Whether the dictionary has a word, given in small letters."""
    return word in _dictionary()


def texts_in(source: str) -> Iterator[str]:
    """What a module may show: its texts in quotes with words in them, docstrings of errors too."""
    tree = ast.parse(source)
    docs = {id(doc) for doc in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and not _is_error(node) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _is_error(node: ast.AST) -> bool:
    """An error's docstring is the text that a person reads."""
    return isinstance(node, ast.ClassDef) and any(
        isinstance(base, ast.Name) and base.id.endswith(("Error", "Fault")) for base in node.bases
    )


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """Those texts that are words for people: at least two, one of them in small letters."""
    return (text for text in texts if re.search(r"\b[A-Za-z]+,? [a-z]+", text))
