"""Runs of text as Discord's markdown, in which nobody but us can ping, link or style.

Discord takes a backslash before any sign as that sign alone. A zero-width space behind `@` keeps
a name from looking like a ping even where the client colours it.
"""

import re
from collections.abc import Iterator
from typing import assert_never

from bot.domain.card import Code, Part, Strong, Untrusted, When, WhenStyle, Words
from bot.domain.command import UnknownCommand, parse
from bot.domain.errors import UserError
from bot.domain.shown import clean
from bot.domain.verbs import BY_PATH
from bot.platforms.discord.options import spelled

_STYLING = frozenset("\\*_~`|>#[]<")
_LINKING = frozenset(":@")
_AT_START = frozenset("-+")
_STYLES = {WhenStyle.DAY: "D", WhenStyle.DAY_TIME: "F", WhenStyle.DATE: "D"}
_NUMBERED = re.compile(r"\s*\d+$")
CUT = "…"


def markdown(text: Words, *, limit: int) -> str:
    """The words as markdown of at most `limit` letters, cut where nothing is left half open."""
    taken: list[str] = []
    room = limit
    for atom in _atoms(text):
        if len(atom) > room:
            _make_room(taken, room)
            return "".join(taken).rstrip() + CUT
        taken.append(atom)
        room -= len(atom)
    return "".join(taken)


def plain(text: Words, *, limit: int) -> str:
    """The words as plain letters, for labels, in which Discord knows no markdown."""
    shown = " ".join("".join(_plain(part) for part in text.parts).split())
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + CUT


def typed(said: str) -> str:
    """Something to type as it stands in Discord's menu: `/mlops go later day: friday`."""
    try:
        command = parse(said)
    except (UnknownCommand, UserError):
        return clean(said)
    known = BY_PATH.get(command.verb)
    return clean(said) if known is None else spelled(known, command.args, plan=command.plan)


def _make_room(taken: list[str], room: int) -> None:
    while taken and room < len(CUT):
        room += len(taken.pop())


def _atoms(text: Words) -> Iterator[str]:
    """Pieces that are shown whole or not at all."""
    before = ""
    for part in text.parts:
        match part:
            case str():
                for atom in _escaped(" ".join(part.split("\n")), before, signs=_STYLING):
                    before = (before + atom)[-8:]
                    yield atom
                continue
            case Untrusted():
                for atom in _escaped(clean(part.text), before, signs=_STYLING | _LINKING):
                    before = (before + atom)[-8:]
                    yield atom
                continue
            case Code():
                shown = typed(part.text).replace("`", "'")
                atom = f"`{shown}`" if shown else ""
            case Strong():
                atom = f"**{''.join(_escaped(clean(part.text), ' ', signs=_STYLING))}**"
            case When():
                atom = f"<t:{int(part.at.timestamp())}:{_STYLES[part.style]}>"
            case _:
                assert_never(part)
        before = "x"
        yield atom


def _escaped(text: str, before: str, *, signs: frozenset[str]) -> Iterator[str]:
    """Letters, each sign that means something to Discord behind a backslash."""
    for letter in text:
        at_start = not before or before.isspace()
        if letter in signs or (letter in _AT_START and at_start):
            atom = f"\\{letter}"
        elif letter == "." and _NUMBERED.fullmatch(before):
            atom = "\\."
        else:
            atom = letter
        if letter == "@":
            atom += "\u200b"
        before = (before + letter)[-8:]
        yield atom


def _plain(part: Part) -> str:
    match part:
        case str():
            return part
        case Code() | Untrusted() | Strong():
            return clean(part.text)
        case When():
            return f"{part.at:%d %b %Y}"
        case _:
            assert_never(part)
