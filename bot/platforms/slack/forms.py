"""The form behind `/mlops enroll`: Plan, When, Start; the rest under More."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.card import Card, Untrusted, Words, words
from bot.platforms.slack import limits
from bot.platforms.slack.blocks import Block, context, plain_text
from bot.platforms.slack.render import render_card
from bot.usecases.enroll_form import LONGEST, Choice, Form

CALLBACK = "enroll"
FORM = "form"
MORE = f"{FORM}:more"
PREVIEW = f"{FORM}:preview"
ANSWER = "answer"
_POLICIES = (("keep", "Keep going"), ("wait", "Wait for me"))
_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form on its way: where it was opened, what is filled in, and whether More is open."""

    form: Form
    zone: str
    channel: str = ""
    channel_name: str = ""
    response_url: str = ""
    more: bool = False


def form_view(
    sheet: Sheet, choices: Sequence[Choice], *, preview: Card | None = None
) -> dict[str, Any]:
    """The form as a modal."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": {"type": "plain_text", "text": "Start a plan"},
        "submit": {"type": "plain_text", "text": "Start"},
        "close": {"type": "plain_text", "text": "Not now"},
        "private_metadata": _private(sheet),
        "blocks": list(_blocks(sheet, choices, preview=preview)),
    }


def read_form(view: Mapping[str, Any]) -> Sheet:
    """What stands in a form that was sent or pressed in."""
    values = (view.get("state") or {}).get("values") or {}
    kept = json.loads(view.get("private_metadata") or "{}")
    return Sheet(
        form=Form(
            plan=_chosen(values, "plan"),
            when=_typed(values, "when"),
            start=_typed(values, "start"),
            zone=_typed(values, "zone"),
            first=_typed(values, "first"),
            waits=_chosen(values, "pace") == "wait",
        ),
        zone=str(kept.get("zone", "UTC")),
        channel=str(kept.get("channel", "")),
        channel_name=str(kept.get("channel_name", "")),
        response_url=str(kept.get("response_url", "")),
        more="zone" in values,
    )


def _private(sheet: Sheet) -> str:
    kept = {
        "zone": sheet.zone,
        "channel": sheet.channel,
        "channel_name": sheet.channel_name[:_NAME],
        "response_url": sheet.response_url,
    }
    return json.dumps({name: value for name, value in kept.items() if value})


def _blocks(sheet: Sheet, choices: Sequence[Choice], *, preview: Card | None) -> Iterator[Block]:
    yield context(_where(sheet))
    chosen = next((each for each in choices if each.id == sheet.form.plan), choices[0])
    yield _select(
        "plan", "Plan", pairs=[(each.id, each.title) for each in choices], chosen=chosen.id
    )
    yield _field("when", "When", value=sheet.form.when, hint=f"Left empty: {chosen.usual}.",
                 example="weekdays 9am")  # fmt: skip
    if sheet.channel:
        yield _field("first", "First reading", value=sheet.form.first, example="next monday",
                     hint="A day, or now. Until then people can join.")  # fmt: skip
    yield _field("start", "Start", value=sheet.form.start, example="the beginning",
                 hint="Another section or reading to start at.")  # fmt: skip
    if sheet.more:
        yield _field("zone", "Where you are", value=sheet.form.zone, hint="A city or a time zone.",
                     example=sheet.zone)  # fmt: skip
        policy = "wait" if sheet.form.waits else "keep"
        yield _select("pace", "If you fall behind", pairs=_POLICIES, chosen=policy)
    yield {"type": "actions", "elements": list(_buttons(sheet))}
    if preview is not None:
        yield from render_card(preview).blocks  # no more room than a message has


def _buttons(sheet: Sheet) -> Iterator[Block]:
    yield _button(PREVIEW, "Show preview")
    if not sheet.more:
        yield _button(MORE, "More")


def _where(sheet: Sheet) -> Words:
    if sheet.channel:
        name = Untrusted(f"#{sheet.channel_name}" if sheet.channel_name else "this channel")
        return words("For everybody in ", name, f". Times are in {sheet.zone}.")
    return words(f"It comes to you here, in a direct message. Times are in {sheet.zone}.")


def _select(name: str, label: str, *, pairs: Sequence[tuple[str, str]], chosen: str) -> Block:
    options = [
        {"text": plain_text(title, limits.OPTION_TEXT), "value": value[: limits.OPTION_VALUE]}
        for value, title in pairs[: limits.IN_SELECT]
    ]
    first = next((each for each in options if each["value"] == chosen), options[0])
    element = {"type": "static_select", "action_id": f"{ANSWER}:{name}", "options": options,
               "initial_option": first}  # fmt: skip
    return {"type": "input", "block_id": name, "label": _label(label), "element": element}


def _field(name: str, label: str, *, value: str, hint: str, example: str) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": f"{ANSWER}:{name}",
        "max_length": LONGEST,
        "placeholder": plain_text(example, limits.PLACEHOLDER),
    }
    return {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": _label(label),
        "hint": _label(hint),
        "element": element | ({"initial_value": value} if value else {}),
    }


def _label(text: str) -> Block:
    return plain_text(text, limits.LABEL)


def _button(name: str, label: str) -> Block:
    return {"type": "button", "action_id": name, "text": plain_text(label, limits.BUTTON_TEXT)}


def _typed(values: Mapping[str, Any], name: str) -> str:
    answer = (values.get(name) or {}).get(f"{ANSWER}:{name}") or {}
    return str(answer.get("value") or "")


def _chosen(values: Mapping[str, Any], name: str) -> str:
    answer = (values.get(name) or {}).get(f"{ANSWER}:{name}") or {}
    return str((answer.get("selected_option") or {}).get("value") or "")
