"""Cards as plain text of a given width, for `mlops-bot say` and every pipe behind it.

No escape sequences leave here: other people's words lose their control characters, and nothing
of ours uses any, so the same text is right in a terminal, a file and a test.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.domain.card import (
    Button,
    Card,
    Code,
    Fact,
    Field,
    Link,
    Meter,
    Option,
    Part,
    Press,
    Strong,
    Untrusted,
    When,
    Words,
)
from bot.domain.shown import clean, moment

WIDTH = 80
_BAR = 30
_WIDEST_LABEL = 16
_INDENT = 4


def render_text(card: Card, *, width: int = WIDTH) -> str:
    """A whole card, its parts set apart by empty lines, ending in a line break."""
    blocks = [
        _heading(card, width),
        *(_wrap(_text(paragraph), width) for paragraph in card.text),
        *_one_block(_point(point, width) for point in card.points),
        _facts(card.facts, width),
        _meter(card.meter) if card.meter else [],
        _wrap(f"[Picture: {_text(card.picture.alt)}]", width) if card.picture else [],
        *(_option(number, option, width=width) for number, option in enumerate(card.options, 1)),
        *_one_block(_link(link) for link in card.links),
        *_one_block(_fields(card.fields, width)),
        *_one_block(_buttons(card.buttons, width)),
        _wrap(_text(card.footer), width),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def render_reply(card: Card, *, width: int = WIDTH) -> str:
    """A card that stands in the thread of another: indented."""
    lead = " " * _INDENT
    lines = render_text(card, width=width - _INDENT).splitlines()
    return "\n".join(f"{lead}{line}" if line else "" for line in lines) + "\n"


def _heading(card: Card, width: int) -> list[str]:
    title = _wrap(_text(card.title), width)
    rule = "=" * max((_columns(line) for line in title), default=0)
    return [*_wrap(_text(card.eyebrow), width), *title, rule]


def _one_block(parts: Iterator[list[str]]) -> list[list[str]]:
    return [[line for part in parts for line in part]]


def _point(point: Words, width: int) -> list[str]:
    return _indented("- ", _wrap(_text(point), width - 2))


def _facts(facts: Sequence[Fact], width: int) -> list[str]:
    column = min(max((_columns(fact.label) for fact in facts), default=0), _WIDEST_LABEL) + 2
    lines: list[str] = []
    for fact in facts:
        label = fact.label + " " * max(column - _columns(fact.label), 1)
        lines += _indented(label, _wrap(_text(fact.value), width - len(label)))
    return lines


def _meter(meter: Meter) -> list[str]:
    share = min(max(meter.done / meter.total, 0), 1) if meter.total > 0 else 0
    full = int(share * _BAR)
    return [f"[{'#' * full}{'.' * (_BAR - full)}] {meter.done} of {meter.total}"]


def _option(number: int, option: Option, *, width: int) -> list[str]:
    lead = f"{number}. "
    room = width - len(lead)
    facts = ", ".join(f"{fact.label}: {_text(fact.value)}" for fact in option.facts)
    lines = [*_wrap(_text(option.title), room), *_wrap(_text(option.text), room)]
    lines += _wrap(facts, room)
    for block in _buttons(option.buttons, room):
        lines += block
    return _indented(lead, lines)


def _link(link: Link) -> list[str]:
    return [f"{_text(link.label)}:", f"  {clean(link.url).replace(' ', '%20')}"]


def _buttons(buttons: Sequence[Button], width: int) -> Iterator[list[str]]:
    for button in buttons:
        if not button.for_boxes:  # each box says itself what to type
            yield _wrap(f"{button.label}: type `{_typed(button.press)}`", width)


def _fields(fields: Sequence[Field], width: int) -> Iterator[list[str]]:
    """Boxes as what to type instead; none of it has to be."""
    for field in fields:
        if field.typed:
            yield _wrap(f"{field.label} If you like, type `{field.typed}`", width)


def _typed(press: Press) -> str:
    return clean(f"{press.verb} {press.arg}")


def _indented(lead: str, lines: list[str]) -> list[str]:
    rest = " " * len(lead)
    return [f"{rest if number else lead}{line}".rstrip() for number, line in enumerate(lines)]


def _text(words: Words) -> str:
    return "".join(_part(part) for part in words.parts)


def _part(part: Part) -> str:
    match part:
        case str():
            return part
        case Untrusted():
            return clean(part.text)
        case Code():
            return f"`{clean(part.text)}`"
        case Strong():
            return part.text
        case When():
            return moment(part)
        case _:
            assert_never(part)


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; a longer word (an address) stands whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and _columns(lines[-1]) + 1 + _columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _columns(text: str) -> int:
    return sum(_column(letter) for letter in text)


def _column(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1
