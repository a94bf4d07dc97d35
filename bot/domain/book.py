"""A season of a group: its readings with who led, what was said of them, how they were liked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.board import TOLD_FROM, Facts
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.group import LeadState, LineKind, Round
from bot.domain.ids import ResourceId
from bot.domain.schedule import local

_LED = frozenset({LeadState.CONFIRMED, LeadState.SWAPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one member wrote about a reading for the group."""

    kind: LineKind
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One reading; `lead` is who led its discussion, or empty; `stars` None where not told."""

    number: int
    title: str
    company: str
    url: str
    sent_on: date
    lead: str
    done: int
    of: int
    stars: float | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A season so far, or all of it; titles, names and lines are what others wrote."""

    plan: str
    place: str
    credit: str
    made_on: date
    first_on: date | None
    last_on: date | None
    finished: bool
    members: int
    chapters: tuple[Chapter, ...]

    @property
    def lines(self) -> int:
        """How many lines members wrote."""
        return sum(len(each.said) for each in self.chapters)


def book_of(
    view: EnrollmentView,
    curriculum: Curriculum,
    *,
    facts: Facts,
    said: Sequence[tuple[ResourceId, Said]],
    place: str,
    now: datetime,
) -> Book:
    """The book of a group's season as it stands at `now` (study time)."""
    zone = view.enrollment.pace.zone
    chapters = tuple(
        _chapter(each, curriculum, facts=facts, said=said, zone=zone) for each in facts.rounds
    )
    days = [each.sent_on for each in chapters]
    return Book(
        plan=curriculum.plan(view.enrollment.plan).title,
        place=place,
        credit=f"{curriculum.title}. {curriculum.credit}",
        made_on=local(now, zone).date(),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        finished=view.enrollment.state is EnrollmentState.FINISHED,
        members=len(facts.members),
        chapters=chapters,
    )


def _chapter(
    round_: Round,
    curriculum: Curriculum,
    *,
    facts: Facts,
    said: Iterable[tuple[ResourceId, Said]],
    zone: str,
) -> Chapter:
    resource = curriculum.resources.get(round_.resource_id)
    reads, rated = facts.reads.get(round_.resource_id), facts.ratings.get(round_.resource_id)
    return Chapter(
        number=round_.number,
        title=resource.title if resource else round_.resource_id,
        company=resource.case.company if resource and resource.case else "",
        url=resource.url if resource else "",
        sent_on=local(round_.sent_at, zone).date(),
        lead=round_.lead_name if round_.lead_state in _LED else "",
        done=reads.done if reads else 0,
        of=reads.of if reads else 0,
        stars=rated.stars if rated and rated.raters >= TOLD_FROM else None,
        said=tuple(one for reading, one in said if reading == round_.resource_id),
    )
