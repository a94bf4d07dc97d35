"""Cards of calendars, guesses, boards and books, as they are shown."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from bot.domain.agenda import Entry, EntryKind
from bot.domain.board import Board, ReadingLine
from bot.domain.book import Book
from bot.domain.calendar_links import following, prefilled
from bot.domain.card import Card
from bot.domain.cards.board import board_card, book_card, small_board_card
from bot.domain.cards.calendar import (
    address_card,
    by_hand_card,
    ended_card,
    kept_card,
    no_dates_card,
)
from bot.domain.cards.voting import ask_card, reveal_card, too_late_card, voted_card
from bot.domain.curriculum import Resource
from bot.domain.ids import PlanId
from bot.domain.pace_chart import PaceChart, Point
from bot.domain.voting import Tally, split_of

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = AT.date()
URL = "https://study.example.org/calendar/abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE.ics"
PLAN = PlanId("case-studies")
ZONE = "Europe/Paris"


def group_cards(resource: Resource) -> Mapping[str, Card]:
    """Each by its name; `resource` is a case study with something to guess."""
    return {**_calendars(), **_guesses(resource), **_records()}


def _calendars() -> dict[str, Card]:
    entry = Entry(
        uid="x",
        kind=EntryKind.READING,
        at=AT,
        lasts=timedelta(minutes=30),
        title="Predicting the Value of Homes",
        plan="Case studies",
        url="https://example.org/airbnb-homes",
        since=AT,
        changes=1,
    )
    return {
        "calendar address": address_card(URL, links=following(URL, "Readings"), is_dm=True),
        "calendar of a channel": address_card(URL, links=following(URL, "R"), is_dm=False),
        "calendar kept": kept_card(AT, ZONE),
        "calendar by hand": by_hand_card(entry, prefilled(entry), zone=ZONE, with_file=True),
        "calendar empty": no_dates_card(),
        "calendar ended": ended_card(was=True),
        "calendar not there": ended_card(was=False),
    }


def _guesses(resource: Resource) -> dict[str, Card]:
    vote = resource.case.vote if resource.case else None
    assert vote is not None
    return {
        "guess": ask_card(resource, vote, tally=Tally(counts={}), plan=PLAN),
        "guessed": voted_card(resource, vote, choice=2, plan=PLAN),
        "guess answered": reveal_card(resource, vote, split=split_of({0: 2, 1: 5})),
        "guess answered, few": reveal_card(resource, vote, split=split_of({0: 1, 1: 2})),
        "guess answered, most": reveal_card(resource, vote, split=split_of({0: 1, 1: 6})),
        "guess answered, divided": reveal_card(resource, vote, split=split_of({0: 3, 1: 2, 2: 1})),
        "guess too late": too_late_card(resource, vote),
    }


def _records() -> dict[str, Card]:
    board = Board(
        plan="Case studies",
        members=6,
        active=5,
        total=9,
        readings=tuple(
            ReadingLine(
                number=number,
                title=f"Reading {number}",
                sent_on=DAY,
                done=number,
                of=6,
                share=round(100 * number / 6),
                stars=4.2 if number == 2 else None,
            )
            for number in range(1, 4)
        ),
        hardest="Reading 1",
        people=(),
        unseen=6,
        chart=PaceChart(
            title="Case studies",
            total=9,
            members=6,
            today=date(2026, 12, 8),
            planned=tuple(Point(on=DAY + n * timedelta(days=7), readings=n + 1) for n in range(9)),
            read=(Point(on=DAY, readings=0.5), Point(on=date(2026, 12, 8), readings=2.2)),
        ),
    )
    book = Book(
        plan="Case studies",
        place="study",
        credit="",
        made_on=DAY,
        first_on=DAY,
        last_on=DAY,
        finished=True,
        members=6,
        chapters=(),
    )
    return {
        "board": board_card(board, page=None),
        "board of a lead": board_card(board, page="https://study.example.org/board/x"),
        "board, small": small_board_card(board),
        "book": book_card(book),
    }
