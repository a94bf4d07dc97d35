"""A plan before it is started: its first dates, and what it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.card import ButtonStyle, Card, Tone, Words, words
from bot.domain.cards.parts import ahead, button, day_time, fact, plan_name, title_of
from bot.domain.cards.plans import REMINDED
from bot.domain.ids import ResourceId
from bot.domain.outlook import Outlook
from bot.domain.pace import describe

_LONGEST_PRESS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A plan that nobody has started.

    `first` comes at once, `dates` are those after it, `words` would start exactly this.
    """

    outlook: Outlook
    first: ResourceId | None
    dates: Sequence[tuple[datetime, ResourceId]]
    words: str


def preview_card(preview: Preview) -> Card:
    """The first dates, one a line; the button starts the plan as it is shown."""
    outlook = preview.outlook
    more = outlook.left - len(preview.dates)
    footer = [words(f"{more} more after these. ")] if more > 0 else []
    fits = len(preview.words) <= _LONGEST_PRESS
    start = button("Start this plan", "start", arg=preview.words, style=ButtonStyle.PRIMARY)
    return Card(
        eyebrow=words("Preview"),
        title=plan_name(outlook.plan),
        text=(words("This is how it would go. Nothing has started yet."),),
        facts=(fact("Days and time", describe(outlook.pace)), *ahead(outlook)),
        points=tuple(_points(preview)),
        buttons=(*((start,) if fits else ()), button("See the plans", "enroll")),
        footer=words(*footer, REMINDED),
        tone=Tone.INFO,
    )


def _points(preview: Preview) -> list[Words]:
    curriculum, zone = preview.outlook.curriculum, preview.outlook.zone
    points = []
    if preview.first is not None:
        points.append(words("At once: ", title_of(curriculum.resource(preview.first))))
    for at, reading in preview.dates:
        points.append(words(day_time(at, zone), ": ", title_of(curriculum.resource(reading))))
    return points
