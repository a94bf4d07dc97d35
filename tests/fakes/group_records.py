"""A group's board and season book at the end, counted once more from what its people did."""

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean

from bot.domain.board import TOLD_FROM, Board
from bot.domain.group import ACTIVE_FOR
from bot.domain.schedule import local
from bot.domain.shown import full_day
from bot.usecases.board_page import BoardDoor
from bot.web.books import KINDS
from tests.fakes.group_year import PUBLIC, QUIET, SECOND_LEAD, Thought, Year
from tests.fakes.plain import plain

_KEY = re.compile(re.escape(PUBLIC) + r"/board/([A-Za-z0-9_-]{43})")
_TITLE = re.compile(r"^# «(.+)»$", re.MULTILINE)
_LINE = re.compile(r"- \*\*(\w+):\*\* (.+) \((\w+)\)")
_NOTED = timedelta(days=1)
"""Somebody who was seen is not noted again within a day."""


@dataclass(frozen=True)
class Records:
    """What a lead and an ordinary member got when they asked for the board and the book."""

    at: datetime
    led: str
    told: str
    board: Board
    table: str
    book: str
    page: str


@dataclass(frozen=True)
class Counted:
    """One reading as the simulation itself recorded it; the group may be `least` to `most`."""

    number: int
    title: str
    sent_on: date
    finished: frozenset[str]
    least: int
    most: int
    stars: tuple[int, ...]
    thoughts: tuple[Thought, ...]


async def records_of(year: Year) -> Records:
    """Ask for them: the lead, and somebody who leads no more or never did."""
    channel, talk = year.channel, year.talk
    other = year.name(SECOND_LEAD if year.setting.members > QUIET else 1)
    led = await channel.reply(year.name(0), "group board")
    told = await channel.say(other, "group board")
    book = await channel.reply(other, "group book")
    assert led.card is not None
    key = next(each[1] for link in led.card.links if (each := _KEY.fullmatch(link.url)))
    door = BoardDoor(talk.store.boards, groups=talk.store.groups, studies=talk.studies)
    visit = await door.enter(key)
    opened = await door.open(visit) if visit else None
    assert opened is not None
    return Records(
        at=talk.clock.now(),
        led=plain(led.card),
        told=told,
        board=opened.board,
        table=opened.table().decode("utf-8-sig"),
        book=book.files[1].content.decode(),
        page=book.files[0].content.decode(),
    )


def there(year: Year) -> list[str]:
    """Who is in the group at the end, the lead first."""
    return [each for each in (year.name(0), *year.joined) if each not in year.left]


def counted(year: Year, records: Records) -> list[Counted]:
    """Every reading, from what people did."""
    found = []
    for number, reading in enumerate(year.readings, start=1):
        finished = frozenset(who for who in there(year) if (who, reading.text) in year.done)
        given = [year.stars.get((who, reading.text)) for who in there(year)]
        title = _TITLE.search(reading.text)
        assert title is not None
        found.append(
            Counted(
                number=number,
                title=title[1],
                sent_on=local(reading.at, year.setting.zone).date(),
                finished=finished,
                least=len(finished | _active(year, records, number=number, noted=_NOTED)),
                most=len(finished | _active(year, records, number=number, noted=timedelta(0))),
                stars=tuple(each for each in given if each is not None),
                thoughts=tuple(each for each in year.thoughts if each.reading == reading.text),
            )
        )
    return found


def _active(year: Year, records: Records, *, number: int, noted: timedelta) -> set[str]:
    """Who was seen in the last weeks, is not away, and was there for a reading."""
    away = {who for who, since, back in year.away if since <= records.at < back}
    return {
        who
        for who in there(year)
        if who not in away
        and year.channel.seen[who] > records.at - ACTIVE_FOR + noted
        and year.begins_at[who] <= number
    }


def check_board(year: Year, records: Records) -> None:
    """Counts, drop-off and ratings are those of the people who are there."""
    board, found, people = records.board, counted(year, records), len(there(year))
    assert board.members == people
    assert len(board.readings) == len(found) > 0
    for line, each in zip(board.readings, found, strict=True):
        assert (line.number, line.title, line.sent_on) == (each.number, each.title, each.sent_on)
        assert line.done == len(each.finished)
        assert each.least <= line.of <= each.most
        share = round(100 * line.done / line.of) if people >= TOLD_FROM and line.of else None
        assert line.share == share
        assert (line.stars is None) == (len(each.stars) < TOLD_FROM)
        assert line.stars is None or abs(line.stars - mean(each.stars)) < 0.001
    _check_hardest(board)
    _check_pace(board, found, records=records)


def _check_hardest(board: Board) -> None:
    """No reading but the newest was finished by a smaller share; a few people are told none."""
    shares = {each.title: each.share for each in board.readings[:-1] if each.share is not None}
    assert bool(board.hardest) == any(each < 100 for each in shares.values())
    assert not board.hardest or shares[board.hardest] == min(shares.values())


def _check_pace(board: Board, found: list[Counted], *, records: Records) -> None:
    """Both lines of the picture are where the counts are, the plan's until yesterday."""
    chart = board.chart
    planned = [each.readings for each in chart.planned if each.on < chart.today]
    assert max(planned) == sum(each.sent_on < chart.today for each in found)
    read = sum(len(each.finished) for each in found) / board.members
    assert abs(max(each.readings for each in chart.read) - read) < 0.001
    for told in (records.led, records.told):
        assert f"{len(found)} of {board.total} readings so far" in told


def check_who_is_seen(year: Year, records: Records) -> None:
    """Who read what is on the lead's page alone, and only of members who agreed."""
    board, found = records.board, counted(year, records)
    agreed = [each for each in there(year) if each in year.agreed]
    assert 0 < len(agreed) < board.members
    expected = {who.title(): tuple(who in each.finished for each in found) for who in agreed}
    assert {each.name: each.done for each in board.people} == expected
    assert board.unseen == board.members - len(agreed)
    heading, *rows = csv.reader(io.StringIO(records.table))
    assert heading[1:] == [each.title for each in found]
    assert {row[0]: tuple(map(bool, row[1:])) for row in rows} == expected
    assert not _KEY.search(records.told)
    assert "Member" not in records.led + records.told


def check_book(year: Year, records: Records) -> None:
    """Every line, date, count and rating stands in the book, and who led."""
    found = counted(year, records)
    head, *chapters = re.sub(r"\\(.)", r"\1", records.book).split("\n## ")
    people, lines = len(there(year)), len(year.thoughts)
    counts = re.findall(r"([\d,]+) (?:reading|member|line)s?[,.]", head)
    told = [int(each.replace(",", "")) for each in counts]
    assert told == [len(found), people, lines]
    assert len(chapters) == len(found)
    for chapter, each in zip(chapters, found, strict=True):
        assert chapter.startswith(f"{each.number}. {each.title}\n")
        assert f"Sent on {full_day(each.sent_on)}. Read by {len(each.finished)} of " in chapter
        rated = f"Rated {mean(each.stars):.1f} of 5" if len(each.stars) >= TOLD_FROM else ""
        assert rated in chapter if rated else "Rated" not in chapter
        assert sorted(_LINE.findall(chapter)) == sorted(_written(each))
        leader = year.said_yes.get(each.number, "")
        assert f"Discussion led by {leader.title()}" in chapter if leader else True
    page = html.unescape(records.page)
    assert all(each.text in page for each in year.thoughts)


def _written(each: Counted) -> Iterator[tuple[str, str, str]]:
    words = {kind.value: word for kind, word in KINDS.items()}
    for thought in each.thoughts:
        yield words[thought.kind], thought.text, thought.who.title()
