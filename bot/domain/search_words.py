"""Reading a search: filters, years, pages and plain words, short enough to fit into a button.

The words that follow `company:` or `topic:` are told apart later, by whoever knows the names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.domain.search import UnclearYear, UnknownFilter
from bot.domain.shown import clean

QUERY_LIMIT = 200
"""Letters of a search that are read at all."""
BUTTON_LIMIT = 70
"""Letters of a search that a button carries: Discord allows 100 in all for verb, page and this."""
MOST_PAGES = 999
MOST_LIKE = 8
"""Traits of `like:` that are looked at."""
NAMES = ("company", "topic", "year", "since", "until", "like")
_ALSO = {
    "companies": "company",
    "topics": "topic",
    "years": "year",
    "from": "since",
    "after": "since",
    "before": "until",
}
_FILTER = re.compile(r"(?:^|(?<=\s))([a-z]{2,12}):(?!//)(\s*)", re.IGNORECASE)
_PAGE = re.compile(r"^page:(\d{1,3})\s*")
_YEARS = re.compile(
    r"\s*((?:19|20)\d\d)?\s*(-|–|\.\.|to)?\s*((?:19|20)\d\d)?(?=[\s,;]|$)[\s,;]*",  # noqa: RUF001
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"(?<!\S)((?:19|20)\d\d)(?=[\s,.?!]|$)")
_SAID_YEARS = re.compile(r"\b(since|after|before|until)\s+(?=(?:19|20)\d\d\b)", re.IGNORECASE)
_CLOSE = 0.7
_FIRST, _LAST = 0, 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search, read as far as its form goes.

    `words` are the plain words; `companies` and `topics` what follows those filters, each to be
    matched from its start; `first` and `last` are the years, both included.
    """

    text: str
    words: str = ""
    companies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    first: int = _FIRST
    last: int = _LAST

    @property
    def has_years(self) -> bool:
        """Whether years narrow it down."""
        return (self.first, self.last) != (_FIRST, _LAST)


def split_page(text: str) -> tuple[int, str]:
    """The page that a button asks for (1 is the first) and the search without it."""
    found = _PAGE.match(text)
    if found is None:
        return 1, text
    return min(max(int(found[1]), 1), MOST_PAGES), text[found.end() :]


def with_page(text: str, page: int) -> str:
    """What a button for another page of a search carries."""
    return f"page:{page} {text}"


def shorten(text: str, small_words: frozenset[str] = frozenset()) -> str:
    """A search that fits into a button: one that is too long loses small words, then its end.

    Shortening twice changes nothing, so a page found from a button is a page of the same answer.
    """
    kept = clean(text[:QUERY_LIMIT])
    if len(kept) <= BUTTON_LIMIT:
        return kept
    telling = " ".join(word for word in kept.split() if word.casefold() not in small_words)
    cut = (telling or kept)[: BUTTON_LIMIT + 1]
    if len(cut) <= BUTTON_LIMIT:
        return cut
    return (cut.rpartition(" ")[0] or cut)[:BUTTON_LIMIT].rstrip()


def parse(text: str) -> Asked:
    """The parts of a search.

    Raises:
        UnknownFilter: a filter is none of ours; the text names the nearest, with an example.
        UnclearYear: what follows a filter of years is no year.
    """
    words, first, last = [], _FIRST, _LAST
    companies: list[str] = []
    topics: list[str] = []
    like: list[str] = []
    for name, said in _segments(_SAID_YEARS.sub(r"\1:", text)):
        match name:
            case "company":
                companies.append(said)
            case "topic":
                topics.append(said)
            case "like":
                like += [part.strip() for part in re.split(r"[,;]", said) if part.strip()]
            case "year" | "since" | "until":
                since, until, rest = _years(name, said)
                first, last = max(first, since), min(last, until)
                words.append(rest)
            case _:
                words.append(said)
    return Asked(
        text=text,
        words=" ".join(" ".join(words).split()),
        companies=tuple(companies),
        topics=tuple(topics),
        like=tuple(dict.fromkeys(like))[:MOST_LIKE],
        first=first,
        last=last,
    )


def with_bare_year(asked: Asked) -> Asked | None:
    """The search with a year among its words taken as a filter: "forecasting 2020"."""
    found = _BARE_YEAR.search(asked.words)
    if found is None or asked.has_years:
        return None
    words = " ".join(_BARE_YEAR.sub(" ", asked.words, count=1).split())
    return replace(asked, words=words, first=int(found[1]), last=int(found[1]))


def _segments(text: str) -> Iterator[tuple[str, str]]:
    """The words before the first filter, then each filter with what follows it."""
    name, start = "", 0
    for found in _FILTER.finditer(text):
        known = _name(found[1].lower(), apart=bool(found[2]))
        if known is None:
            continue
        yield name, text[start : found.start()].strip()
        name, start = known, found.end()
    yield name, text[start:].strip()


def _name(said: str, *, apart: bool) -> str | None:
    """The filter of this name; None where a colon is only a colon, as in "Zipline: a story"."""
    known = _ALSO.get(said, said)
    if known in NAMES:
        return known
    if apart:
        return None
    close = get_close_matches(said, (*NAMES, *_ALSO), n=1, cutoff=_CLOSE)
    if close:
        meant = _ALSO.get(close[0], close[0])
        raise UnknownFilter(
            f"I do not know the filter `{said}:`. Did you mean `{meant}:`? "
            f"For example: `casestudy {_EXAMPLES[meant]}`"
        )
    raise UnknownFilter(
        f"I do not know the filter `{said}:`. There are `company:`, `topic:`, `year:` and "
        f"`since:`. For example: `casestudy {_EXAMPLES['company']} topic:forecasting`"
    )


_EXAMPLES = {
    "company": "company:uber",
    "topic": "topic:recommendation",
    "year": "year:2019-2021",
    "since": "since:2020",
    "until": "until:2019",
    "like": "like: recommendation, small team",
}


def _years(name: str, said: str) -> tuple[int, int, str]:
    """The first and the last year meant, and the words after them."""
    found = _YEARS.match(said)
    if found is None or not (found[1] or found[3]):
        raise UnclearYear(
            f"After `{name}:` I need a year. For example: `casestudy {_EXAMPLES[name]}`"
        )
    rest = said[found.end() :]
    if name == "since":
        return int(found[1] or found[3]), _LAST, rest
    if name == "until":
        return _FIRST, int(found[3] or found[1]), rest
    first = int(found[1]) if found[1] else _FIRST
    last = int(found[3]) if found[3] else (_LAST if found[2] else first)
    return min(first, last), max(first, last), rest
