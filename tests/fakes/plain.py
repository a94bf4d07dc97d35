"""A card as plain lines, for snapshots that can be read and reviewed as text."""

import re
from textwrap import wrap
from typing import assert_never

from bot.domain.card import Button, Card, Code, Fact, Option, Part, Strong, Untrusted, When, Words
from bot.domain.shown import moment

OUR_WORDS = re.compile(
    r"\b(slots?|enrollments?|curricul\w+|polic(?:y|ies)|ledgers?|lanes?|uncertain|deliver\w*|drip)\b",
    re.IGNORECASE,
)
"""Words of the code that nobody who reads a message should meet."""

WIDTH = 92


def plain(card: Card) -> str:
    """Every word of a card, one line for each of its parts.

    Other people's words stand in «», things to type in backticks, buttons in [ ] with what they
    mean behind an arrow.
    """
    lines = [f"({card.tone.value})"]
    lines += [said(card.eyebrow)] if card.eyebrow else []
    lines.append(f"# {said(card.title)}")
    if card.meter is not None:
        lines.append(f"[{card.meter.done}/{card.meter.total}]")
    lines += [f"(picture: {said(card.picture.alt)})"] if card.picture else []
    lines += [said(paragraph) for paragraph in card.text]
    lines += [f"- {said(point)}" for point in card.points]
    lines += [_fact(fact) for fact in card.facts]
    for option in card.options:
        lines += _option(option)
    lines += [f"{said(link.label)} -> {link.url}" for link in card.links]
    lines += [f"{field.label} ({field.kind.value}) ____" for field in card.fields]
    lines += [_button(button) for button in card.buttons]
    lines += [f"-- {said(card.footer)}"] if card.footer else []
    return "\n".join(lines)


def wrapped(card: Card) -> str:
    """The same with long lines folded, for snapshots."""
    lines = plain(card).splitlines()
    return "\n".join(
        folded
        for line in lines
        for folded in wrap(line, WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    )


def said(words: Words) -> str:
    """A run of text as it reads."""
    return "".join(_part(part) for part in words.parts)


def _part(part: Part) -> str:
    match part:
        case str():
            return part
        case Untrusted():
            return f"«{part.text}»"
        case Code():
            return f"`{part.text}`"
        case Strong():
            return f"*{part.text}*"
        case When():
            return moment(part)
        case _:
            assert_never(part)


def _fact(fact: Fact) -> str:
    return f"{fact.label}: {said(fact.value)}"


def _button(button: Button) -> str:
    mark = "" if button.style.value == "plain" else f" ({button.style.value})"
    return f"[{button.label}] -> {button.press.verb} {button.press.arg}".rstrip() + mark


def _option(option: Option) -> list[str]:
    lines = [f"## {said(option.title)}"]
    lines += [f"  {said(option.text)}"] if option.text else []
    lines += [f"  {_fact(fact)}" for fact in option.facts]
    return lines + [f"  {_button(button)}" for button in option.buttons]
