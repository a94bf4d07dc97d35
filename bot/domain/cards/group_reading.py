"""Answers about a group's reading: read, written about, put off, and the end of the plan."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.card import ButtonStyle, Card, Field, FieldKind, Tone, Words, words
from bot.domain.cards.notes import BOXES, RATING
from bot.domain.cards.parts import (
    button,
    count,
    day_time,
    fact,
    full_date,
    plan_name,
    title_of,
)
from bot.domain.cards.together import reads_fact, reads_words
from bot.domain.curriculum import Plan, Resource
from bot.domain.enrollment import Enrollment
from bot.domain.group import LineKind, Reads
from bot.domain.notes import LINE_LIMIT
from bot.domain.outlook import Outlook
from bot.domain.reaching import Closed, NotNow


def read_card(
    outlook: Outlook,
    resource: Resource,
    *,
    reads: Reads,
    joined: bool,
    takeaway: Sequence[Words] = (),
) -> Card:
    """Somebody has read it; three lines for the group and a rating of their own, all optional."""
    text = [words("You are in the group now.")] if joined else []
    text += [*takeaway]
    lines = tuple(
        Field(name=kind.value, label=label, most=LINE_LIMIT) for kind, label in BOXES.items()
    )
    rating = Field(name=RATING, label="How good was it? (only for you)", kind=FieldKind.SCALE,
                   typed="rate 4")  # fmt: skip
    share = button("Share with the group", "keep", arg=resource.id, plan=outlook.plan.id)
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Read. ", reads_words(reads)),
        text=tuple(text),
        fields=(*lines, rating),
        buttons=(replace(share, for_boxes=True),),
        footer=words("What you write goes into the thread under your name. Empty boxes are fine."),
        tone=Tone.SUCCESS,
    )


def again_card(outlook: Outlook, resource: Resource, *, reads: Reads) -> Card:
    """It was read before; nothing changed."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("You have read that one already"),
        text=(words(title_of(resource), ". Nothing had to change."),),
        facts=(reads_fact(reads),),
        tone=Tone.GENTLE,
    )


def shared_card(outlook: Outlook, resource: Resource, *, lines: Sequence[LineKind]) -> Card:
    """Lines are on their way into the thread."""
    how = "It is" if len(lines) == 1 else "They are"
    told = words(f"{how} on the way into the thread of ", title_of(resource), " with your name.")
    if not lines:
        told = words("Your rating of ", title_of(resource), " is kept for you alone.")
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words(f"{count(len(lines), 'line')} shared" if lines else "Rated"),
        text=(told,),
        tone=Tone.SUCCESS,
    )


def put_off_card(outlook: Outlook, resource: Resource, *, back_at: datetime) -> Card:
    """Somebody is reminded of a reading in private."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Later, then"),
        text=(words("I bring you ", title_of(resource), " in our direct message ",
                    day_time(back_at, outlook.zone), "."),),
        tone=Tone.SUCCESS,
    )  # fmt: skip


def stays_card(outlook: Outlook, resource: Resource, *, reach: Closed | NotNow) -> Card:
    """Somebody wants to be reminded of a reading, and cannot be written to."""
    what = f"{reach.how} Then press Later again." if isinstance(reach, Closed) else (
        "Start a plan of your own in a direct message with me, or press Later again in a moment."
    )  # fmt: skip
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("It stays here for you"),
        text=(
            words("I cannot write to you in private now, so I cannot remind you of ",
                  title_of(resource), f". {what} "
                  "The reading stays here, and Done works whenever you have read it."),
        ),
        tone=Tone.GENTLE,
    )  # fmt: skip


def finished_card(plan: Plan, enrollment: Enrollment, *, readings: int) -> Card:
    """The group has read its whole plan; `readings` is how many it was sent."""
    zone, ended_at = enrollment.pace.zone, enrollment.finished_at
    until = (" to ", full_date(ended_at, zone)) if ended_at else ()
    return Card(
        title=words("We have read ", plan_name(plan)),
        text=(words("That was the whole plan. Thank you for reading along."),),
        facts=(
            fact("Readings", f"{readings}"),
            fact("From", full_date(enrollment.started_at, zone), *until),
        ),
        buttons=(
            button("Choose another plan", "enroll", style=ButtonStyle.PRIMARY),
            button("Your season as a book", "book", plan=plan.id),
        ),
        tone=Tone.SUCCESS,
    )
