"""How a group is doing: readings against the plan, where people stop, what is liked and hard.

What could point at somebody is told from five people on. Who has read what is for leads alone, and
only of members who said that it may be seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.enrollment import EnrollmentView
from bot.domain.group import Member, Reads, Round
from bot.domain.ids import PersonId, ResourceId
from bot.domain.outlook import look
from bot.domain.pace_chart import PaceChart, Point, thinned
from bot.domain.path_mapping import forecast
from bot.domain.position import Study
from bot.domain.schedule import local

TOLD_FROM = 5
"""From so many people on, drop-off, ratings and the hardest reading are told."""
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What a reading's raters gave on average, from 1 to 5, and how many they are."""

    stars: float
    raters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a board is made of, as it is kept.

    `finished` are the moments at which a member finished a reading that the group was sent;
    `ratings` hold only readings that five members rated or more; `done_by` only members who may
    be seen.
    """

    members: Sequence[Member]
    rounds: Sequence[Round]
    reads: Mapping[ResourceId, Reads]
    finished: Sequence[datetime]
    ratings: Mapping[ResourceId, Rated]
    done_by: Mapping[PersonId, frozenset[ResourceId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One reading of the group; `share` is who of 100 has read it, None where it is not told."""

    number: int
    title: str
    sent_on: date
    done: int
    of: int
    share: int | None
    stars: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One member who may be seen, and which of the readings they have done, in order."""

    name: str
    done: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything on a board; titles and names are what others wrote. `hardest` may be empty."""

    plan: str
    members: int
    active: int
    total: int
    readings: tuple[ReadingLine, ...]
    hardest: str
    people: tuple[PersonLine, ...]
    unseen: int
    chart: PaceChart


def board_of(view: EnrollmentView, study: Study, *, facts: Facts) -> Board:
    """The board of a group as it stands at the study's moment."""
    outlook = look(view, study)
    lines = tuple(_lines(study, facts, zone=outlook.zone))
    people = tuple(_people(facts))
    return Board(
        plan=outlook.plan.title,
        members=len(facts.members),
        active=sum(each.active for each in facts.members),
        total=outlook.total,
        readings=lines,
        hardest=_hardest(lines),
        people=people,
        unseen=len(facts.members) - len(people),
        chart=_chart(view, study, facts=facts),
    )


def _lines(study: Study, facts: Facts, *, zone: str) -> Iterable[ReadingLine]:
    told = len(facts.members) >= TOLD_FROM
    for each in facts.rounds:
        reads = facts.reads.get(each.resource_id, Reads(done=0, of=0))
        rated = facts.ratings.get(each.resource_id)
        yield ReadingLine(
            number=each.number,
            title=_title(study, each.resource_id),
            sent_on=local(each.sent_at, zone).date(),
            done=reads.done,
            of=reads.of,
            share=round(100 * reads.done / reads.of) if told and reads.of else None,
            stars=rated.stars if rated and rated.raters >= TOLD_FROM else None,
        )


def _hardest(lines: Sequence[ReadingLine]) -> str:
    """The reading that fewest have finished, the newest left out, which is still being read."""
    past = [each for each in lines[:-1] if each.share is not None]
    hardest = min(past, key=_ease, default=None)
    return hardest.title if hardest and hardest.share is not None and hardest.share < 100 else ""  # noqa: PLR2004 - of 100


def _ease(line: ReadingLine) -> tuple[int, float, int]:
    return line.share or 0, line.stars or 0, line.number


def _people(facts: Facts) -> Iterable[PersonLine]:
    for each in facts.members:
        if each.on_board:
            done = facts.done_by.get(each.person_id, frozenset())
            yield PersonLine(
                name=each.name, done=tuple(one.resource_id in done for one in facts.rounds)
            )


def _chart(view: EnrollmentView, study: Study, *, facts: Facts) -> PaceChart:
    outlook, zone = look(view, study), view.enrollment.pace.zone
    sent = [local(each.sent_at, zone).date() for each in facts.rounds]
    coming = [
        day
        for day, _ in zip(forecast(view, study, outlook=outlook), range(outlook.left), strict=False)
    ]
    finished = [local(at, zone).date() for at in sorted(facts.finished)]
    today = local(study.now, zone).date()
    return PaceChart(
        title=outlook.plan.title[:_LONGEST_TITLE],
        total=outlook.total,
        members=len(facts.members),
        today=today,
        planned=thinned(_counted([*sent, *coming], each=1)),
        read=thinned(_counted(finished, each=1 / max(1, len(facts.members)), until=today)),
    )


def _counted(days: Iterable[date], *, each: float, until: date | None = None) -> tuple[Point, ...]:
    """How many there are by each of these days, which stand in order."""
    found: dict[date, float] = {}
    for number, day in enumerate(days, start=1):
        found[day] = number * each
    if until is not None and until not in found:
        found[until] = max(found.values(), default=0.0)
    return tuple(Point(on=day, readings=found[day]) for day in sorted(found))


def _title(study: Study, resource_id: ResourceId) -> str:
    resource = study.curriculum.resources.get(resource_id)
    return resource.title if resource else str(resource_id)
