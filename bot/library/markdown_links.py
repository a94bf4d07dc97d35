"""The links of a Markdown text, under the headings they stand below."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.shown import clean
from bot.library.schema import MAX_LINK, is_web_address
from bot.library.yaml_nodes import FORBIDDEN

RELATIVE = "leads to a file or a place of the same pages"
NO_WEB = "no web address (mail, ftp ...)"
TWICE = "stands there twice"
PICTURE = "a picture"
HTML = "written as HTML"
UNUSABLE = "not usable: a name, a space or more than 2,000 letters in it"

_LOOKED_AT = 1_000
"""So many letters around a link are looked at for its title, authors and note."""
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_BARE = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_HREF = re.compile(r"<a\s[^>]{0,500}?href\s*=\s*[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)
_AFTER_BARE = ".,;:!?*_~"
DASHES = "-\u2013\u2014"
"""Hyphen, en dash, em dash; the hyphen first, so that it stands well in a set of letters."""
_LIST_SIGNS = f" \t{DASHES}*\u2022\u00b7>:|[]()#\u2610\u2611\u2705\u2b50"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """A link with its text, and what stands on its line before and behind it."""

    url: str
    text: str
    before: str
    behind: str


@dataclass(slots=True)
class FoundSection:
    """A heading's text (empty above the first) with the links below it."""

    title: str
    level: int = 0
    links: list[FoundLink] = field(default_factory=list)


@dataclass(slots=True)
class FoundLinks:
    """All links of a text, and those left out: by reason, the line and address of each."""

    sections: list[FoundSection] = field(default_factory=lambda: [FoundSection("")])
    skipped: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    seen: set[str] = field(default_factory=set)

    def take(self, link: FoundLink, line: int) -> None:
        """Keep a link, or note why not."""
        reason = self._reason(link.url)
        if reason:
            self.skipped[reason].append((line, link.url))
        else:
            self.seen.add(_same(link.url))
            self.sections[-1].links.append(link)

    def _reason(self, url: str) -> str:
        try:
            scheme = urlsplit(url).scheme.casefold()
        except ValueError:
            return UNUSABLE
        if not scheme:
            return RELATIVE
        if scheme not in {"http", "https"}:
            return NO_WEB
        if len(url) > MAX_LINK or not is_web_address(url) or FORBIDDEN.search(url):
            return UNUSABLE
        return TWICE if _same(url) in self.seen else ""


def _same(url: str) -> str:
    """Two spellings of one address count as one."""
    parts = urlsplit(url)
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"


def find_links(text: str) -> FoundLinks:
    """Every link of a Markdown text: inline, by reference, in brackets or bare."""
    reader = MarkdownIt("commonmark").enable("table")
    found, in_heading = FoundLinks(), 0
    before = text.count("\n")
    body = _FRONT_MATTER.sub("", text, count=1)
    skipped_lines = before - body.count("\n")
    for token in reader.parse(body):
        if token.type == "heading_open":
            in_heading = int(token.tag[1:])
        elif token.type == "heading_close":
            in_heading = 0
        elif token.type in {"inline", "html_block"}:
            line = (token.map or [0])[0] + 1 + skipped_lines
            if in_heading:
                title = clean(_plain(token.children or []))
                found.sections.append(FoundSection(title, in_heading))
            _take(found, token, line=line)
    return found


def _take(found: FoundLinks, block: Token, *, line: int) -> None:
    for link in _of_block(block.children or []):
        if link.text == PICTURE:
            found.skipped[PICTURE].append((line, link.url))
        else:
            found.take(link, line)
    for html in (block, *(block.children or [])):
        if html.type.startswith("html"):
            found.skipped[HTML] += [(line, url) for url in _HREF.findall(html.content)]


def _plain(tokens: Iterable[Token]) -> str:
    """The words of some tokens, without marks and pictures."""
    kinds = {"text", "code_inline", "softbreak", "hardbreak"}
    return "".join(each.content or " " for each in tokens if each.type in kinds)


def _of_block(tokens: list[Token]) -> Iterator[FoundLink]:
    """The links of a paragraph, an item or a cell, line by line."""
    line: list[Token] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield from _of_line(line)
            line = []
        else:
            line.append(token)
    yield from _of_line(line)


def _of_line(tokens: list[Token]) -> Iterator[FoundLink]:
    """The links of one line; words belong to the link before them."""
    pieces = list(_pieces(tokens))
    for number, (url, text) in enumerate(pieces):
        if not url:
            continue
        before = pieces[number - 1] if number else ("", "")
        behind = pieces[number + 1] if number + 1 < len(pieces) else ("", "")
        yield FoundLink(
            url=url,
            text=text[:_LOOKED_AT],
            before="" if before[0] else clean(before[1][-_LOOKED_AT:]).strip(_LIST_SIGNS),
            behind="" if behind[0] else clean(behind[1][:_LOOKED_AT]),
        )


def _pieces(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """A line as links (address, text) and words (no address, text) between them."""
    words, url, inside = "", "", list[Token]()
    for token in tokens:
        if token.type == "link_open":
            yield from _bare(words)
            words, url, inside = "", str(token.attrs.get("href", "")), []
        elif token.type == "link_close":
            yield url, _text_of(inside)
            url = ""
        elif url:
            inside.append(token)
        else:
            words += _plain([token])
    yield from _bare(words)


def _text_of(inside: list[Token]) -> str:
    text = clean(_plain(inside))
    pictures = any(each.type == "image" for each in inside)
    return PICTURE if pictures and not text else text


def _bare(words: str) -> Iterator[tuple[str, str]]:
    """Words, with the addresses that stand plainly among them."""
    end = 0
    for match in _BARE.finditer(words):
        url = match[0].rstrip(_AFTER_BARE)
        if url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1]
        if before := words[end : match.start()].strip():
            yield "", before
        yield url, ""
        end = match.start() + len(url)
    if rest := words[end:].strip():
        yield "", rest
