"""The shipped search, made once a process, and the questions it is measured by."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.domain.search import DocumentKind, Found
from bot.library import load_library, shipped
from bot.library.search.building import Builder
from bot.ports import Page, SearchIndex
from bot.storage.text_index import FtsIndex

FOLDER = Path(__file__).parents[1] / "search"
FILES = {"tuned on": "queries.yaml", "set aside": "queries_set_aside.yaml"}
CASES = frozenset({DocumentKind.CASE})
EVERYTHING = frozenset(DocumentKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question with what may stand first; nothing where nothing should be found."""

    query: str
    kind: str
    right: tuple[str, ...]


def queries(name: str) -> tuple[Query, ...]:
    """The questions of a file."""
    told = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return tuple(
        Query(query=each["query"], kind=each["kind"], right=tuple(each["right"])) for each in told
    )


@cache
def shipped_index() -> SearchIndex:
    """The index over what ships."""
    library = load_library([shipped("curriculum")])
    return Builder(FtsIndex).build(tuple(library.curricula.values()), library.folders)


def ask(text: str, *, number: int = 1, size: int = 5) -> Found:
    """What the shipped search finds among case studies."""
    page = Page(number=number, size=size)
    return shipped_index().search(text, kinds=CASES, page=page)


def is_right(query: Query, found: Found) -> bool:
    """Whether what a person means stands first, or nothing is found where nothing is."""
    first = found.hits[0].document.id if found.hits else None
    return first in query.right if query.right else first is None
