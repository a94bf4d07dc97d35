"""What may stand in `catalogue.yaml` and `aliases.yaml`."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from bot.library.schema import Link, Long, Short, Strict, Year, said

MAX_ENTRIES = 5_000
_NAME = re.compile(r"[a-z0-9-]{1,80}")


def _entry_name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise said("is not a usable name.", "use 1 to 80 of a-z, 0-9 and `-`.")
    return text


EntryName = Annotated[str, AfterValidator(_entry_name)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Phrases = Annotated[list[Phrase], Field(max_length=200)]


class EntryFile(Strict):
    """A case study of which only bibliographic facts are known."""

    id: EntryName
    companies: Annotated[list[Short], Field(min_length=1, max_length=5)]
    title: Short
    year: Year
    url: Link
    topics: Annotated[list[Phrase], Field(min_length=1, max_length=5)]


class CatalogueFile(Strict):
    """Further case studies, and whom they come from."""

    credit: Long
    url: Link
    topics: Annotated[list[Phrase], Field(min_length=1, max_length=100)]
    entries: Annotated[list[EntryFile], Field(min_length=1, max_length=MAX_ENTRIES)]


class CompanyFile(Strict):
    """Other names of a company; one that is a common word counts only alone."""

    name: Short
    also: Phrases = Field(default_factory=list)
    common_word: bool = False


class TopicFile(Strict):
    """Other words for a topic: for all of it, or for a part of it."""

    name: Phrase
    same: Phrases = Field(default_factory=list)
    within: Phrases = Field(default_factory=list)


class IndustryFile(Strict):
    """A trade and the companies in it."""

    name: Phrase
    also: Phrases = Field(default_factory=list)
    companies: Annotated[list[Short], Field(min_length=1, max_length=200)]


class KnownAsFile(Strict):
    """Names by which people know one case study."""

    id: EntryName
    names: Annotated[Phrases, Field(min_length=1)]


class LikenessFile(Strict):
    """An answer of "companies like us": topics that mean it, and words of titles that say it."""

    name: Phrase
    topics: Phrases = Field(default_factory=list)
    also: Phrases = Field(default_factory=list)


class AliasesFile(Strict):
    """Other words for things."""

    companies: Annotated[list[CompanyFile], Field(max_length=2_000)] = Field(default_factory=list)
    topics: Annotated[list[TopicFile], Field(max_length=200)] = Field(default_factory=list)
    words: Annotated[list[Phrases], Field(max_length=2_000)] = Field(default_factory=list)
    trade_words: Phrases = Field(default_factory=list)
    industries: Annotated[list[IndustryFile], Field(max_length=200)] = Field(default_factory=list)
    known_as: Annotated[list[KnownAsFile], Field(max_length=2_000)] = Field(default_factory=list)
    likeness: Annotated[list[LikenessFile], Field(max_length=100)] = Field(default_factory=list)
    not_here: Annotated[list[Phrases], Field(max_length=100)] = Field(default_factory=list)
    small_words: Annotated[list[Long], Field(max_length=100)] = Field(default_factory=list)
