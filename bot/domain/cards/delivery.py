"""The message of a reading, and what the same message shows once it was answered."""

from dataclasses import replace
from datetime import datetime

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Fact,
    Link,
    Text,
    Tone,
    Untrusted,
    Words,
    joined,
    words,
)
from bot.domain.cards import guide
from bot.domain.cards.message import Message, Subject
from bot.domain.cards.parts import (
    button,
    count,
    day,
    day_time,
    duration,
    fact,
    listed,
    plan_name,
    title_of,
)
from bot.domain.cards.reminders import reminder_card
from bot.domain.curriculum import Access, CaseStudy, Curriculum, Plan, Resource
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import Enrollment, EnrollmentState
from bot.domain.ids import ResourceId

MOST_LINKS = 4
GUIDED_FACTS = 3
"""Company, industry and task: with words of our own beside it a card needs no more."""
_ACCESS = {
    Access.FREE: "free to read",
    Access.PAID: "paid",
    Access.DRAFT_FREE: "the draft is free to read",
}


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
        eyebrow=_eyebrow(resource, curriculum.plan(subject.plan), ids=ids, curriculum=curriculum),
        title=_title(resource, curriculum),
        text=(
            *(text for text in _texts(subject, resource, curriculum=curriculum) if text),
            *guide.opening(resource, ids=ids, curriculum=curriculum),
            *guide.why(resource),
        ),
        facts=_facts(resource),
        points=guide.look_for(resource),
        links=_links(resource),
        buttons=_buttons(resource),
        tone=Tone.READING,
    )


def with_last_line(card: Card, message: Message, *, curriculum: Curriculum) -> Card:
    """A reading's card with when the next one comes, or that this is the last."""
    return replace(card, footer=_footer(message, curriculum))


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
        eyebrow=_eyebrow(resource, plan, ids=ids, curriculum=curriculum),
        title=_title(resource, curriculum),
        text=(text,),
        links=_links(resource)[:1],
        buttons=buttons,
        tone=tone,
    )


def _eyebrow(
    resource: Resource, plan: Plan, *, ids: tuple[ResourceId, ...], curriculum: Curriculum
) -> Words:
    """Where this stands: "Reading 3 of 17 · MLOps core · Intermediate"."""
    if resource.unit_of is not None:
        book = curriculum.resource(resource.unit_of)
        place: Text = f"Part {resource.unit_number} of {len(book.units)}"
        named = (place, plan_name(plan)) if _nameless(resource) else None
        return joined(named or (place, title_of(book), plan_name(plan)), " · ")
    number = ids.index(resource.id) + 1 if resource.id in ids else 0
    pieces: list[Text] = [f"Reading {number} of {len(ids)}"] if number else []
    pieces.append(plan_name(plan))
    section = _section_name(resource, curriculum)
    if section.casefold() != plan.title.casefold():
        pieces.append(Untrusted(section))
    return joined(pieces, " · ")


def _section_name(resource: Resource, curriculum: Curriculum) -> str:
    """The section's title without that of the one above it: "MLOps: advanced" is "Advanced"."""
    section = curriculum.section(resource.section)
    if section.parent is None:
        return section.title
    above = f"{curriculum.section(section.parent).title}: "
    name = section.title.removeprefix(above)
    return name[:1].upper() + name[1:]


def _title(resource: Resource, curriculum: Curriculum) -> Words:
    """A reading's title; a part that has only a number goes by its book's."""
    if resource.unit_of is not None and _nameless(resource):
        return title_of(curriculum.resource(resource.unit_of))
    return title_of(resource)


def _nameless(part: Resource) -> bool:
    return part.title.startswith(f"Part {part.unit_number} of ")


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


def _facts(resource: Resource) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    if resource.case is not None:
        known = case_facts(resource.case)
        facts += known if resource.guide is None else known[:GUIDED_FACTS]
    if resource.authors:
        facts.append(fact("By", listed(resource.authors)))
    facts += source_facts(resource)
    facts.append(fact("What", joined((resource.kind.value, *_cost(resource)), ", ")))
    if resource.minutes:
        facts.append(fact("Time", f"about {duration(resource.minutes)} (our estimate)"))
    return (*facts, *guide.level_facts(resource))


def source_facts(resource: Resource) -> list[Fact]:
    """Where it was published, and in which year."""
    pieces: list[Text] = [Untrusted(resource.source)] if resource.source else []
    pieces += [str(resource.year)] if resource.year else []
    return [fact("From", joined(pieces, ", "))] if pieces else []


def case_facts(case: CaseStudy) -> list[Fact]:
    """What is known of a case study."""
    facts = [fact("Company", Untrusted(case.company))]
    if case.industry:
        facts.append(fact("Industry", Untrusted(case.industry)))
    if case.task:
        facts.append(fact("Task", Untrusted(case.task)))
    if case.topics:
        facts.append(fact("Topics", listed(case.topics, most=6)))
    if case.techniques:
        facts.append(fact("Techniques", listed(case.techniques)))
    return facts


def _cost(resource: Resource) -> tuple[str, ...]:
    cost = _ACCESS.get(resource.access)
    return (cost,) if cost else ()


def _links(resource: Resource) -> tuple[Link, ...]:
    first = Link(words("Open the reading"), resource.url)
    others = (Link(words(Untrusted(each.title)), each.url) for each in resource.related)
    return (first, *guide.free_instead(resource), *others)[:MOST_LINKS]


def _buttons(resource: Resource) -> tuple[Button, ...]:
    if not resource.shelf:
        return (
            button("Done", "done", style=ButtonStyle.PRIMARY),
            button("Later", "later"),
            button("Skip", "skip", style=ButtonStyle.QUIET),
        )
    parts = (button("Study it in parts", "parts"),) if resource.units else ()
    return (
        button("I know it", "know"),
        *parts,
        button("Later", "shelf_later", style=ButtonStyle.QUIET),
    )


def _footer(message: Message, curriculum: Curriculum) -> Words:
    enrollment, subject = message.enrollment, message.subject
    if enrollment.state is EnrollmentState.ACTIVE and enrollment.left and message.next_due_at:
        return words("Next: ", day_time(message.next_due_at, message.zone))
    ids = curriculum.order(enrollment.plan, enrollment.expanded)
    if not enrollment.left and subject and subject.resource_id in ids[-1:]:
        return words("This is the last one.")
    return words()
