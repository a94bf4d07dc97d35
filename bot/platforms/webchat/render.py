"""Cards as JSON for the page, which shows every run by its text alone.

Other people's words stay runs of their own (`theirs`), cleaned of control and bidi characters;
nothing in this format can carry markup, and only a card's own links are links.
"""

import json
from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict, assert_never

from bot.domain.card import (
    Button,
    Card,
    Code,
    Fact,
    Field,
    Link,
    Option,
    Part,
    Picture,
    Press,
    Strong,
    Untrusted,
    When,
    Words,
)
from bot.domain.drawing import size_of
from bot.domain.shown import clean, moment
from bot.platforms.webchat.kept_maps import encode_map


class Run(TypedDict):
    """A stretch of text and what kind it is."""

    t: Literal["text", "theirs", "code", "strong", "when"]
    v: str


class Moment(Run):
    """A run that shows an instant; `at` is its ISO form."""

    at: str


class ButtonData(TypedDict):
    """A button with the command it stands for."""

    label: str
    verb: str
    arg: str
    style: str


class FactData(TypedDict):
    """A label and its value."""

    label: str
    value: list[Run]


class OptionData(TypedDict):
    """A card within a card."""

    title: list[Run]
    text: list[Run]
    facts: list[FactData]
    buttons: list[ButtonData]


class LinkData(TypedDict):
    """A link; http or https only, as `domain.card.Link` made sure."""

    label: list[Run]
    url: str


class FieldData(TypedDict):
    """A box of a form."""

    name: str
    label: str
    kind: str
    hint: str
    most: int


class FileData(TypedDict):
    """A file to save; `url` is a path of this listener."""

    name: str
    url: str


class MeterData(TypedDict):
    """How far something is."""

    done: int
    total: int


class PictureData(TypedDict):
    """A picture in words, its size in pixels, and all that it is drawn from."""

    alt: str
    width: int
    height: int
    map: object


class CardData(TypedDict):
    """A whole card."""

    tone: str
    eyebrow: list[Run]
    title: list[Run]
    text: list[list[Run]]
    facts: list[FactData]
    points: list[list[Run]]
    meter: MeterData | None
    picture: PictureData | None
    options: list[OptionData]
    links: list[LinkData]
    fields: NotRequired[list[FieldData]]
    buttons: list[ButtonData]
    footer: list[Run]
    files: NotRequired[list[FileData]]


def render_card(card: Card) -> CardData:
    """A card as the page wants it."""
    data = CardData(
        tone=card.tone.value,
        eyebrow=_runs(card.eyebrow),
        title=_runs(card.title),
        text=[_runs(paragraph) for paragraph in card.text],
        facts=_facts(card.facts),
        points=[_runs(point) for point in card.points],
        meter=MeterData(done=card.meter.done, total=card.meter.total) if card.meter else None,
        picture=_picture(card.picture) if card.picture else None,
        options=[_option(option) for option in card.options],
        links=[_link(link) for link in card.links],
        buttons=_buttons(card.buttons),
        footer=_runs(card.footer),
    )
    if card.fields:
        data["fields"] = [_field(field) for field in card.fields]
    return data


def card_payload(card: Card, *, files: Sequence[FileData] = ()) -> str:
    """What the history keeps of a message of ours, with the files that came with it."""
    data = render_card(card)
    if files:
        data["files"] = list(files)
    return _json({"card": data})


def said_payload(text: str) -> str:
    """What the history keeps of a person's message."""
    return _json({"text": text})


def has_button(payload: str, press: Press) -> bool:
    """Whether a kept message really offers this press."""
    card = json.loads(payload).get("card")
    if card is None:
        return False
    rows = [card["buttons"], *(option["buttons"] for option in card["options"])]
    wanted = (press.verb, press.arg)
    return any((button["verb"], button["arg"]) == wanted for row in rows for button in row)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _runs(words: Words) -> list[Run]:
    return [_run(part) for part in words.parts]


def _run(part: Part) -> Run:
    match part:
        case str():
            return Run(t="text", v=part)
        case Untrusted():
            return Run(t="theirs", v=clean(part.text))
        case Code():
            return Run(t="code", v=clean(part.text))
        case Strong():
            return Run(t="strong", v=part.text)
        case When():
            return Moment(t="when", v=moment(part), at=part.at.isoformat())
        case _:
            assert_never(part)


def _facts(facts: tuple[Fact, ...]) -> list[FactData]:
    return [FactData(label=fact.label, value=_runs(fact.value)) for fact in facts]


def _buttons(buttons: tuple[Button, ...]) -> list[ButtonData]:
    return [
        ButtonData(label=b.label, verb=b.press.verb, arg=b.press.arg, style=b.style.value)
        for b in buttons
    ]


def _field(field: Field) -> FieldData:
    return FieldData(
        name=field.name,
        label=field.label,
        kind=field.kind.value,
        hint=field.hint,
        most=field.most,
    )


def _picture(picture: Picture) -> PictureData:
    width, height = size_of(picture.content)
    return PictureData(
        alt="".join(run["v"] for run in _runs(picture.alt)),
        width=width,
        height=height,
        map=encode_map(picture.content),
    )


def _option(option: Option) -> OptionData:
    return OptionData(
        title=_runs(option.title),
        text=_runs(option.text),
        facts=_facts(option.facts),
        buttons=_buttons(option.buttons),
    )


def _link(link: Link) -> LinkData:
    return LinkData(label=_runs(link.label), url=clean(link.url).replace(" ", "%20"))
