"""The smallest pieces of Block Kit, safe for other people's words.

Nothing here is mrkdwn: a run of text becomes rich_text elements or plain_text, in which
`<!channel>` or `*bold*` are letters (docs.slack.dev, reference/block-kit/blocks/rich-text-block).
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, assert_never

from bot.domain.card import Code, Part, Strong, Untrusted, When, WhenStyle, Words
from bot.domain.shown import clean, moment
from bot.platforms.slack import limits

Block: TypeAlias = dict[str, Any]

_BEFORE_CLEANING = 4
"""How many letters are looked at for each that is shown: cleaning takes some away."""

LONG_DATE = "{date_long_pretty} at {time}"
"""A moment in the reader's own zone: "tomorrow at 10:00 AM", or the whole date."""


def plain_text(text: str, most: int) -> Block:
    """A plain_text object; Slack refuses an empty one, so a lone blank becomes a dash."""
    return {"type": "plain_text", "text": shortened(text, most) or "-", "emoji": False}


def escaped(text: str) -> str:
    """Letters for the one place that Slack always reads as mrkdwn, a message's `text`.

    docs.slack.dev, messaging/formatting-message-text: these three signs, the ampersand first.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def spelled(words: Words) -> str:
    """A run of text as letters alone."""
    return "".join(_letters(part) for part in words.parts).strip()


def elements(words: Words, most: int, *, prefix: str = "") -> list[Block]:
    """A run of text as rich_text elements, `most` letters of it; `prefix` leads things to type."""
    made: list[Block] = []
    for part in words.parts:
        if most <= 0:
            break
        element = _element(part, most, prefix=prefix)
        most -= len(element.get("text") or element.get("fallback", ""))
        if element.get("text") != "":
            made.append(element)
    return made


def section(parts: Sequence[Block]) -> Block:
    """One paragraph within a rich_text block."""
    return {"type": "rich_text_section", "elements": list(parts)}


def rich_text(parts: Sequence[Block]) -> Block:
    """A rich_text block of sections and lists."""
    return {"type": "rich_text", "elements": list(parts)}


def text_element(text: str, **style: bool) -> Block:
    """One stretch of letters, for example in bold."""
    return {"type": "text", "text": text} | ({"style": dict(style)} if style else {})


def lines(rows: Sequence[Sequence[Block]]) -> Block:
    """Rows under each other in one section."""
    return section(list(_broken(rows)))


def _broken(rows: Sequence[Sequence[Block]]) -> Iterator[Block]:
    for number, row in enumerate(rows):
        if number:
            yield text_element("\n")
        yield from row


def _element(part: Part, most: int, *, prefix: str) -> Block:
    match part:
        case str():
            return text_element(shortened(part, most))
        case Untrusted():
            return text_element(shortened(_cleaned(part.text, most), most))
        case Code():
            return text_element(shortened(prefix + _cleaned(part.text, most), most), code=True)
        case Strong():
            return text_element(shortened(part.text, most), bold=True)
        case When(style=WhenStyle.DAY_TIME):
            at = int(part.at.timestamp())
            return {"type": "date", "timestamp": at, "format": LONG_DATE, "fallback": moment(part)}
        case When():
            return text_element(moment(part))
        case _:
            assert_never(part)


def _letters(part: Part) -> str:
    match part:
        case str():
            return part
        case Untrusted() | Code():
            return _cleaned(part.text, limits.RUN_TEXT)
        case Strong():
            return part.text
        case When():
            return moment(part)
        case _:
            assert_never(part)


def _cleaned(text: str, most: int) -> str:
    """The letters that will be shown, of a text that may be very long."""
    return clean(text[: _BEFORE_CLEANING * most])


def context(words: Words, *, prefix: str = "") -> Block:
    """A small grey line; it has no style for things to type, so they stand between quotes."""
    parts = (f"“{prefix}{_letters(each)}”" if isinstance(each, Code) else each
             for each in words.parts)  # fmt: skip
    text = plain_text(spelled(Words(tuple(parts))), limits.CONTEXT_TEXT)
    return {"type": "context", "elements": [text]}
