"""Agendas as iCalendar files, written by a library that escapes what others wrote.

Times stand in UTC: every event is one instant, none repeats by a rule, so each calendar shows it
in its owner's own zone, right on both sides of every change of the clocks, and the file needs no
zone tables that would grow old (RFC 5545, 3.3.5, form 2).
"""

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from bot.domain.agenda import Agenda, Entry, EntryKind
from bot.domain.shown import clean

if TYPE_CHECKING:
    from icalendar import Event

REFRESH = timedelta(hours=6)
_TITLES = {
    EntryKind.READING: "{}",
    EntryKind.AGAIN: "Again: {}",
    EntryKind.DISCUSSION: "Discussion: {}",
}
_LONGEST_TITLE = 300


class IcsWriter:
    """Implements `ports.CalendarWriter`."""

    def write(self, agenda: Agenda) -> bytes:
        """See `ports.CalendarWriter.write`."""
        from icalendar import Calendar  # noqa: PLC0415 - only where a calendar is asked for

        calendar = Calendar()
        calendar.add("prodid", "-//mlops-study-bot//readings//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", clean(agenda.name))
        calendar.add("x-wr-timezone", agenda.zone)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        for each in agenda.entries:
            calendar.add_component(_event(each))
        return bytes(calendar.to_ical())


def _event(entry: Entry) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - see above

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.since.astimezone(UTC))
    event.add("sequence", entry.changes)
    event.add("dtstart", entry.at.astimezone(UTC))
    event.add("dtend", (entry.at + entry.lasts).astimezone(UTC))
    title = clean(entry.title)[:_LONGEST_TITLE]
    event.add("summary", _TITLES[entry.kind].format(title))
    event.add("description", f"{clean(entry.plan)[:_LONGEST_TITLE]}\n{clean(entry.url)}")
    event.add("url", clean(entry.url))
    is_meeting = entry.kind is EntryKind.DISCUSSION
    event.add("transp", "OPAQUE" if is_meeting else "TRANSPARENT")
    return event
