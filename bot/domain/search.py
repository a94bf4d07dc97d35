"""What can be searched, what was asked, and what was found."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from bot.domain.curriculum import Resource
from bot.domain.errors import UserError
from bot.domain.ids import CurriculumId

DocumentId = NewType("DocumentId", str)


class DocumentKind(StrEnum):
    """What a hit is, in a reader's words."""

    CASE = "case study"
    READING = "reading"
    NOTE = "your note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case study of a catalogue, of which only these bibliographic facts are known."""

    id: DocumentId
    companies: tuple[str, ...]
    title: str
    year: int
    url: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Case studies beside those of a path; `credit` and `url` say who collected them."""

    credit: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found.

    `about` are telling words beside title and topics, `body` is the rest of its text; `likeness`
    are the answers it gives to "companies like us". A path's own reading has its `resource` and
    `curriculum`, a catalogue's case study its `entry`, and a person's note neither.
    """

    id: DocumentId
    kind: DocumentKind
    title: str
    companies: tuple[str, ...] = ()
    year: int | None = None
    topics: tuple[str, ...] = ()
    makers: str = ""
    about: str = ""
    body: str = ""
    likeness: tuple[str, ...] = ()
    resource: Resource | None = None
    curriculum: CurriculumId | None = None
    entry: Entry | None = None

    @property
    def own(self) -> bool:
        """Whether it belongs to a path, with words of our own."""
        return self.resource is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document, and why it was found: a few words each, such as "company Netflix"."""

    document: Document
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, the best first.

    `hits` is one page, `total` counts all. `asked` is the question as it was read, short enough
    for a button; `read_as` is that with slips put right, where there were any. Where nothing was
    found, `nearest` are companies and topics whose names look alike.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    asked: str = ""
    read_as: str = ""
    nearest: tuple[str, ...] = ()


class UnknownFilter(UserError):
    """There is no such filter. There are `company:`, `topic:`, `year:` and `since:`."""


class UnclearYear(UserError):
    """Write the years as `year:2020` or `year:2019-2021`."""


def for_today(cases: Sequence[Document], *, today: date, done: Container[str]) -> Document | None:
    """One worth reading today: another each day; the path's own first, until all are done."""
    own = [each for each in cases if each.own]
    fresh = [each for each in own if each.resource and each.resource.id not in done]
    others = [each for each in cases if not each.own]
    choice = fresh or others or own
    return choice[today.toordinal() % len(choice)] if choice else None
