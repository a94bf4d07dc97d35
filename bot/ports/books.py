"""What a group keeps of its season, bound as files."""

from typing import Protocol

from bot.domain.book import Book


class Bookbinder(Protocol):
    """Makes files of books; whatever others wrote stays text in them."""

    def html(self, book: Book) -> bytes:
        """One page that needs nothing else."""
        ...

    def markdown(self, book: Book) -> bytes:
        """The same as Markdown."""
        ...
