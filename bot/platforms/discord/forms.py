"""Forms (modals): what a button without words asks for before it is a command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from bot.domain.card import Card, Field, FieldKind, Words
from bot.domain.cards.notes import RATINGS, with_boxes
from bot.domain.command import of_press
from bot.domain.errors import UserError
from bot.domain.ids import PlanId, ResourceId
from bot.platforms.discord import components as c
from bot.platforms.discord.limits import FIELD_LABEL, MODAL_TITLE, OPTIONS
from bot.platforms.discord.markup import plain
from bot.platforms.discord.presses import Carried, form_id

_VALUE = "value"
_SHORT, _LONG = 1, 2
_SHORT_LINE = 300
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One line of text and what it is about."""

    title: str
    label: str
    example: str


_BOXES = with_boxes(Card(title=Words(())), ResourceId(""), plan=PlanId("")).fields
_POSTABLE = [0, 5, 15]
"""Text, announcements, forum: the kinds of channels that plans run in (discord-api-docs,
resources/channel)."""
FROM_ANSWERS = frozenset({"note change", "settings workspace"})
"""Commands whose form holds what is there already, so that it is made from their answer."""
_FORMS: Mapping[str, Form] = {
    "settings pace": Form(
        title="Days and time",
        label="On which days, and when?",
        example="mon,thu 18:30",
    ),
    "settings timezone": Form(title="Where are you?", label="City", example="Paris"),
    "settings quiet": Form(title="Quiet hours", label="From and to", example="22:00-07:00"),
    "settings break": Form(
        title="A break", label="First and last day", example="2026-12-21 to 2027-01-03"
    ),
    "settings away": Form(title="Away", label="Back on", example="monday"),
    "settings holidays": Form(title="Public holidays", label="Country", example="FR"),
    "go to": Form(title="Go on from", label="Reading or section", example="career"),
}


def form_for(carried: Carried) -> dict[str, Any] | None:
    """The form that a press opens; None where it is a command already."""
    try:
        command = of_press(carried.press)
    except UserError:
        return None
    form, made = _FORMS.get(command.verb), form_id(carried)
    if command.verb == "keep":
        return _modal(made, "What you keep of it", parts=[_boxed(each) for each in _BOXES])
    if form is None or command.args:
        return None
    field = {
        "type": c.FIELD,
        "custom_id": _VALUE,
        "style": _SHORT,
        "required": True,
        "max_length": _LONGEST,
        "placeholder": f"For example: {form.example}",
    }
    return _modal(made, form.title, parts=[_labelled(form.label, field)])


def form_of(card: Card | None, *, own: bool) -> dict[str, Any] | None:
    """The form that an answer with boxes is; None where it has none, or none to send."""
    send = next((each for each in card.buttons if each.for_boxes), None) if card else None
    if card is None or send is None or not card.fields:
        return None
    made = form_id(Carried(press=send.press, own=own))
    title = plain(card.title, limit=MODAL_TITLE) or "Change"
    return _modal(made, title, parts=[_boxed(each) for each in card.fields])


def _modal(made: str, title: str, *, parts: list[c.Component]) -> dict[str, Any]:
    return {"custom_id": made, "title": title[:MODAL_TITLE], "components": parts}


def _labelled(label: str, component: c.Component) -> c.Component:
    return {"type": c.LABELLED, "label": label[:FIELD_LABEL], "component": component}


def _boxed(each: Field) -> c.Component:
    """A box of a card; every one may stay empty."""
    made: c.Component = {"custom_id": each.name, "required": False}
    match each.kind:
        case FieldKind.SCALE:
            made |= _menu([(number, number) for number in RATINGS], chosen=each.value)
        case FieldKind.CHOICE:
            made |= _menu(each.options, chosen=each.value)
        case FieldKind.CHANNELS:
            made |= _picker(c.CHANNEL_SELECT, "channel", chosen=each.value, most=OPTIONS)
            made |= {"channel_types": _POSTABLE}
        case FieldKind.ROLE:
            made |= _picker(c.ROLE_SELECT, "role", chosen=each.value, most=1)
        case FieldKind.LINE:
            made |= _line(each)
        case _:
            assert_never(each.kind)
    return _labelled(each.label, made)


def _menu(options: Sequence[tuple[str, str]], *, chosen: str) -> c.Component:
    shown = [
        {"label": label, "value": value} | ({"default": True} if value == chosen else {})
        for value, label in options
    ]
    return {"type": c.SELECT, "options": shown, "min_values": 0, "max_values": 1}


def _picker(kind: int, what: str, *, chosen: str, most: int) -> c.Component:
    """A menu of the server's own channels or roles."""
    known = [{"id": each, "type": what} for each in chosen.split() if each.isdecimal()]
    return {"type": kind, "min_values": 0, "max_values": most, "default_values": known[:most]}


def _line(each: Field) -> c.Component:
    made: c.Component = {
        "type": c.FIELD,
        "style": _SHORT if each.most <= _SHORT_LINE else _LONG,
        "max_length": each.most,
    }
    made |= {"placeholder": each.hint[:100]} if each.hint else {}
    return made | ({"value": each.value[: each.most]} if each.value else {})


def values_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What somebody filled in, by the field's name; rows and labels both hold fields."""
    found: dict[str, str] = {}
    for outer in data.get("components") or ():
        for each in (outer.get("component"), *(outer.get("components") or ())):
            if not isinstance(each, Mapping):
                continue
            value = each.get("value") or " ".join(each.get("values") or ())
            if value:
                found[str(each.get("custom_id", ""))] = str(value)
    return found
