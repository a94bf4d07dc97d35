"""Discord's components as plain data (discord-api-docs, components/reference)."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from bot.platforms.discord.limits import LABEL, OPTION_LABEL, PLACEHOLDER

Component: TypeAlias = dict[str, Any]

ROW, BUTTON, SELECT, FIELD, SECTION, TEXT, FILE = 1, 2, 3, 4, 9, 10, 13
ROLE_SELECT, CHANNEL_SELECT = 6, 8
GALLERY, SEPARATOR, CONTAINER, LABELLED = 12, 14, 17, 18
PRIMARY, SECONDARY, DANGER, LINK = 1, 2, 4, 5


def text(content: str) -> Component:
    """A run of markdown."""
    return {"type": TEXT, "content": content}


def separator() -> Component:
    """A thin line."""
    return {"type": SEPARATOR, "divider": True, "spacing": 1}


def button(label: str, *, custom_id: str, style: int = SECONDARY) -> Component:
    """A button that comes back to us."""
    return {"type": BUTTON, "style": style, "label": label[:LABEL], "custom_id": custom_id}


def link(label: str, *, url: str) -> Component:
    """A button that opens a page."""
    return {"type": BUTTON, "style": LINK, "label": label[:LABEL], "url": url}


def row(buttons: Sequence[Component]) -> Component:
    """Up to five buttons, or one menu, side by side."""
    return {"type": ROW, "components": list(buttons)}


def file(name: str) -> Component:
    """An attached file, which a message of components shows only where one names it."""
    return {"type": FILE, "file": {"url": f"attachment://{name}"}}


def picture(name: str, alt: str) -> Component:
    """An attached picture, and the same in words."""
    media = {"media": {"url": f"attachment://{name}"}, "description": alt}
    return {"type": GALLERY, "items": [media]}


def section(content: str, *, accessory: Component) -> Component:
    """Text with one button beside it."""
    return {"type": SECTION, "components": [text(content)], "accessory": accessory}


def menu(custom_id: str, options: Mapping[str, str], *, placeholder: str) -> Component:
    """A menu: what is shown by what it means, in the order given."""
    return {
        "type": SELECT,
        "custom_id": custom_id,
        "placeholder": placeholder[:PLACEHOLDER],
        "options": [
            {"label": label[:OPTION_LABEL], "value": value} for value, label in options.items()
        ],
    }


def container(parts: Sequence[Component], *, color: int) -> Component:
    """The frame around a card; `color` is 0xRRGGBB."""
    return {"type": CONTAINER, "accent_color": color, "components": list(parts)}


def count(parts: Sequence[Component]) -> int:
    """How many components there are, nested ones included."""
    total = 0
    for each in parts:
        inside = [*each.get("components", ()), *filter(None, (each.get("accessory"),))]
        total += 1 + count(inside)
    return total
