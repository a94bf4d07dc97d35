"""The message of a reading."""

from dataclasses import replace

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Tone,
    Untrusted,
    Words,
    words,
)
from bot.domain.cards import guide
from bot.domain.cards.broken import link_broken
from bot.domain.cards.heading import eyebrow, title
from bot.domain.cards.message import Message, Subject
from bot.domain.cards.parts import (
    button,
    count,
    day_time,
    plan_name,
)
from bot.domain.cards.reminders import reminder_card
from bot.domain.cards.sources import facts, links
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import EnrollmentState


def delivery_card(message: Message, curriculum: Curriculum) -> Card:
    """The card of a message that goes out by itself or was asked for."""
    if message.subject is None:
        return reminder_card(
            curriculum.plan(message.enrollment.plan),
            unfinished=message.enrollment.unfinished,
            paused=message.paused,
            next_at=message.next_due_at,
            zone=message.zone,
        )
    return with_last_line(reading_card(message.subject, curriculum), message, curriculum=curriculum)


def reading_card(subject: Subject, curriculum: Curriculum) -> Card:
    """The card of a reading, without its last line: the same for everybody who gets it."""
    resource = curriculum.resource(subject.resource_id)
    ids = curriculum.order(subject.plan, subject.expanded)
    return Card(
        eyebrow=eyebrow(resource, curriculum.plan(subject.plan), ids=ids, curriculum=curriculum),
        title=title(resource, curriculum),
        text=(
            *(text for text in _texts(subject, resource, curriculum=curriculum) if text),
            *guide.opening(resource, ids=ids, curriculum=curriculum),
            *guide.why(resource),
        ),
        facts=facts(resource),
        points=guide.look_for(resource),
        links=links(resource),
        buttons=_buttons(resource),
        tone=Tone.READING,
    )


def with_last_line(card: Card, message: Message, *, curriculum: Curriculum) -> Card:
    """A reading's card with when the next one comes, or that this is the last."""
    return replace(card, footer=_footer(message, curriculum))


def _texts(subject: Subject, resource: Resource, *, curriculum: Curriculum) -> tuple[Words, ...]:
    return (
        _opening(subject, curriculum),
        _missed(subject),
        _shelf_text(resource),
        words(Untrusted(resource.note)) if resource.note else words(),
        words(Untrusted(resource.url_note)) if resource.url_note else words(),
    )


def _opening(subject: Subject, curriculum: Curriculum) -> Words:
    plan = plan_name(curriculum.plan(subject.plan))
    if subject.kind is DeliveryKind.FIRST:
        return words("Welcome to ", plan, ". This is your first reading; take your time.")
    if subject.kind is DeliveryKind.SNOOZE:
        return words("Back again, as you asked.")
    if subject.variant == "new":
        return words("New on ", plan, " since you started.")
    return words()


def _missed(subject: Subject) -> Words:
    if subject.covered <= 1:
        return words()
    return words(f"This one stands for {subject.covered} dates; nothing piles up.")


def _shelf_text(resource: Resource) -> Words:
    if not resource.shelf:
        return words()
    if resource.units:
        return words(
            "This one is for the shelf: there is nothing to read today unless you open it. "
            f"It has {count(len(resource.units), 'part')} that can come one by one."
        )
    return words("This one is for the shelf: there is nothing to read today unless you open it.")


def _buttons(resource: Resource) -> tuple[Button, ...]:
    if not resource.shelf:
        return (
            button("Done", "done", style=ButtonStyle.PRIMARY),
            button("Later", "later"),
            button("Discuss", "discuss"),
            button("Skip", "skip", style=ButtonStyle.QUIET),
            link_broken(),
        )
    parts = (button("Study it in parts", "parts"),) if resource.units else ()
    return (
        button("I know it", "know"),
        *parts,
        button("Later", "shelf_later", style=ButtonStyle.QUIET),
        link_broken(),
    )


def _footer(message: Message, curriculum: Curriculum) -> Words:
    enrollment, subject = message.enrollment, message.subject
    if enrollment.state is EnrollmentState.ACTIVE and enrollment.left and message.next_due_at:
        return words("Next: ", day_time(message.next_due_at, message.zone))
    ids = curriculum.order(enrollment.plan, enrollment.expanded)
    if not enrollment.left and subject and subject.resource_id in ids[-1:]:
        return words("This is the last one.")
    return words()
