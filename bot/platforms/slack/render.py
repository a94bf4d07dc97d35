"""Cards as Block Kit, within every limit whatever others wrote."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from urllib.parse import quote

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Fact,
    Link,
    Meter,
    Option,
    Picture,
    Tone,
    Words,
)
from bot.domain.shown import clean
from bot.platforms.slack import limits
from bot.platforms.slack.blocks import (
    Block,
    context,
    elements,
    escaped,
    lines,
    plain_text,
    rich_text,
    section,
    shortened,
    spelled,
    text_element,
)
from bot.platforms.slack.fields import boxes
from bot.platforms.slack.overflow import for_menu
from bot.platforms.slack.presses import LINK, MORE, PRESS, fits, keyed, value_of

_ASCII = bytes(range(128))
_BAR = 12
_STYLES = {ButtonStyle.PRIMARY: "primary", ButtonStyle.DANGER: "danger"}


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a card is shown: letters of a run, and things in a list."""

    letters: int
    things: int


_ROOMS = (Room(limits.RUN_TEXT, 40), Room(900, 24), Room(300, 12), Room(120, 8), Room(50, 5))
_ROOMS_IN_VIEW = (Room(limits.RUN_TEXT, 60), *_ROOMS)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: `text` is its notification and what screen readers read."""

    text: str
    blocks: list[Block]


def render_card(
    card: Card, *, key: str | None = None, prefix: str = "", picture: str = ""
) -> Rendered:
    """A card as a message.

    `key` is its delivery's; `prefix` leads things to type, where plain words are not heard;
    `picture` is the file to show in place of the picture's words.
    """
    blocks = _fitting(card, key=key, prefix=prefix, picture=picture)
    return Rendered(text=notification(card), blocks=blocks)


def view_blocks(cards: Sequence[Card], *, picture: str = "") -> list[Block]:
    """Cards under each other, for a view; `picture` as in `render_card`."""
    for room in _ROOMS_IN_VIEW:
        drawing, blocks = _Drawing(room=room, prefix="", picture=picture), list[Block]()
        for card in cards:
            blocks += [{"type": "divider"}] if blocks else []
            blocks += drawing.card(card)
        if len(blocks) <= limits.BLOCKS_IN_VIEW and _size(blocks) <= limits.VIEW_JSON:
            return blocks
    return _beginning(blocks)


def _beginning(blocks: Sequence[Block]) -> list[Block]:
    """As many of the first blocks as a view has room for."""
    sizes = accumulate(_size([block]) for block in blocks[: limits.BLOCKS_IN_VIEW])
    return [block for block, size in zip(blocks, sizes, strict=False) if size <= limits.VIEW_JSON]


def notification(card: Card) -> str:
    """One line that says what the message is."""
    if card.tone is Tone.READING and card.eyebrow:
        said = f"{spelled(card.title)} ({spelled(card.eyebrow)})"
    else:
        said = ". ".join(spelled(each) for each in (card.title, *card.text[:1]))
    return escaped(shortened(said, limits.NOTIFICATION)) or "…"


def _fitting(card: Card, *, key: str | None, prefix: str, picture: str) -> list[Block]:
    for room in _ROOMS:
        drawing = _Drawing(room=room, prefix=prefix, picture=picture, is_sent=bool(key))
        blocks = _keyed(drawing.card(card), key)
        if len(blocks) <= limits.BLOCKS_IN_MESSAGE and _size(blocks) <= limits.MESSAGE_JSON:
            return blocks
    bare = Card(title=card.title, buttons=card.buttons[:3], tone=card.tone)
    return _keyed(_Drawing(room=_ROOMS[-1], prefix=prefix, is_sent=bool(key)).card(bare), key)


def _keyed(blocks: Iterable[Block], key: str | None) -> list[Block]:
    """The blocks with the delivery's key, which takes room too."""
    return keyed(list(blocks), key) if key else list(blocks)


def _size(blocks: Sequence[Block]) -> int:
    """Letters of JSON as the SDK sends it: everything beyond ASCII counts six or twelve."""
    return len(json.dumps(blocks))


