"""A group's weekly message: what is read, when the discussion is, who leads, and the counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from bot.domain.card import Button, ButtonStyle, Card, Fact, Link, Tone, Untrusted, Words, words
from bot.domain.cards.casestudies import VERB
from bot.domain.cards.parts import (
    button,
    day_time,
    duration,
    fact,
    listed,
    plan_name,
    said,
    title_of,
)
from bot.domain.cards.recap import LESS_OFTEN, STOP
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.enrollment import Enrollment
from bot.domain.group import LeadState, LineKind, Often
from bot.domain.group_week import GroupWeek, Told
from bot.domain.search import Hit

REMINDERS = "group reminders"
"""The command that the two buttons of a group's weekly message stand for."""
LINES = 3
"""How many lines of a reading's content, and of the group's own, are told."""
_SAID = {LineKind.LEARNED: "learned", LineKind.LIKED: "liked", LineKind.DISAGREE: "disagrees"}
_ASKED = frozenset({LeadState.ASKED, LeadState.CONFIRMED, LeadState.SWAPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A weekly message: where the group stands, its coming discussion, and a case that fits.

    `talk_at` is None where no discussion is ahead, `next_at` is when the next reading comes.
    """

    week: GroupWeek
    told: Told
    enrollment: Enrollment
    talk_at: datetime | None
    next_at: datetime | None
    case: Hit | None = None


def group_week_card(telling: Telling, curriculum: Curriculum) -> Card:
    """What the group reads, in three lines for those who have not, and how far it is."""
    resource = curriculum.resource(telling.told.round.resource_id)
    talk_at, zone = telling.talk_at, telling.enrollment.pace.zone
    title = words("Discussion: ", day_time(talk_at, zone)) if talk_at else words("Reading together")
    reading = words(title_of(resource), *_takes(resource))
    lines = three_lines(resource)
    come = words("Not read it yet? Come all the same. In short:") if talk_at else words("In short:")
    return Card(
        eyebrow=plan_name(curriculum.plan(telling.enrollment.plan)),
        title=title,
        text=(reading, *((come,) if lines else ())),
        points=(*lines, *_lines(telling)),
        facts=(*_people(telling), *_ahead(telling), *_case(telling.case)),
        links=(Link(words("Open the reading"), resource.url),),
        buttons=(*_see(telling.case), *quieter_group()),
        footer=_footer(telling.week),
        tone=Tone.GENTLE,
    )


def quiet_card(telling: Telling, curriculum: Curriculum) -> Card:
    """To a member alone, who said yes to it and was quiet since a reading came."""
    resource = curriculum.resource(telling.told.round.resource_id)
    zone = telling.enrollment.pace.zone
    talk = (fact("Discussion", day_time(telling.talk_at, zone)),) if telling.talk_at else ()
    come = "You can come to the discussion without it, too." if talk else "No hurry."
    return Card(
        eyebrow=plan_name(curriculum.plan(telling.enrollment.plan)),
        title=words("Your group is reading"),
        text=(words(title_of(resource), *_takes(resource), ". ", come),),
        points=three_lines(resource),
        facts=talk,
        links=(Link(words("Open the reading"), resource.url),),
        buttons=(
            button(LESS_OFTEN, "settings reminders", arg="less", style=ButtonStyle.QUIET),
            button(STOP, "group nudges", arg="no", style=ButtonStyle.QUIET),
        ),
        footer=words("You asked for this: at most once a week, and nobody else sees it."),
        tone=Tone.GENTLE,
    )


def quieter_group() -> tuple[Button, ...]:
    """What a group's weekly message offers to those who may change its plan."""
    return (
        button(LESS_OFTEN, REMINDERS, arg="less", style=ButtonStyle.QUIET),
        button(STOP, REMINDERS, arg="off", style=ButtonStyle.QUIET),
    )


def three_lines(resource: Resource) -> tuple[Words, ...]:
    """What a reading says, in three lines at most: for who comes without having read it."""
    case, guide = resource.case, resource.guide
    told = (*case.lessons, *case.decisions, *case.facts) if case else ()
    told += (*guide.look_for, guide.why) if guide else ()
    if not told:
        told = tuple(each for each in (case.summary if case else "", resource.note) if each)
    return tuple(words(Untrusted(each)) for each in told[:LINES])


def talk_line(telling: Telling) -> tuple[Words, ...]:
    """What a reading's own message tells in place of the weekly one."""
    if telling.talk_at is None:
        return ()
    lead = telling.told.round.lead_name if telling.told.round.lead_state in _ASKED else ""
    leads = (", led by ", Untrusted(lead)) if lead else ()
    return (words("Discussion: ", day_time(telling.talk_at, telling.enrollment.pace.zone), *leads),)


def _takes(resource: Resource) -> tuple[str, ...]:
    return (f", about {duration(resource.minutes)}",) if resource.minutes else ()


def _lines(telling: Telling) -> Iterator[Words]:
    """The first lines that members wrote about the reading."""
    reading = telling.told.round.resource_id
    of_it = (each for each in telling.week.lines if each.resource_id == reading)
    for line in islice(of_it, LINES):
        yield words(Untrusted(line.name), f" {_SAID[line.kind]}: ", Untrusted(line.text))


def _people(telling: Telling) -> tuple[Fact, ...]:
    """Who leads, and how many have read it; nobody is named for not having."""
    reads, latest = telling.told.reads, telling.told.round
    leads: tuple[Fact, ...] = ()
    if latest.lead_state in _ASKED and latest.lead_name:
        leads = (fact("Leads", Untrusted(latest.lead_name)),)
    elif telling.talk_at is not None:
        leads = (fact("Leads", *said("nobody yet; `group lead` if you would like to").parts),)
    return (*leads, fact("Read by", f"{reads.done} of {reads.of}" if reads.done else "nobody yet"))


def _ahead(telling: Telling) -> tuple[Fact, ...]:
    if telling.next_at is None or not telling.enrollment.left:
        return ()
    return (fact("Next reading", day_time(telling.next_at, telling.enrollment.pace.zone)),)


def _case(hit: Hit | None) -> tuple[Fact, ...]:
    if hit is None:
        return ()
    document = hit.document
    company = (" (", listed(document.companies), ")") if document.companies else ()
    why = (". Why: ", Untrusted("; ".join(hit.why))) if hit.why else ()
    return (fact("A case study that fits", Untrusted(document.title), *company, *why),)


def _see(hit: Hit | None) -> tuple[Button, ...]:
    return (button("See the case study", VERB, arg=hit.document.id),) if hit else ()


def _footer(week: GroupWeek) -> Words:
    often = "every two weeks" if week.group.reminder is Often.LESS else "once a week"
    return words(f"Besides the readings I write here {often} at most. Leads can change that.")
