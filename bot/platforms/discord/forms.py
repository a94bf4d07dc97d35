"""Forms (modals): what a button without words asks for before it is a command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.card import Card, Field, FieldKind, Words
from bot.domain.cards.notes import RATINGS, TEXT, with_boxes
from bot.domain.command import of_press
from bot.domain.errors import UserError
from bot.domain.ids import PlanId, ResourceId
from bot.domain.text import NOTE_LIMIT
from bot.platforms.discord import components as c
from bot.platforms.discord.limits import FIELD_LABEL, MODAL_TITLE
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


_KEEP = with_boxes(Card(title=Words(())), ResourceId(""), plan=PlanId("")).fields
_BOXES: Mapping[str, tuple[Field, ...]] = {
    "keep": _KEEP,
    "note change": (Field(name=TEXT, label="Your note", most=NOTE_LIMIT),),
}
_TITLES = {"keep": "What you keep of it", "note change": "Change a note"}
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
    boxes = _BOXES.get(command.verb)
    if boxes is not None and made is not None:
        return _modal(made, _TITLES[command.verb], parts=[_boxed(each) for each in boxes])
    if form is None or made is None or command.args:
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


def _modal(made: str, title: str, *, parts: list[c.Component]) -> dict[str, Any]:
    return {"custom_id": made, "title": title[:MODAL_TITLE], "components": parts}


def _labelled(label: str, component: c.Component) -> c.Component:
    return {"type": c.LABELLED, "label": label[:FIELD_LABEL], "component": component}


def _boxed(each: Field) -> c.Component:
    """A box of a card; every one may stay empty."""
    if each.kind is FieldKind.SCALE:
        options = [{"label": number, "value": number} for number in RATINGS]
        menu = {"type": c.SELECT, "custom_id": each.name, "options": options, "required": False}
        return _labelled(each.label, {**menu, "min_values": 0, "max_values": 1})
    line: c.Component = {
        "type": c.FIELD,
        "custom_id": each.name,
        "style": _SHORT if each.most <= _SHORT_LINE else _LONG,
        "required": False,
        "max_length": each.most,
    }
    return _labelled(each.label, line | ({"placeholder": each.hint[:100]} if each.hint else {}))


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
