"""What may stand in the files of a curriculum: one strict model for each thing in them."""

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from bot.domain.curriculum import Access, Kind, Level
from bot.domain.likeness import TRAITS

MAX_RESOURCES = 5_000
MAX_UNITS = 200
MAX_LINK = 2_000
MAX_SHORT = 200
MAX_LONG = 600
MAX_SECTIONS = 200
NAME = re.compile(r"[a-z0-9-]{1,40}")
"""What an id looks like, and so the name of a curriculum's folder."""


def said(what: str, fix: str) -> PydanticCustomError:
    """A mistake that already knows its own words."""
    return PydanticCustomError("said", "said", {"what": what, "fix": fix})


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        fix = "use 1 to 40 of a-z, 0-9 and `-`, for example `my-first-reading`."
        raise said("is not a usable name.", fix)
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def is_web_address(text: str) -> bool:
    """Whether this is a link that a reading may have."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return False
    return bool(usable) and not any(char.isspace() or not char.isprintable() for char in text)


def _link(text: str) -> str:
    if not is_web_address(text):
        raise said("is not a web address.", "write one that starts with https:// or http://.")
    return text


def _trait(text: str) -> str:
    if text not in TRAITS:
        raise said("is not an answer of `companies like us`.", f"there are: {', '.join(TRAITS)}.")
    return text


def _archive(text: str) -> str:
    before, _, behind = text.partition("{url}")
    if before == text or "{url}" in behind:
        raise said("does not say where a page's address belongs.", "put `{url}` there, once.")
    _link(before)
    _link(text.replace("{url}", "https://example.org/"))
    return text


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise said("is not a day.", "write year-month-day, for example `2026-12-01`.") from None


Name = Annotated[str, AfterValidator(_name)]
Link = Annotated[str, StringConstraints(max_length=MAX_LINK), AfterValidator(_link)]
Archive = Annotated[str, StringConstraints(max_length=200), AfterValidator(_archive)]
Short = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SHORT),
    AfterValidator(_one_line),
]
Long = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LONG),
    AfterValidator(_one_line),
]
TraitName = Annotated[str, AfterValidator(_trait)]
Year = Annotated[int, Field(ge=1900, le=2100)]
Day = Annotated[date, BeforeValidator(_day)]
Minutes = Annotated[int, Field(ge=0, le=60_000)]
# Enumerations come from text, which strictness would not allow.
KindName = Annotated[Kind, Field(strict=False)]
AccessName = Annotated[Access, Field(strict=False)]
Shorts = Annotated[list[Short], Field(max_length=50)]
Longs = Annotated[list[Long], Field(max_length=50)]


class Strict(BaseModel):
    """No unknown fields, no guessing of types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class RelatedFile(Strict):
    """Something else worth opening."""

    title: Short
    url: Link


class AlternativeFile(Strict):
    """Something free to open where the source is paid or hard to reach.

    Its title stands on a button, behind "Free instead: ": 75 letters in all on Slack.
    """

    title: Annotated[Short, Field(max_length=60)]
    url: Link
    note: Short | None = None


class WordsFile(Strict):
    """Our own words beside a reading; the lengths fit every platform's card."""

    why: Annotated[Long, Field(max_length=280)]
    look_for: Annotated[
        list[Annotated[Long, Field(max_length=140)]], Field(min_length=2, max_length=4)
    ]
    questions: Annotated[
        list[Annotated[Long, Field(max_length=180)]], Field(min_length=2, max_length=3)
    ]
    takeaway: Annotated[Long, Field(max_length=160)]
    level: Annotated[Level, Field(strict=False)]
    topics: Annotated[Shorts, Field(max_length=5)] = Field(default_factory=list)
    prerequisites: Annotated[Long, Field(max_length=140)] | None = None
    alternative: AlternativeFile | None = None
    words_from: Literal["read", "title"] = "read"


class VoteFile(Strict):
    """What the company decided, for groups to guess before they read; `answer` counts from 1."""

    question: Annotated[Long, Field(max_length=180)]
    options: Annotated[
        list[Annotated[Short, Field(max_length=140)]], Field(min_length=2, max_length=4)
    ]
    answer: Annotated[int, Field(ge=1, le=4)]
    because: Annotated[Long, Field(max_length=280)]


class CaseFile(Strict):
    """The facts of a case study."""

    company: Short
    industry: Short
    task: Short
    topics: Shorts = Field(default_factory=list)
    techniques: Shorts = Field(default_factory=list)
    facts: Longs = Field(default_factory=list)
    summary: Long | None = None
    data: Long | None = None
    metric: Long | None = None
    decisions: Longs = Field(default_factory=list)
    lessons: Longs = Field(default_factory=list)
    ask_yourself: Longs = Field(default_factory=list)
    catalogue_topics: Shorts = Field(default_factory=list)
    likeness: Annotated[list[TraitName], Field(max_length=12)] = Field(default_factory=list)
    vote: VoteFile | None = None


class _ReadingFile(Strict):
    """What a resource and a part of one have in common."""

    id: Name
    title: Short
    url: Link
    url_note: Long | None = None
    authors: Shorts = Field(default_factory=list)
    year: Year | None = None
    source: Short | None = None
    access: AccessName = Access.UNKNOWN
    note: Long | None = None
    added: Day | None = None
    retired: bool = False
    words: WordsFile | None = None


class PartFile(_ReadingFile):
    """A part of a resource that has an id of its own, such as a course on a list of courses."""

    kind: KindName = Kind.COURSE
    minutes: Minutes = 0


class ResourceFile(_ReadingFile):
    """One resource; its parts are either counted (`units`) or listed (`parts`)."""

    kind: KindName
    minutes: Minutes | None = None
    shelf: bool = False
    units: Annotated[int, Field(ge=2, le=MAX_UNITS)] | None = None
    unit_titles: list[Short] = Field(default_factory=list, max_length=MAX_UNITS)
    unit_minutes: list[Minutes] = Field(default_factory=list, max_length=MAX_UNITS)
    parts: list[PartFile] = Field(default_factory=list, max_length=MAX_UNITS)
    related: list[RelatedFile] = Field(default_factory=list, max_length=50)
    case: CaseFile | None = None


class SectionFile(Strict):
    """A section and its resources, in reading order.

    `minutes_from` says whether the minutes are estimates or the publishers' own figures; it is for
    those who edit the file: people are always told "about".
    """

    id: Name
    title: Short
    theme: Short | None = None
    parent: Name | None = None
    opening: Long | None = None
    closing: Long | None = None
    closing_question: Long | None = None
    minutes_from: Literal["estimate", "publisher"] = "estimate"
    resources: list[ResourceFile] = Field(default_factory=list, max_length=MAX_RESOURCES)


class PlanFile(Strict):
    """A selection that ends: whole sections first, then single resources."""

    id: Name
    title: Short
    summary: Long
    sections: list[str] = Field(default_factory=list, max_length=MAX_SECTIONS)
    resources: list[str] = Field(default_factory=list, max_length=MAX_RESOURCES)


class PlansFile(Strict):
    """The plans of a curriculum, in the order in which they are offered."""

    plans: list[PlanFile] = Field(min_length=1, max_length=50)


class CurriculumFile(Strict):
    """A curriculum's front page."""

    id: Name
    title: Short
    credit: Long
    url: Link
    archive: Archive | None = None
    sections: list[str] = Field(min_length=1, max_length=MAX_SECTIONS)
