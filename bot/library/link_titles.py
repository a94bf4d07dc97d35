"""What a list says of a link, taken apart: title, authors, year, note."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.domain.curriculum import Kind
from bot.domain.shown import clean
from bot.library.markdown_links import DASHES, FoundLink
from bot.library.schema import MAX_LONG, MAX_SHORT
from bot.library.yaml_nodes import FORBIDDEN

MOST_AUTHORS = 20
_LONGEST_NAME = 60
_A_NOTE = 3
_YEAR = re.compile(r"\b(?:19[5-9]\d|20\d\d)\b")
_LAST_DASH = re.compile(rf"(?P<title>.*\S)(?:\s+[{DASHES}|]|[{DASHES[1:]}])\s*(?P<rest>\S.*)")
_LAST_BY = re.compile(r"(?P<title>.*\S)\s+by\s+(?P<rest>\S.*)", re.IGNORECASE)
_BY = re.compile(r"by\s+", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*(?:,\s*and\b|,|;|&|\band\b)\s*")
_WORD = r"(?:[A-Z][\w.'\u2019-]*|de|da|di|del|van|von|der|den|la|le|bin|al)"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD}){{0,4}}")
_ET_AL = re.compile(r",?\s+et al\.?$", re.IGNORECASE)
_OPEN_EDGES = f" \t{DASHES}|:,;*_"
_EDGES = _OPEN_EDGES + ".()[]\"'\u201c\u201d\u2018\u2019"
_SAYS_NOTHING = re.compile(
    r"article|blog ?(post)?|book|code|course|demo|docs?|download|github|(click )?here|home(page)?"
    r"|link|notebook|notes|paper|pdf|post|read( more)?|site|slides|source|talk|tutorial|url|video"
    r"|web(site)?|youtube|https?://\S+",
    re.IGNORECASE,
)
_KINDS = (
    (Kind.VIDEO, re.compile(r"youtube\.com|youtu\.be|vimeo\.com|/videos?/")),
    (Kind.PAPER, re.compile(r"arxiv\.org|doi\.org|openreview\.net|aclanthology|\.pdf$|/papers?/")),
    (Kind.COURSE, re.compile(r"coursera\.org|edx\.org|udacity\.com|udemy\.com|/courses?/")),
    (Kind.CODE, re.compile(r"github\.com|gitlab\.com|kaggle\.com")),
    (Kind.BOOK, re.compile(r"oreilly\.com/library|manning\.com/books|/books?/")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What was understood of a link's line; `from_address` says that nobody gave a title."""

    title: str
    from_address: bool = False
    authors: tuple[str, ...] = ()
    year: int | None = None
    note: str = ""


def describe(link: FoundLink) -> Described:
    """Title, authors and year of a link: "Title - Author, 2020", "Title by Author (2020)".

    What is no name stays with the title, or becomes the note.
    """
    own = link.text.strip(_EDGES)
    speaks = bool(own) and not _SAYS_NOTHING.fullmatch(own)
    text = link.text if speaks else link.before
    title, by = _split(text)
    if by is None and speaks and not link.before:
        by = makers(link.behind)
    note = "" if by or not speaks or link.before else link.behind.strip(_OPEN_EDGES)
    authors, year = by or ((), None)
    given = shortened(title.strip(_OPEN_EDGES), MAX_SHORT)
    return Described(
        title=given or of_address(link.url),
        from_address=not given,
        authors=authors,
        year=year,
        note=shortened(note, MAX_LONG) if len(note.split()) >= _A_NOTE else "",
    )


def guess_kind(url: str) -> Kind:
    """What kind of thing an address probably opens."""
    return next((kind for kind, sign in _KINDS if sign.search(url.casefold())), Kind.ARTICLE)


def makers(told: str) -> tuple[tuple[str, ...], int | None] | None:
    """Authors and year, if these words name them and say nothing else."""
    words = _BY.sub("", told.strip(_EDGES), count=1)
    years = _YEAR.findall(words)
    named = _ET_AL.sub("", _YEAR.sub("", words).strip(_EDGES)).strip(_EDGES)
    authors = tuple(part for part in _BETWEEN_AUTHORS.split(named) if part)
    if not (authors or years) or len(authors) > MOST_AUTHORS or not all(map(_is_name, authors)):
        return None
    return tuple(shortened(each, MAX_SHORT) for each in authors), int(years[-1]) if years else None


def shortened(words: str, most: int) -> str:
    """Words on one line as a file may hold them, with a sign where they were cut."""
    line = " ".join(FORBIDDEN.sub("", clean(words)).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "\u2026"


def of_address(url: str) -> str:
    """A title where nobody gave one: the last words of the address, or its host."""
    parts = urlsplit(url)
    last = re.sub(r"\.\w{2,5}$", "", unquote(parts.path.rstrip("/").rpartition("/")[2]))
    words = " ".join(re.sub(r"[-_+]", " ", last).split())
    named = any(map(str.isalpha, words)) and shortened(words.capitalize(), MAX_SHORT)
    return named or shortened(parts.netloc, MAX_SHORT)


def _split(text: str) -> tuple[str, tuple[tuple[str, ...], int | None] | None]:
    """A title and its makers: names behind "by", or names and a year behind the last dash."""
    for sign, needs_year in ((_LAST_BY, False), (_LAST_DASH, True)):
        found = sign.fullmatch(text)
        by = makers(found["rest"]) if found else None
        if found and by and by[0] and (by[1] or not needs_year):
            return found["title"], by
    return text, None


def _is_name(words: str) -> bool:
    return len(words) <= _LONGEST_NAME and _NAME.fullmatch(words) is not None
