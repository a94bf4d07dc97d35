"""Cards of a group's board and of its season's book."""

from bot.domain.board import Board
from bot.domain.book import Book
from bot.domain.card import Card, Link, Picture, Tone, Untrusted, Words, words
from bot.domain.cards.parts import count, fact, said
from bot.domain.pace_chart import PaceChart
from bot.domain.shown import clean, full_day

_TITLE = 80
_LISTED = 5


def board_card(board: Board, *, page: str | None) -> Card:
    """How a group is doing, for everybody in it; `page` is a lead's link to more."""
    more = (Link(words("Open the page for leads"), page),) if page else ()
    note = (
        (words("The link is for you alone, works once, and waits for 15 minutes."),) if page else ()
    )
    return Card(
        eyebrow=words(Untrusted(board.plan)),
        title=words(
            f"{len(board.readings)} of {count(board.total, 'reading')} so far, "
            f"{count(board.members, 'member')}"
        ),
        text=(*_hardest(board), *note),
        points=tuple(_reading(board, at) for at in _latest(board)),
        picture=Picture(content=board.chart, alt=words(alt_text(board.chart))),
        links=more,
        footer=said("For everything that the group wrote: `group book`."),
    )


def small_board_card(board: Board) -> Card:
    """The same in a line or two, among other things."""
    return Card(
        eyebrow=words(Untrusted(board.plan)),
        title=words("How your group is doing"),
        facts=(
            fact("Readings so far", f"{len(board.readings)} of {board.total}"),
            fact("Members", f"{board.members}, {board.active} active"),
        ),
        text=_hardest(board),
    )


def book_card(book: Book) -> Card:
    """The files of a season are here."""
    season = "Your season" if book.finished else "Your season so far"
    return Card(
        eyebrow=words(Untrusted(book.plan)),
        title=words(season),
        text=(
            words(
                f"{count(len(book.chapters), 'reading')}, {count(book.members, 'member')}, "
                f"{count(book.lines, 'line')} that you wrote. One file opens in any browser and "
                "prints well, the other is plain text (Markdown)."
            ),
        ),
        footer=words("They need nothing else: keep them, or share them with your group."),
        tone=Tone.SUCCESS,
    )


def alt_text(chart: PaceChart) -> str:
    """The picture in words."""
    read = max([each.readings for each in chart.read], default=0.0)
    planned = max([each.readings for each in chart.planned if each.on <= chart.today], default=0.0)
    title = clean(chart.title)[:_TITLE]
    return (
        f"{title}: by {full_day(chart.today)} the plan had {planned:.0f} of "
        f"{count(chart.total, 'reading')}, "
        f"and {count(chart.members, 'member')} had read {read:.1f} of them on average. "
        f"The plan ends on {full_day(chart.last)}."
    )


def _hardest(board: Board) -> tuple[Words, ...]:
    return (words("Fewest have finished ", Untrusted(board.hardest), "."),) if board.hardest else ()


def _latest(board: Board) -> range:
    return range(max(0, len(board.readings) - _LISTED), len(board.readings))


def _reading(board: Board, at: int) -> Words:
    line = board.readings[at]
    share = f" ({line.share}%)" if line.share is not None else ""
    stars = f", rated {line.stars:.1f} of 5" if line.stars is not None else ""
    return words(
        f"{line.number}. ",
        Untrusted(line.title),
        f": read by {line.done} of {line.of}{share}{stars}",
    )
