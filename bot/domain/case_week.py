"""One case study a week, beside or instead of a plan: what comes next, and when it ends. Pure.

It hangs on an enrollment of its own, in a curriculum without readings that is always there, so
that days, pauses, quiet hours, the ledger and erasing treat it as they treat a plan.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.domain.curriculum import Curriculum, Plan
from bot.domain.delivery import ENDED, DeliveryKind, Drop, NewDelivery
from bot.domain.enrollment import (
    Change,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Schedule,
    ScheduleKind,
)
from bot.domain.ids import CurriculumId, PlanId, ResourceId, Revision
from bot.domain.pace import Pace, Weekday
from bot.domain.position import Study
from bot.domain.quiet import after_quiet
from bot.domain.schedule import grace, latest_slot

CASES = CurriculumId("~cases")
"""No curriculum's own id begins like that."""
PLAN = PlanId("weekly")
USUAL_AT = time(10, 0)
USUAL_DAY = Weekday.TUE
WITHOUT_READINGS = Curriculum(
    id=CASES,
    title="Case study of the week",
    credit="",
    url="",
    revision=Revision("1"),
    sections=(),
    resources={},
    plans=(Plan(id=PLAN, title="Case study of the week", summary="", resources=()),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWeek:
    """One case study a week in a place: about what (empty for anything), and how many came."""

    view: EnrollmentView
    wish: str
    came: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHistory:
    """What a choice goes by: the wish, what came before, and what was read, the oldest first."""

    wish: str
    seen: frozenset[ResourceId]
    read: tuple[ResourceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What comes next, None where nothing new is left; `more` says that something is after it."""

    case: ResourceId | None
    more: bool


def usual_pace(zone: str) -> Pace:
    """When a case study comes where nobody says a day."""
    return Pace(at=USUAL_AT, zone=zone, weekdays=frozenset({USUAL_DAY}))


def with_case(view: EnrollmentView, study: Study, *, pick: Pick) -> Change:
    """The change that a due case study makes; it was asked for, so it needs no budget.

    The last one says so, and ends it.
    """
    before, pace = view.enrollment, view.enrollment.pace
    first = next(s.due_at for s in view.schedules if s.kind is ScheduleKind.LESSON)
    assert first is not None  # noqa: S101 - the caller saw that it is due
    free = study.free(before.calendar)
    latest = latest_slot(pace, first=first, until=study.now, free=free)
    due_at = after_quiet(latest.next_at, view.attention.quiet, zone=view.attention.zone)
    after = replace(before, revision=study.curriculum.revision)
    new = NewDelivery(
        kind=DeliveryKind.CASESTUDY,
        slot_at=latest.at,
        resource_id=pick.case,
        covered=latest.covered,
        variant="" if pick.more else ENDED,
        moves=pick.case is not None,
    )
    handled = {pick.case: Handled.SENT} if pick.case is not None else {}
    change = Change(enrollment=after, schedules=(_due(due_at),), deliveries=(new,))
    if study.now - latest.at > grace(latest.at, latest.next_at):
        late = replace(new, dropped=Drop.LATE, variant="", moves=False)
        return replace(change, deliveries=(late,))
    if pick.more:
        return replace(change, handled=handled)
    ended = replace(after, state=EnrollmentState.FINISHED, finished_at=study.now)
    return replace(change, enrollment=ended, handled=handled, schedules=(_due(None),))


def _due(due_at: datetime | None) -> Schedule:
    return Schedule(kind=ScheduleKind.LESSON, due_at=due_at)
