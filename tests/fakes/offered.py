"""What each platform offers of a card: the presses of its buttons, and the names of its boxes."""

import json
from collections.abc import Callable, Mapping

from bot.domain.card import Card, Press
from bot.platforms.discord.forms import form_for, form_of
from bot.platforms.discord.presses import Carried, carried_by
from bot.platforms.discord.render import Stand
from bot.platforms.discord.render import render_card as discord_card
from bot.platforms.slack.presses import press_of
from bot.platforms.slack.render import render_card as slack_card
from bot.platforms.terminal.render import render_text
from bot.platforms.webchat.render import card_payload
from tests.fakes.discord_state import every_component
from tests.fakes.slack_checks import interactive

KEY = "1-a"


def buttons_of(card: Card) -> frozenset[Press]:
    """Every press that a card offers."""
    rows = [card.buttons, *(option.buttons for option in card.options)]
    return frozenset(each.press for row in rows for each in row)


def slack_buttons(card: Card) -> frozenset[Press]:
    found = set[Press | None]()
    for each in interactive(slack_card(card, key=KEY).blocks):
        menu = each.get("options", []) if each["type"] == "overflow" else []
        found.add(press_of(each))
        found.update(press_of(each | {"selected_option": option}) for option in menu)
    return frozenset(filter(None, found))


def discord_buttons(card: Card) -> frozenset[Press]:
    shown = discord_card(card, Stand(own=True, key=KEY))
    ids = [each["custom_id"] for each in every_component(shown) if "custom_id" in each]
    return frozenset(carried.press for carried in map(carried_by, ids) if carried)


def webchat_buttons(card: Card) -> frozenset[Press]:
    data = json.loads(card_payload(card))["card"]
    rows = [data["buttons"], *(option["buttons"] for option in data["options"])]
    return frozenset(Press(each["verb"], each["arg"]) for row in rows for each in row)


def terminal_buttons(card: Card) -> frozenset[Press]:
    """What is said to be typed; a line may be broken between words."""
    said = " ".join(render_text(card).split())
    return frozenset(
        each
        for each in buttons_of(card)
        if f"`{' '.join(f'{each.verb} {each.arg}'.split())}`" in said
    )


def slack_boxes(card: Card) -> frozenset[str]:
    shown = slack_card(card, key=KEY).blocks
    return frozenset(
        str(each["block_id"]).partition(":")[2] for each in shown if each["type"] == "input"
    )


def discord_boxes(card: Card) -> frozenset[str]:
    """The boxes of the form that the card's button opens."""
    press = next(each.press for each in card.buttons if each.for_boxes)
    form = form_for(Carried(press=press, own=True)) or form_of(card, own=True)
    assert form is not None
    return frozenset(each["component"]["custom_id"] for each in form["components"])


def webchat_boxes(card: Card) -> frozenset[str]:
    return frozenset(each["name"] for each in json.loads(card_payload(card))["card"]["fields"])


def terminal_boxes(card: Card) -> frozenset[str]:
    """What is said to be typed instead."""
    said = " ".join(render_text(card).split())
    return frozenset(each.name for each in card.fields if each.typed and f"`{each.typed}`" in said)


BUTTONS: Mapping[str, Callable[[Card], frozenset[Press]]] = {
    "Slack": slack_buttons,
    "Discord": discord_buttons,
    "web chat": webchat_buttons,
    "terminal": terminal_buttons,
}
BOXES: Mapping[str, Callable[[Card], frozenset[str]]] = {
    "Slack": slack_boxes,
    "Discord": discord_boxes,
    "web chat": webchat_boxes,
    "terminal": terminal_boxes,
}
