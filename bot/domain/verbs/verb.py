"""What a command is, and how help sorts commands."""

from dataclasses import dataclass
from enum import StrEnum

MOST_VERBS = 16
"""Top-level names at most (Discord allows 25, and 8,000 characters in all)."""


class Group(StrEnum):
    """What somebody wants to do, as help puts it."""

    FIRST = "The five to start with"
    LOOK = "See your plan"
    MOVE = "Move around in it"
    REST = "Take a break"
    CHANGE = "Change how it works"
    TOGETHER = "Read together in a channel"
    KEEP = "Keep your notes, and what is yours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A command, or a sub-command where it stands in `subs`.

    `argument` names what may follow. `aliases` are plain words that mean the same when typed.
    `changes` says whether giving it alone changes anything. `verbatim` keeps what follows word
    for word. A sub-command with `only` is meant where all that follows it matches, so that
    "note rate limiting matters" stays a note.
    """

    name: str
    help: str
    example: str
    group: Group
    argument: str = ""
    aliases: tuple[str, ...] = ()
    subs: tuple["Verb", ...] = ()
    changes: bool = True
    verbatim: bool = False
    only: str = ""