@dataclass(slots=True)
class _Drawing:
    """One try at drawing cards with so much room; numbers its buttons."""

    room: Room
    prefix: str
    picture: str = ""
    is_sent: bool = False
    numbers: "count[int]" = field(default_factory=count)

    def card(self, card: Card) -> Iterator[Block]:
        if card.eyebrow:
            yield context(card.eyebrow)
        yield self._title(card.title)
        yield from self._texts(card)
        yield from self._rows(_bar(card.meter) if card.meter else [])
        yield from self._picture(card.picture) if card.picture else ()
        yield from self._facts(card.facts)
        for option in card.options[: self.room.things]:
            yield from self._option(option)
        yield from self._cut(len(card.options))
        yield from self._links(card.links if card.tone is not Tone.READING else card.links[1:])
        yield from boxes(card.fields)
        yield from self._actions(card)
        if card.footer:
            yield context(card.footer, prefix=self.prefix)

    def _picture(self, picture: Picture) -> Iterator[Block]:
        """The uploaded file, else its words."""
        if not self.picture:
            yield from self._rows(self._words(picture.alt))
            return
        alt = shortened(spelled(picture.alt), limits.ALT_TEXT)
        yield {"type": "image", "slack_file": {"id": self.picture}, "alt_text": alt}

    def _title(self, title: Words) -> Block:
        said = spelled(title)
        if len(said) <= limits.HEADER:
            return {"type": "header", "text": plain_text(said, limits.HEADER)}
        whole = text_element(shortened(said, self.room.letters), bold=True)
        return rich_text([section([whole])])

    def _texts(self, card: Card) -> Iterator[Block]:
        for paragraph in card.text[: self.room.things]:
            yield from self._rows(self._words(paragraph))
        points = [self._words(each) for each in card.points[: self.room.things]]
        items = [section(each) for each in points if each]
        if items:
            yield rich_text([{"type": "rich_text_list", "style": "bullet", "elements": items}])
        yield from self._cut(len(card.points))

    def _cut(self, number: int) -> Iterator[Block]:
        """Says that a list was longer."""
        more = number - self.room.things
        if more > 0:
            yield context(Words((f"… and {more} more",)))

    def _facts(self, facts: Sequence[Fact]) -> Iterator[Block]:
        yield from self._rows(
            *(
                [text_element(f"{each.label}: ", bold=True), *self._words(each.value)]
                for each in facts[: self.room.things]
            )
        )

    def _links(self, links: Sequence[Link]) -> Iterator[Block]:
        safe = [(each, address(each)) for each in links[: self.room.things]]
        yield from self._rows(
            *([_link(each, url, most=self.room.letters)] for each, url in safe if url)
        )

    def _option(self, option: Option) -> Iterator[Block]:
        yield {"type": "divider"}
        title = text_element(shortened(spelled(option.title), self.room.letters) or "-", bold=True)
        facts = [
            [text_element(f"{each.label}: "), *self._words(each.value)] for each in option.facts
        ]
        yield from self._rows([title], self._words(option.text), *facts)
        yield from self._row(self._buttons(option.buttons))

    def _actions(self, card: Card) -> Iterator[Block]:
        shown, menu = for_menu(card, is_sent=self.is_sent)
        first = card.links[:1] if card.tone is Tone.READING else ()
        made = [self._link_button(each, url) for each in first if (url := address(each))]
        made += self._buttons(shown)[: limits.IN_ACTIONS - 2]
        made += [self._menu(menu)] if menu else []
        yield from self._row(made)

    def _row(self, made: Sequence[Block]) -> Iterator[Block]:
        if made:
            yield {"type": "actions", "elements": list(made[: limits.IN_ACTIONS])}

    def _buttons(self, buttons: Sequence[Button]) -> list[Block]:
        return [self._button(each) for each in buttons if fits(each.press, limits.BUTTON_VALUE)]

    def _button(self, button: Button) -> Block:
        style = _STYLES.get(button.style)
        return {
            "type": "button",
            "action_id": f"{PRESS}:{next(self.numbers)}",
            "text": plain_text(button.label, limits.BUTTON_TEXT),
            "value": value_of(button.press),
        } | ({"style": style} if style else {})

    def _link_button(self, link: Link, url: str) -> Block:
        return {
            "type": "button",
            "action_id": f"{LINK}:{next(self.numbers)}",
            "text": plain_text(spelled(link.label), limits.BUTTON_TEXT),
            "url": url,
        }

    def _menu(self, buttons: Sequence[Button]) -> Block:
        options = [
            {
                "text": plain_text(each.label, limits.OPTION_TEXT),
                "value": value_of(each.press),
            }
            for each in buttons
        ]
        name = f"{MORE}:{next(self.numbers)}"
        return {"type": "overflow", "action_id": name, "options": options}

    def _words(self, run: Words) -> list[Block]:
        return elements(run, self.room.letters, prefix=self.prefix)

    def _rows(self, *rows: Sequence[Block]) -> Iterator[Block]:
        kept = [row for row in rows if row]
        if kept:
            yield rich_text([lines(kept)])


def address(link: Link) -> str:
    """A link's address in ASCII; empty where Slack would not take it."""
    url = clean(link.url).replace(" ", "%20")
    kept = quote(url, safe=_ASCII)
    return kept if len(kept) <= limits.URL else ""


def _link(link: Link, url: str, *, most: int) -> Block:
    return {"type": "link", "url": url, "text": shortened(spelled(link.label), most) or url}


def _bar(meter: Meter) -> list[Block]:
    share = min(max(meter.done / meter.total, 0), 1) if meter.total > 0 else 0
    full = int(share * _BAR)
    bar = "█" * full + "░" * (_BAR - full)
    return [text_element(f"{bar} {meter.done} of {meter.total}")]
