"""Looking ahead: what a plan costs before somebody says yes, and where it stands afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.curriculum import Curriculum, Plan
from bot.domain.enrollment import EnrollmentState, EnrollmentView, Handled
from bot.domain.ids import ResourceId
from bot.domain.pace import Pace, Weekday
from bot.domain.position import Study, open_readings
from bot.domain.progress import PlanEnd, minutes_a_week, plan_end, weeks_between
from bot.domain.quiet import after_quiet
from bot.domain.schedule import NO_FREE_DAYS
from bot.domain.waiting import order

DEFAULT_AT = time(10, 0)
SMALL_PLAN = 12
MIDDLE_PLAN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A plan with what it asks for: readings, a pace, minutes a week and a last date.

    `minutes` leaves out books and courses, which are read only if somebody opens them.
    `books` counts those.
    """

    curriculum: Curriculum
    plan: Plan
    pace: Pace
    readings: int
    books: int
    minutes: int
    end: PlanEnd

    @property
    def minutes_a_week(self) -> int:
        """Reading time a week."""
        return minutes_a_week(self.minutes, self.end.weeks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where one place stands on its plan.

    `next_at` and `last_at` are None while nothing new is planned. `moved` is how many dates rest
    days put off until the last one, `minutes_left` the reading time of what waits and comes.
    """

    curriculum: Curriculum
    plan: Plan
    pace: Pace
    state: EnrollmentState
    total: int
    done: int
    skipped: int
    left: int
    waiting: tuple[ResourceId, ...]
    next_id: ResourceId | None
    next_at: datetime | None
    last_at: datetime | None
    weeks: int
    moved: int
    minutes_left: int

    @property
    def zone(self) -> str:
        """The zone that its dates are shown in."""
        return self.pace.zone

    @property
    def minutes_a_week(self) -> int:
        """Reading time a week from now on."""
        return minutes_a_week(self.minutes_left, self.weeks)


def default_pace(readings: int, zone: str) -> Pace:
    """The days a plan of this size starts with: once, twice or three times a week at 10:00."""
    days = {Weekday.TUE}
    if readings > SMALL_PLAN:
        days = {Weekday.TUE, Weekday.THU}
    if readings > MIDDLE_PLAN:
        days = {Weekday.MON, Weekday.WED, Weekday.FRI}
    return Pace(at=DEFAULT_AT, zone=zone, weekdays=frozenset(days))


def offer(curriculum: Curriculum, plan: Plan, *, zone: str, now: datetime) -> Offer:
    """A plan at the pace it starts with, begun now."""
    ids = order(curriculum, plan.id)
    pace = default_pace(len(ids), zone)
    return Offer(
        curriculum=curriculum,
        plan=plan,
        pace=pace,
        readings=len(ids),
        books=sum(1 for each in ids if curriculum.resource(each).shelf),
        minutes=reading_minutes(curriculum, ids),
        end=plan_end(pace, remaining=len(ids), after=now, free=NO_FREE_DAYS, first_now=True),
    )


def look(view: EnrollmentView, study: Study) -> Outlook:
    """Where an enrollment stands now."""
    enrollment = view.enrollment
    ids = order(study.curriculum, enrollment.plan, expanded=enrollment.expanded)
    left = tuple(each for each in ids if each not in view.handled)
    waiting, opened = open_readings(view), enrollment.expanded
    running = enrollment.state is EnrollmentState.ACTIVE and bool(left)
    next_at = view.next_due_at if running else None
    end = _end(view, study, left=len(left), next_at=next_at)
    return Outlook(
        curriculum=study.curriculum,
        plan=study.curriculum.plan(enrollment.plan),
        pace=enrollment.pace,
        state=enrollment.state,
        total=len(ids),
        done=sum(1 for each in ids if view.handled.get(each) is Handled.DONE),
        skipped=sum(1 for each in ids if each not in opened and _is_skipped(view, each)),
        left=len(left),
        waiting=waiting,
        next_id=left[0] if left else None,
        next_at=next_at,
        last_at=end.last if end else None,
        weeks=end.weeks if end else 0,
        moved=end.moved if end else 0,
        minutes_left=reading_minutes(study.curriculum, (*waiting, *left)),
    )


def _is_skipped(view: EnrollmentView, resource_id: ResourceId) -> bool:
    return view.handled.get(resource_id) is Handled.SKIPPED


def reading_minutes(curriculum: Curriculum, ids: Sequence[ResourceId]) -> int:
    """The reading time of these together, books and courses left out."""
    resources = (curriculum.resource(each) for each in ids)
    return sum(each.minutes for each in resources if not each.shelf)


def known_of(
    curriculum: Curriculum, plan: Plan, *, done: Collection[ResourceId]
) -> frozenset[ResourceId]:
    """What of a plan somebody has done before, unless it is all of it."""
    ids = order(curriculum, plan.id)
    known = frozenset(each for each in ids if each in done)
    return frozenset() if len(known) == len(ids) else known


def _end(
    view: EnrollmentView, study: Study, *, left: int, next_at: datetime | None
) -> PlanEnd | None:
    """Where the last reading falls, when the next one comes at `next_at`."""
    if next_at is None:
        return None
    pace, attention = view.enrollment.pace, view.attention
    free = study.free(view.enrollment.calendar)
    rest = max(0, left - pace.per_slot)
    end = plan_end(pace, remaining=rest, after=next_at, free=free)
    whole = plan_end(pace, remaining=left, after=study.now, free=free)
    last = after_quiet(end.last, attention.quiet, zone=attention.zone)
    return PlanEnd(last=last, weeks=weeks_between(study.now, last), moved=whole.moved)
