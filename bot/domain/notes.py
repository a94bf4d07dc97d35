"""Notes and ratings: what a person writes down about a reading, and how good it was."""

import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import UserError
from bot.domain.ids import CurriculumId, ResourceId
from bot.domain.text import NOTE_LIMIT, TooLong, Unreadable, clean_input

LOWEST, HIGHEST = 1, 5
LINE_LIMIT = 200
"""Letters in one of the boxes that stand below a Done."""
_RATING = re.compile(r"([1-9]\d*)(?:\s*(?:/|of|out of)\s*5)?(?:\s*stars?)?(?:\s+(.*))?", re.DOTALL)
_LABEL = re.compile(r"(learned|learnt|liked|disagree)\s*:\s*", re.IGNORECASE)
_NAMED = re.compile(r"#?(\d{1,9})(?:-([0-9a-z]{1,7}))?(?:[\s:.,)]+(.*))?", re.DOTALL)


class EmptyNote(UserError):
    """That note is empty. Write a line behind it, for example `note start with a simple model`."""


class NoSuchNote(UserError):
    """I have no such note of yours. Type `note` to see them with their numbers."""


class UnclearRating(UserError):
    """A rating is a number from 1 to 5. Try `rate 4`."""


class NoteKind(StrEnum):
    """What a note is about."""

    NOTE = "note"
    LEARNED = "learned"
    LIKED = "liked"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note about to be kept, cleaned already."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note of a person; `number` is theirs alone, `at` is study time."""

    number: int
    curriculum: CurriculumId
    resource_id: ResourceId
    kind: NoteKind
    text: str
    at: datetime

    @property
    def name(self) -> str:
        """Its number and a mark of its words: an old button never means a newer note."""
        return f"{self.number}-{mark(self.text)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A note as a person or a button names it; `mark` is empty where only a number was typed."""

    number: int
    mark: str
    rest: str

    def means(self, note: Note) -> bool:
        """Whether this is the note that was meant."""
        return self.number == note.number and self.mark in {"", mark(note.text)}


def mark(text: str) -> str:
    """A few letters that tell two texts apart; no secret."""
    return f"{zlib.crc32(text.encode()):x}"[:7]


def clean_note(text: str, *, limit: int = NOTE_LIMIT) -> str:
    """A note as it is kept: one line without invisible signs; empty where nothing is left.

    Raises:
        TooLong: it has more than `limit` letters.
        Unreadable: it holds what no database keeps.
    """
    try:
        return clean_input(text, limit)
    except TooLong as error:
        raise TooLong(
            f"A note has {limit:,} letters at most, and this one has {len(text):,}. "
            "Nothing was kept; split it into two."
        ) from error
    except Unreadable as error:
        raise Unreadable(
            "There are signs in that note which cannot be kept. Nothing was kept; "
            "type it once more without them."
        ) from error


def labelled(text: str) -> NewNote:
    """A note with what it is about: "learned: ..." is what was learned.

    Raises:
        EmptyNote: there is no text in it.
    """
    found = _LABEL.match(text)
    said = text[found.end() :] if found else text
    kept = clean_note(said)
    if not kept:
        raise EmptyNote
    if found is None:
        return NewNote(kind=NoteKind.NOTE, text=kept)
    label = found[1].casefold().replace("learnt", "learned")
    return NewNote(kind=NoteKind(label), text=kept)


def parse_rating(text: str) -> tuple[int, str]:
    """The rating at the front of a text, and the words behind it: "4 of 5 netflix".

    Raises:
        UnclearRating: no number from 1 to 5 stands there.
    """
    found = _RATING.fullmatch(text.strip())
    if found is None or not LOWEST <= int(found[1][:2]) <= HIGHEST:
        raise UnclearRating
    return int(found[1]), (found[2] or "").strip()


def parse_named(text: str) -> Named:
    """Which note a text names, and what follows: "3: start simple".

    Raises:
        NoSuchNote: no number stands at its front.
    """
    found = _NAMED.fullmatch(text.strip())
    if found is None:
        raise NoSuchNote
    return Named(number=int(found[1]), mark=found[2] or "", rest=(found[3] or "").strip())
