"""Season books as one page and as Markdown."""

import re
from collections.abc import Iterator

from bot.domain.book import Book, Chapter
from bot.domain.cards.parts import count
from bot.domain.group import LineKind
from bot.domain.shown import clean, full_day
from bot.web.templating import page

KINDS = {
    LineKind.LEARNED: "Learned",
    LineKind.LIKED: "Liked",
    LineKind.DISAGREE: "Disagree",
}
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
"""Every ASCII sign may stand behind a backslash (CommonMark 0.31, 2.4)."""


class Binder:
    """Implements `ports.Bookbinder`."""

    def html(self, book: Book) -> bytes:
        """See `ports.Bookbinder.html`."""
        return page("book.html", book=book, kinds=KINDS).encode()

    def markdown(self, book: Book) -> bytes:
        """See `ports.Bookbinder.markdown`."""
        return ("\n".join(_markdown(book)).rstrip() + "\n").encode()


def _markdown(book: Book) -> Iterator[str]:
    yield from (f"# {_plain(book.plan)}", "")
    season = "Our season" if book.finished else "Our season so far"
    place = f", in \\#{_plain(book.place.lstrip('#'))}" if book.place else ""
    dates = (
        f": {full_day(book.first_on)} to {full_day(book.last_on)}"
        if book.first_on and book.last_on
        else ""
    )
    yield from (f"{season}{place}{dates}.", "")
    counts = (len(book.chapters), "reading"), (book.members, "member"), (book.lines, "line")
    yield from (f"{', '.join(count(*each) for each in counts)}.", "")
    for each in book.chapters:
        yield from _chapter(each)
    yield f"Made on {full_day(book.made_on)}. {_plain(book.credit)}"


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from (f"## {chapter.number}\\. {_plain(chapter.title)}", "")
    told = [_plain(chapter.company)] if chapter.company else []
    told += [f"Sent on {full_day(chapter.sent_on)}", f"Read by {chapter.done} of {chapter.of}"]
    if chapter.lead:
        told.append(f"Discussion led by {_plain(chapter.lead)}")
    if chapter.stars is not None:
        told.append(f"Rated {chapter.stars:.1f} of 5")
    yield from (". ".join(told) + ".", "")
    for said in chapter.said:
        name = _plain(said.name) or "Somebody"
        yield from (f"- **{KINDS[said.kind]}:** {_plain(said.text)} ({name})",)
    if chapter.said:
        yield ""
    if chapter.url:
        yield from (f"<{chapter.url}>", "")


def _plain(text: str) -> str:
    """Text that no Markdown reader takes for anything else."""
    return _SIGNS.sub(r"\\\1", clean(text))
