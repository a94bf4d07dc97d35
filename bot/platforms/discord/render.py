"""Cards as Discord's components, within every limit, and safe whatever others wrote.

One container holds the whole card: texts, a section for each option with its button beside it,
rows of links and buttons. What does not fit is left out from the end, and the card says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import discord

from bot.domain.card import Button, ButtonStyle, Card, Fact, Meter, Option, Press, Tone, Words
from bot.domain.shown import clean
from bot.platforms.discord import components as c
from bot.platforms.discord.components import Component
from bot.platforms.discord.limits import COMPONENTS, LABEL, ROW, TEXT, URL
from bot.platforms.discord.markup import markdown, plain
from bot.platforms.discord.presses import Carried, custom_id, keys_in

_TITLE = 300
_FOOTER = 600
_LINE = 1000
_MORE = "-# There is more than fits here."
_CELLS = 12
_LINKS = 2 * ROW
_CALL = re.compile(r"<@&(\d+)>")
_KEPT_FREE = 4
"""Components for the container itself, its last lines, and a button that carries the key."""
_COLORS = {
    Tone.READING: 0x4F46E5,
    Tone.INFO: 0x64748B,
    Tone.SUCCESS: 0x16A34A,
    Tone.GENTLE: 0xD97706,
}
_STYLES = {
    ButtonStyle.PRIMARY: c.PRIMARY,
    ButtonStyle.PLAIN: c.SECONDARY,
    ButtonStyle.QUIET: c.SECONDARY,
    ButtonStyle.DANGER: c.DANGER,
}
PROGRESS = Button("Progress", Press("progress"))
EVERYBODY = "Show everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a card stands: on whose plan its buttons act, and the key its message carries.

    `shareable` is the press that shows the same card to everybody, `calls` the id of a role that
    is named above the card.
    """

    own: bool
    key: str | None = None
    shareable: Press | None = None
    calls: str = ""


