"""Cards: what a message says, before any platform has drawn it.

Whatever somebody else wrote (titles, names, notes) travels as `Untrusted`, a type of its own,
so that no renderer can let it ping, link or style. Plain `str` is ours alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlsplit

from bot.domain.drawing import Drawing

LONGEST_LABEL = 45
"""Discord's text inputs (API documentation, components reference); Slack allows more."""
MOST_FIELDS = 5
"""On one card, as in Discord's modals (API documentation, interactions)."""


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Text that somebody else wrote; shown as letters, never as markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, shown in a fixed-width face."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """A few words of ours that should stand out."""

    text: str


class WhenStyle(StrEnum):
    """How much of an instant is shown."""

    DAY = "day"  # Tue 24 Nov
    DAY_TIME = "day_time"  # Tue 24 Nov, 09:00
    DATE = "date"  # 24 November 2026


@dataclass(frozen=True, slots=True)
class When:
    """An instant (aware) with the IANA zone it is shown in, where the platform has no own form."""

    at: datetime
    zone: str
    style: WhenStyle = WhenStyle.DAY_TIME

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an instant needs a time zone")


Part: TypeAlias = str | Untrusted | Code | Strong | When


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text: our own words and other people's, kept apart."""

    parts: tuple[Part, ...]

    def __bool__(self) -> bool:
        return bool(self.parts)


Text: TypeAlias = Words | Part


def words(*parts: Text) -> Words:
    """Join pieces into one run of text."""
    flat: list[Part] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Words) else (part,))
    return Words(tuple(flat))


def joined(pieces: Iterable[Text], separator: str) -> Words:
    """Join pieces with a separator of ours between them."""
    flat: list[Text] = []
    for piece in pieces:
        flat += [separator, piece] if flat else [piece]
    return words(*flat)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a person may follow; http or https only."""

    label: Words
    url: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise ValueError(f"only http and https links are shown, not {self.url!r}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A short label with its value, for example "Reading time: 25 min"."""

    label: str
    value: Words


class ButtonStyle(StrEnum):
    """How a button asks for attention; at most one PRIMARY on a card."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Press:
    """What a button means: a verb of the command registry and its argument."""

    verb: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button; pressing it is the same as giving its command.

    `for_boxes` marks the one that the boxes of its card are for: where they have to stand in a
    window of their own, this button opens it.
    """

    label: str
    press: Press
    style: ButtonStyle = ButtonStyle.PLAIN
    for_boxes: bool = False


@dataclass(frozen=True, slots=True)
class Meter:
    """How far something is: `done` of `total`."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Something that `ports.Painter` draws, and the same in words for those who do not see it."""

    content: Drawing
    alt: Words


class Tone(StrEnum):
    """What kind of message a card is, so that a platform may colour it."""

    READING = "reading"
    INFO = "info"
    SUCCESS = "success"
    GENTLE = "gentle"  # a reminder, or an answer to a slip


class FieldKind(StrEnum):
    """What somebody fills in."""

    LINE = "line"
    SCALE = "scale"  # 1 to 5
    CHOICE = "choice"  # one of its options
    CHANNELS = "channels"  # any number of the platform's channels
    ROLE = "role"  # one of the platform's roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A box of a form; what stands in it goes with every press of its card, under its name.

    Every field may stay empty. `most` caps a line, in characters. `value` stands in it at first:
    what others wrote, or ids with spaces between. `options` are pairs of what is meant and what
    is shown. `typed` says the same as a command, for where there are no boxes.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    hint: str = ""
    most: int = 200
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    typed: str = ""

    def __post_init__(self) -> None:
        if len(self.label) > LONGEST_LABEL:
            raise ValueError(f"a label has {LONGEST_LABEL} letters at most: {self.label!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of several things on a card, each with its own facts and buttons."""

    title: Words
    text: Words = Words(())
    facts: tuple[Fact, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One message, platform-neutral. Every part but the title may be empty."""

    title: Words
    eyebrow: Words = Words(())
    text: tuple[Words, ...] = ()
    facts: tuple[Fact, ...] = ()
    points: tuple[Words, ...] = ()
    meter: Meter | None = None
    picture: Picture | None = None
    options: tuple[Option, ...] = ()
    links: tuple[Link, ...] = ()
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    footer: Words = Words(())
    tone: Tone = Tone.INFO

    def __post_init__(self) -> None:
        if len(self.fields) > MOST_FIELDS:
            raise ValueError(f"a card has {MOST_FIELDS} boxes at most")
