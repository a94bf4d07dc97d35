"""What Discord refuses of a body: its documented limits (discord-api-docs, resources/message,
components/reference, interactions), among them those that its published description leaves out."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.fakes.discord_state import Json, every_component, invalid

V2 = 1 << 15
ROW, BUTTON, SELECT, FIELD, SECTION, TEXT, SEPARATOR, CONTAINER, LABELLED, GALLERY, FILE = (
    1, 2, 3, 4, 9, 10, 14, 17, 18, 12, 13,
)  # fmt: skip
IN_CONTAINER = {ROW, TEXT, SECTION, SEPARATOR}
ON_TOP = IN_CONTAINER | {CONTAINER, GALLERY, FILE}


def check_message(body: Json) -> None:
    """Refuse a message that Discord would refuse."""
    problems = list(_message(body))
    if problems:
        raise invalid(problems)


def check_modal(body: Json) -> None:
    problems = list(_modal(body))
    if problems:
        raise invalid(problems)


def check_choices(body: Json) -> None:
    choices = body.get("choices", [])
    if len(choices) > 25:
        raise invalid(["more than 25 choices"])
    for each in choices:
        if not (1 <= len(each["name"]) <= 100 and len(str(each["value"])) <= 100):
            raise invalid([f"choice {each}"])


def check_commands(commands: list[Json]) -> None:
    problems = [problem for each in commands for problem in _command(each, depth=0)]
    problems += [f"{each['name']}: too long" for each in commands if letters(each) > 8000]
    if problems:
        raise invalid(problems)


def letters(command: Json) -> int:
    """All names, descriptions and values of a command."""
    total = len(command["name"]) + len(command.get("description", ""))
    for choice in command.get("choices", ()):
        total += len(choice["name"]) + len(str(choice["value"]))
    return total + sum(letters(each) for each in command.get("options", ()))


def _message(body: Json) -> Iterator[str]:
    mentions = body.get("allowed_mentions")
    if mentions is None or mentions.get("parse") != []:
        yield "our own rule: every message says that it mentions nobody"
    if len(str(body.get("nonce") or "")) > 25:
        yield "nonce over 25"
    if len(body.get("content") or "") > 2000:
        yield "content over 2000"
    if not body.get("flags", 0) & V2:
        yield "our own rule: messages are made of components"
        return
    if body.get("content") or body.get("embeds"):
        yield "content or embeds beside components"
    yield from _components(body.get("components") or [])


def _components(components: list[Json]) -> Iterator[str]:
    every = list(every_component(components))
    if not 1 <= len(every) <= 40:
        yield f"{len(every)} components"
    text = sum(len(each["content"]) for each in every if each["type"] == TEXT)
    if text > 4000:
        yield f"{text} letters"
    ids = [each["custom_id"] for each in every if "custom_id" in each]
    if len(ids) != len(set(ids)):
        yield f"custom ids twice: {ids}"
    for each in components:
        if each["type"] not in ON_TOP:
            yield f"type {each['type']} on top"
    for each in every:
        yield from _component(each)


def _component(each: Json) -> Iterator[str]:
    kind, inside = each["type"], each.get("components", [])
    kinds = {child["type"] for child in inside}
    if kind == TEXT and not each["content"].strip():
        yield "empty text"
    if kind == CONTAINER and (not inside or kinds - IN_CONTAINER):
        yield f"container of {kinds}"
    if kind == SECTION and (kinds != {TEXT} or len(inside) > 3 or "accessory" not in each):
        yield "section"
    if kind == ROW:
        buttons = kinds == {BUTTON} and len(inside) <= 5
        if not (buttons or (kinds == {SELECT} and len(inside) == 1)):
            yield f"row of {len(inside)} {kinds}"
    if kind == BUTTON:
        yield from _button(each)
    if kind == SELECT:
        yield from _select(each)


def _button(each: Json) -> Iterator[str]:
    if not 1 <= len(each.get("label", "")) <= 80:
        yield f"label {each.get('label')!r}"
    if each["style"] == 5:
        url = each.get("url", "")
        if urlsplit(url).scheme not in {"http", "https"} or len(url) > 512 or "custom_id" in each:
            yield f"link {url!r}"
    elif not 1 <= len(each.get("custom_id", "")) <= 100 or "url" in each:
        yield f"custom id {each.get('custom_id')!r}"


def _select(each: Json) -> Iterator[str]:
    options = each["options"]
    if not 1 <= len(options) <= 25:
        yield f"{len(options)} options"
    if len({option["value"] for option in options}) != len(options):
        yield "an option twice"
    for option in options:
        if not (1 <= len(option["label"]) <= 100 and 1 <= len(option["value"]) <= 100):
            yield f"option {option}"
    if len(each.get("placeholder", "")) > 150:
        yield "placeholder"


def _modal(body: Json) -> Iterator[str]:
    if not 1 <= len(body["title"]) <= 45 or not 1 <= len(body["custom_id"]) <= 100:
        yield "title or custom id"
    if not 1 <= len(body["components"]) <= 5:
        yield f"{len(body['components'])} fields"
    for each in body["components"]:
        inner = each.get("component", {})
        if each["type"] != LABELLED or inner.get("type") not in {FIELD, SELECT, 6, 8}:
            yield f"a field is {each['type']}"
        if not 1 <= len(each["label"]) <= 45 or len(each.get("description") or "") > 100:
            yield f"label {each['label']!r}"
        if len(inner.get("value") or "") > 4000 or len(inner.get("placeholder") or "") > 100:
            yield "value or placeholder"


def _command(each: Json, *, depth: int) -> Iterator[str]:
    name = each["name"]
    if not 1 <= len(name) <= 32 or name != name.lower() or " " in name:
        yield f"name {name!r}"
    if not 1 <= len(each.get("description", "")) <= 100:
        yield f"{name}: description"
    options = each.get("options", [])
    names = [option["name"] for option in options]
    if len(options) > 25 or len(set(names)) != len(names):
        yield f"{name}: options {names}"
    groups = {option["type"] in {1, 2} for option in options}
    if len(groups) > 1:
        yield f"{name}: sub-commands beside options"
    if each.get("autocomplete") and each.get("choices"):
        yield f"{name}: choices and suggestions"
    if each.get("type") == 2 and depth != 1:
        yield f"{name}: a group at depth {depth}"
    lengths = [(len(choice["name"]), len(choice["value"])) for choice in each.get("choices", ())]
    if any(not 1 <= length <= 100 for pair in lengths for length in pair):
        yield f"{name}: choice"
    for option in options:
        yield from _command(option, depth=depth + 1)