@dataclass(slots=True)
class _Sheet:
    """A card in the making: what is on it, and the room that is left."""

    stand: Stand
    letters: int = TEXT - len(_MORE)
    room: int = COMPONENTS - _KEPT_FREE
    parts: list[Component] = field(default_factory=list)
    presses: int = 0
    full: bool = False

    def write(self, lines: Iterable[str]) -> None:
        """Add lines to the text at the end, as far as there is room."""
        taken = list(self.fitting(lines))
        if not any(taken):
            return
        last = self.parts[-1] if self.parts else None
        if last is not None and last["type"] == c.TEXT:
            last["content"] += "\n" + "\n".join(taken)
        elif self.room > 0:
            self.parts.append(c.text("\n".join(taken)))
            self.room -= 1
        else:
            self.full = True

    def add(self, part: Component) -> bool:
        """Add a part other than text; says whether there was room."""
        size = c.count([part])
        if size > self.room:
            self.full = True
            return False
        self.parts.append(part)
        self.room -= size
        return True

    def button(self, button: Button, *, shows: bool = False) -> Component:
        """A button with its press."""
        carried = Carried(press=button.press, own=self.stand.own, key=self.stand.key, shows=shows)
        made = custom_id(carried, number=self.presses)
        self.presses += 1
        label = plain(Words((button.label,)), limit=LABEL) or button.press.verb
        return c.button(label, custom_id=made, style=_STYLES[button.style])

    def fitting(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines that there is room for, from the first on."""
        for line in lines:
            if len(line) + 1 > self.letters:
                self.full = True
            if self.full:
                return
            self.letters -= len(line) + 1
            yield line


def render_card(card: Card, stand: Stand) -> list[Component]:
    """The components of a card's message."""
    sheet, above = _Sheet(stand), _call(stand)
    sheet.room -= c.count(above)
    sheet.letters -= sum(len(each["content"]) for each in above)
    below = [*_links(card), *_rows(_buttons(sheet, card))]
    sheet.room -= c.count(below)
    footer = [_small(card.footer, limit=_FOOTER)] if card.footer else []
    sheet.letters -= sum(len(line) + 1 for line in footer)
    sheet.write(_head(card))
    for option in card.options:
        if not sheet.full:
            _put_option(sheet, option)
    below += _carrier(sheet, below)
    if sheet.full:
        footer = [_MORE, *footer]
    texts = [c.text("\n".join(footer))] if footer else []
    return [*above, c.container([*sheet.parts, *texts, *below], color=_COLORS[card.tone])]


def _call(stand: Stand) -> list[Component]:
    """The one mention that there ever is, in letters of our own."""
    return [c.text(f"<@&{stand.calls}>")] if stand.calls else []


def called_in(message: discord.Message | None) -> str:
    """The id of the role that a message of ours names; empty for none."""
    above = message.components[0] if message is not None and message.components else None
    if not isinstance(above, discord.TextDisplay):
        return ""
    found = _CALL.fullmatch(above.content)
    return found[1] if found else ""


def _carrier(sheet: _Sheet, below: Sequence[Component]) -> list[Component]:
    """A button for the key of a delivered message that has no other to carry it."""
    if sheet.stand.key is None or any(keys_in([*sheet.parts, *below])):
        return []
    return [c.row([sheet.button(PROGRESS)])]


def _head(card: Card) -> Iterator[str]:
    if card.eyebrow:
        yield _small(card.eyebrow, limit=_TITLE)
    yield f"### {markdown(card.title, limit=_TITLE) or chr(0x200B)}"
    if card.meter is not None:
        yield _meter(card.meter)
    if card.picture is not None:
        yield markdown(card.picture.alt, limit=_LINE)
    for paragraph in card.text:
        yield markdown(paragraph, limit=_LINE)
    for point in card.points:
        yield f"- {markdown(point, limit=_LINE)}"
    yield from map(_fact, card.facts)


def _put_option(sheet: _Sheet, option: Option) -> None:
    """An option's text, its one button beside it or its buttons below."""
    lines = [f"**{markdown(option.title, limit=_TITLE)}**"]
    lines += [markdown(option.text, limit=_LINE)] if option.text else []
    lines += [_fact(fact) for fact in option.facts]
    made = list(map(sheet.button, option.buttons))
    if len(made) == 1 and sheet.room > 3:  # noqa: PLR2004 - a section, its text, its button
        taken = list(sheet.fitting(lines))
        if taken:
            sheet.add(c.section("\n".join(taken), accessory=made[0]))
        return
    sheet.write(["", *lines] if sheet.parts else lines)
    for row in _rows(made):
        sheet.add(row)


def _buttons(sheet: _Sheet, card: Card) -> list[Component]:
    """The buttons below a card."""
    made = list(map(sheet.button, card.buttons))
    if sheet.stand.shareable is not None:
        made.append(sheet.button(Button(EVERYBODY, sheet.stand.shareable), shows=True))
    return made[: 2 * ROW]


def _links(card: Card) -> list[Component]:
    made = []
    for each in card.links:
        url = quote(clean(each.url), safe="!#$%&'()*+,/:;=?@[]~")
        if len(url) <= URL:
            made.append(c.link(plain(each.label, limit=LABEL) or "Open", url=url))
    return _rows(made[:_LINKS])


def _rows(buttons: Sequence[Component]) -> list[Component]:
    return [c.row(buttons[at : at + ROW]) for at in range(0, len(buttons), ROW)]


def _fact(fact: Fact) -> str:
    return (
        f"**{markdown(Words((fact.label,)), limit=_TITLE)}:** {markdown(fact.value, limit=_LINE)}"
    )


def _small(text: Words, *, limit: int) -> str:
    return f"-# {markdown(text, limit=limit)}"


def _meter(meter: Meter) -> str:
    filled = round(_CELLS * meter.done / meter.total) if meter.total else 0
    bar = "▰" * filled + "▱" * (_CELLS - filled)
    return f"{bar} {meter.done} of {meter.total}"
