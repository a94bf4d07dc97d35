"""What commands need to hand out calendars."""

from dataclasses import dataclass

from bot.ports import CalendarWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """How calendars are written; `public_url` is where they can be fetched, if anywhere."""

    writer: CalendarWriter
    public_url: str | None = None
