"""Calendar files: whatever others wrote stays text, and a second parser reads what was meant."""

import string
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from bot.domain.agenda import MOST_ENTRIES, MOST_PAST, Agenda, Entry, EntryKind, agenda
from bot.web.ics import IcsWriter

BASE = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from('\r\n\t;:,\\"^=\x00\u2028\u202e\x85'), st.characters()),
    max_size=60,
)


def entry(number: int = 0, *, at: datetime = BASE, title: str = "Reading", **more: str) -> Entry:
    return Entry(
        uid=f"{number}@mlops-study-bot",
        kind=EntryKind(more.get("kind", "reading")),
        at=at,
        lasts=timedelta(minutes=25),
        title=title,
        plan=more.get("plan", "Case studies"),
        url=more.get("url", "https://example.org/1"),
        since=BASE,
        changes=3,
    )


def written(*entries: Entry, name: str = "Readings") -> bytes:
    return IcsWriter().write(Agenda(name=name, zone="Europe/Paris", entries=entries))


def read(content: bytes) -> list[Event]:
    return list(IcsCalendarStream.calendar_from_ics(content.decode()).events)


def test_a_second_parser_reads_what_was_written() -> None:
    (found,) = read(written(entry(title="Data, models; and \\more")))
    assert found.uid == "0@mlops-study-bot"
    assert found.summary == "Data, models; and \\more"
    assert found.dtstart == BASE
    assert found.dtend == BASE + timedelta(minutes=25)
    assert found.description == "Case studies\nhttps://example.org/1"
    assert found.sequence == 3


@settings(max_examples=40)
@given(title=HOSTILE, plan=HOSTILE, name=HOSTILE)
def test_no_word_of_others_becomes_a_property_or_an_event(title: str, plan: str, name: str) -> None:
    content = written(entry(title=title, plan=plan), name=name)
    lines = content.replace(b"\r\n ", b"").split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    names = [line.partition(b":")[0].partition(b";")[0].decode() for line in lines if line]
    assert names.count("BEGIN") == names.count("END") == 2
    assert len(names) == 19
    assert all(set(each) <= set(string.ascii_uppercase + "-") for each in names)
    (found,) = read(content)
    assert found.dtstart == BASE


def test_an_injected_alarm_stays_a_title() -> None:
    (found,) = read(written(entry(title="x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO")))
    assert found.summary == "x END:VEVENT BEGIN:VALARM ACTION:AUDIO"
    assert found.alarm == []


def test_local_times_are_right_on_both_sides_of_both_hemispheres_changes() -> None:
    for name, days in {
        "Europe/Paris": (datetime(2027, 3, 27), datetime(2027, 3, 28)),  # noqa: DTZ001
        "Australia/Sydney": (datetime(2027, 4, 3), datetime(2027, 4, 4)),  # noqa: DTZ001
    }.items():
        zone = ZoneInfo(name)
        before, after = (day.replace(hour=9, tzinfo=zone) for day in days)
        found = read(written(entry(1, at=before), entry(2, at=after)))
        shown = [each.dtstart.astimezone(zone).hour for each in found]  # type: ignore[union-attr]
        assert shown == [9, 9]
        assert after.utcoffset() != before.utcoffset()


def test_a_calendar_holds_the_nearest_200() -> None:
    entries = [entry(n, at=BASE + timedelta(days=n - 300)) for n in range(900)]
    found = agenda("Readings", entries, zone="UTC", now=BASE).entries
    assert len(found) == MOST_ENTRIES
    assert sum(each.at < BASE for each in found) == MOST_PAST
    assert found[0].at == BASE - timedelta(days=MOST_PAST)
    assert len(read(written(*found))) == MOST_ENTRIES
