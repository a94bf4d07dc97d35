"""Hostile texts, every parser that reads what people type, and how much work each does.

Work is counted, not timed: calls of functions, ours and the interpreter's. A count is the same on
every machine; `bench/hostile.py` prints the milliseconds.
"""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from types import FrameType

from bot.domain.card import Press
from bot.domain.command import of_press, parse
from bot.domain.curriculum import Curriculum
from bot.domain.date_words import parse_day, parse_span
from bot.domain.delivery import parse_key
from bot.domain.errors import Fault, UserError
from bot.domain.finding import (
    Offered,
    find_place,
    find_plan,
    find_readings,
    split_plan,
    unknown_reading,
)
from bot.domain.limits import parse_limit
from bot.domain.notes import clean_note, labelled, parse_named, parse_rating
from bot.domain.outlook import default_pace
from bot.domain.pace_completion import complete_pace
from bot.domain.pace_words import parse_pace
from bot.domain.quiet_words import parse_quiet
from bot.domain.text import clean_name
from bot.domain.zones import echo, is_zone, parse_zone
from bot.library.search.building import Builder
from bot.platforms.webchat.frames import parse_frame
from bot.ports import Page
from bot.storage.text_index import FtsIndex
from tests.fakes.searching import CASES, EVERYTHING

TODAY = date(2026, 11, 23)
LETTERS = 10_000
SHAPES: Mapping[str, str] = {
    "one word": "a",
    "words": "done ",
    "numbers": "1 ",
    "digits": "9",
    "times": "9:00 ",
    "days": "monday to ",
    "every": "every 2 weeks on ",
    "accents": "e\u0301",
    "combining": "\u0301",
    "bidi": "\u202e\u200b",
    "halves": "\ud800",
    "nothing": "\0",
    "mentions": "<@",
    "addresses": "/mlops ",
    "plans": 'plan:"',
    "quotes": "'\"`",
    "colons": "note a: ",
    "labels": "learned: ",
    "brackets": "((([[[",
    "white space": " \t\u00a0",
    "wide": "\uff1d\uff10",
    "dashes": "2026-12-21-",
    "commas": "mon,",
}


def parsers(curriculum: Curriculum) -> dict[str, Callable[[str], object]]:
    """Everything that reads a text somebody typed, by its name."""
    offered = [Offered(curriculum=curriculum, plan=plan) for plan in curriculum.plans]
    ids = curriculum.order(curriculum.plans[-1].id)
    index, pace = Builder(FtsIndex).build([curriculum], {}), default_pace(4, "Europe/Paris")
    return {
        "command": parse,
        "note": lambda text: parse(f"note {text}"),
        "press": lambda text: of_press(Press("done", text)),
        "pressed verb": lambda text: of_press(Press(text, text)),
        "days and time": lambda text: parse_pace(text, default_zone="UTC", today=TODAY),
        "some of them": lambda text: complete_pace(text, pace, today=TODAY),
        "quiet hours": parse_quiet,
        "zone": parse_zone,
        "is a zone": is_zone,
        "day": lambda text: parse_day(text, today=TODAY),
        "days": lambda text: parse_span(text, today=TODAY),
        "case studies": lambda text: index.search(text, kinds=CASES, page=Page()),
        "everything": lambda text: index.search(text, kinds=EVERYTHING, page=Page()),
        "reading": lambda text: find_readings(text, curriculum=curriculum, ids=ids),
        "place": lambda text: find_place(text, curriculum=curriculum, ids=ids),
        "nearest reading": lambda text: unknown_reading(
            text, curriculum=curriculum, ids=ids, example="done"
        ),
        "plan": lambda text: find_plan(offered, text),
        "plan in words": lambda text: split_plan(offered, text),
        "rating": parse_rating,
        "note's label": labelled,
        "note's number": parse_named,
        "note's text": clean_note,
        "name": clean_name,
        "echo": lambda text: echo(text[:1_000]),
        "key": parse_key,
        "limit": parse_limit,
        "frame": lambda text: parse_frame(
            json.dumps({"type": "say", "id": "a" * 36, "text": text})
        ),
        "bare frame": parse_frame,
    }


def hostile(shape: str, letters: int) -> str:
    """So many letters of a shape."""
    return (SHAPES[shape] * letters)[:letters]


def answer(parser: Callable[[str], object], text: str) -> None:
    """Let a parser read a text; a kind refusal is an answer."""
    with suppress(UserError, Fault):
        parser(text)


def work(parser: Callable[[str], object], text: str) -> int:
    """How many calls reading a text takes."""
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        answer(parser, text)
    finally:
        sys.setprofile(before)
    return count
