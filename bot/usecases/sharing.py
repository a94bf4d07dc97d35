"""What commands need to hand something out: files, and addresses where it can be fetched."""

from dataclasses import dataclass

from bot.ports import Bookbinder, CalendarWriter

KEEPS_WHAT_IT_SAYS = frozenset({"webchat"})
"""Platforms whose messages we keep ourselves: an address in one would not be a hash alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Who writes files; `public_url` is where pages and feeds can be fetched, if anywhere."""

    calendars: CalendarWriter
    binder: Bookbinder
    public_url: str | None = None

    def url_for(self, platform: str) -> str | None:
        """Where addresses told on this platform begin; None where none may be told."""
        if self.public_url is None or platform in KEEPS_WHAT_IT_SAYS:
            return None
        return self.public_url.rstrip("/")
