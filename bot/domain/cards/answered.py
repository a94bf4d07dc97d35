"""What the message of a reading shows once it was answered."""

from datetime import datetime

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Tone,
    Words,
    words,
)
from bot.domain.cards.heading import eyebrow, title
from bot.domain.cards.parts import (
    button,
    day,
    day_time,
)
from bot.domain.cards.sources import links
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.enrollment import Enrollment


def done_card(
    resource: Resource, *, enrollment: Enrollment, curriculum: Curriculum, at: datetime
) -> Card:
    """The message of a reading that is done: short, and its link stays."""
    text = words("Done on ", day(at, enrollment.pace.zone), ".")
    return _answered(resource, enrollment, curriculum=curriculum, text=text, tone=Tone.SUCCESS)


def skipped_card(
    resource: Resource,
    *,
    enrollment: Enrollment,
    curriculum: Curriculum,
    at: datetime,
    how: str = "Left out",
) -> Card:
    """The message of a reading that was left out, or put away in another way."""
    text = words(f"{how} on ", day(at, enrollment.pace.zone), ".")
    return _answered(resource, enrollment, curriculum=curriculum, text=text, tone=Tone.INFO)


def later_card(
    resource: Resource, *, enrollment: Enrollment, curriculum: Curriculum, back_at: datetime
) -> Card:
    """The message of a reading that comes back; it can still be done before."""
    text = words("Comes back ", day_time(back_at, enrollment.pace.zone), ".")
    done = (button("Done", "done", style=ButtonStyle.PRIMARY),)
    return _answered(
        resource, enrollment, curriculum=curriculum, text=text, tone=Tone.READING, buttons=done
    )


def _answered(
    resource: Resource,
    enrollment: Enrollment,
    *,
    curriculum: Curriculum,
    text: Words,
    tone: Tone,
    buttons: tuple[Button, ...] = (),
) -> Card:
    plan = curriculum.plan(enrollment.plan)
    ids = curriculum.order(enrollment.plan, enrollment.expanded)
    return Card(
        eyebrow=eyebrow(resource, plan, ids=ids, curriculum=curriculum),
        title=title(resource, curriculum),
        text=(text,),
        links=links(resource)[:1],
        buttons=buttons,
        tone=tone,
    )
