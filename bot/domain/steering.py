"""Steering an enrollment: begin, pause, resume, later, leave, and a change of pace.

Pure like `position`: each function looks and returns the change.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.absence import earliest, shared
from bot.domain.curriculum import Curriculum
from bot.domain.delivery import DeliveryKind, Drop, NewDelivery
from bot.domain.enrollment import (
    NEXT_IDS,
    NO_REST,
    Attention,
    Calendar,
    Change,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.errors import UserError
from bot.domain.group import NewGroup
from bot.domain.group_start import kept_start
from bot.domain.ids import PlanId, ResourceId
from bot.domain.pace import Pace
from bot.domain.position import NothingToRead, NotOnPlan, Study
from bot.domain.quiet import after_quiet
from bot.domain.reminders import (
    FIRST_AFTER,
    next_reminder,
    rescheduled_reminders,
    resumed_reminders,
)
from bot.domain.schedule import FIRST_GAP, away_end, next_slot
from bot.domain.waiting import order

_MOMENT = timedelta(microseconds=1)


class AlreadyPaused(UserError):
    """Your plan is paused already. Type `resume` when you would like to go on."""


class NotPaused(UserError):
    """Your plan is running already; nothing had to change. Type `next` for a reading now."""


class AlreadyFinished(UserError):
    """This plan is finished. Type `enroll` to start another, or the same one again."""


class TimeGone(UserError):
    """That moment has passed already. Try a later one, for example `pause until friday`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """An enrollment about to be made; the store gives it its ids.

    A group that gathers first has no `first` reading yet; `kickoff` is the card that invites.
    """

    curriculum: Curriculum
    plan: PlanId
    policy: Policy
    pace: Pace
    calendar: Calendar
    next_ids: tuple[ResourceId, ...]
    left: int
    handled: tuple[tuple[ResourceId, Handled], ...]
    first: NewDelivery | None
    next_due_at: datetime | None
    started_at: datetime
    reminder_at: datetime | None = None
    group: NewGroup | None = None
    kickoff: NewDelivery | None = None

    @property
    def deliveries(self) -> tuple[NewDelivery, ...]:
        """What goes out at once, in its order."""
        return tuple(each for each in (self.kickoff, self.first) if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asked for when enrolling; `start_at` names a reading of the plan.

    `known` is what they have done before: it counts as done and does not come again. `alone`
    says that one person follows the plan in private, and so is reminded of it. `group` makes a
    study group; `starts_at` is when its first reading comes, None for now.
    """

    plan: PlanId
    pace: Pace
    policy: Policy = Policy.DRIP
    calendar: Calendar = NO_REST
    start_at: ResourceId | None = None
    known: frozenset[ResourceId] = frozenset()
    alone: bool = False
    group: NewGroup | None = None
    starts_at: datetime | None = None


def begin(wish: Wish, study: Study, *, attention: Attention) -> Beginning:
    """Start a plan: the first reading at once, the next at least 12 hours later.

    A group that gathers first is sent nothing before `starts_at`.

    Raises:
        NotOnPlan: `start_at` does not belong to the plan.
        NothingToRead: everything from there on is known.
    """
    ids = order(study.curriculum, wish.plan)
    attention = shared(attention) if wish.group else attention
    place = _start_index(ids, wish.start_at)
    known = wish.known - {wish.start_at}
    coming = tuple(each for each in ids[place:] if each not in known)
    if not coming:
        raise NothingToRead
    done = tuple((each, Handled.DONE) for each in ids if each in known)
    passed = tuple((each, Handled.PASSED) for each in ids[:place] if each not in known)
    waits = wish.starts_at is not None
    sent = () if waits else ((coming[0], Handled.SENT),)
    rest = coming[len(sent) :]
    kickoff = NewDelivery(kind=DeliveryKind.KICKOFF, slot_at=study.now)
    second = _second_due(wish, study, attention=attention) if rest else None
    return Beginning(
        curriculum=study.curriculum,
        plan=wish.plan,
        policy=wish.policy,
        pace=wish.pace,
        calendar=wish.calendar,
        next_ids=rest[:NEXT_IDS],
        left=len(rest),
        handled=(*done, *passed, *sent),
        first=None if waits else _first(coming[0], study),
        next_due_at=wish.starts_at or second,
        started_at=study.now,
        reminder_at=_first_reminder(wish, study, attention=attention),
        group=wish.group,
        kickoff=kickoff if wish.group else None,
    )


def _first(resource_id: ResourceId, study: Study) -> NewDelivery:
    return NewDelivery(
        kind=DeliveryKind.FIRST, slot_at=study.now, resource_id=resource_id, moves=True
    )


def pause(view: EnrollmentView, study: Study, *, until: datetime | None) -> Change:
    """`pause`: nothing goes out until `resume`, or until an instant of study time.

    Raises:
        AlreadyPaused: it is paused with the same end already.
        AlreadyFinished: the plan is finished.
        TimeGone: `until` is not in the future.
    """
    _check_not_finished(view)
    if until is not None and until <= study.now:
        raise TimeGone
    ends_at = next((s.due_at for s in view.schedules if s.kind is ScheduleKind.RESUME), None)
    if view.enrollment.state is EnrollmentState.PAUSED and until == ends_at:
        raise AlreadyPaused
    schedules = [replace(each, due_at=None) for each in view.schedules]
    schedules = [each for each in schedules if each.kind is not ScheduleKind.RESUME]
    schedules.append(Schedule(kind=ScheduleKind.RESUME, due_at=until))
    paused = replace(view.enrollment, state=EnrollmentState.PAUSED)
    return Change(enrollment=paused, schedules=tuple(schedules), drop=Drop.PAUSED)


def resume(view: EnrollmentView, study: Study) -> Change:
    """`resume`: readings go on from the next date; what was missed collapses into one.

    Raises:
        NotPaused: the plan is running.
        AlreadyFinished: the plan is finished.
    """
    _check_not_finished(view)
    if view.enrollment.state is not EnrollmentState.PAUSED:
        raise NotPaused
    return resumed(view, study)


def resumed(view: EnrollmentView, study: Study) -> Change:
    """The change that sets a paused enrollment going again, whoever asked for it."""
    active = replace(view.enrollment, state=EnrollmentState.ACTIVE, waits=0)
    due_at = study.next_due(active, view, after=_from(view, study, after=active))
    schedules = [
        Schedule(kind=ScheduleKind.LESSON, due_at=due_at if active.left else None),
        Schedule(kind=ScheduleKind.RESUME, due_at=None),
    ]
    schedules += [
        replace(each, due_at=due_at) for each in view.schedules if each.kind is ScheduleKind.SNOOZE
    ]
    schedules += resumed_reminders(view, active, study=study)
    return Change(enrollment=active, schedules=tuple(schedules))


def snooze(view: EnrollmentView, resource_id: ResourceId, *, until: datetime) -> Change:
    """`later`: send this reading again at `until` (study time)."""
    due_at = after_quiet(until, view.attention.quiet, zone=view.attention.zone)
    later = Schedule(kind=ScheduleKind.SNOOZE, due_at=due_at, resource_id=resource_id)
    return Change(enrollment=view.enrollment, schedules=(later,))


def leave(view: EnrollmentView) -> Change:
    """`leave`: nothing more goes out; what was read stays known."""
    left = replace(view.enrollment, state=EnrollmentState.LEFT)
    resting = tuple(replace(each, due_at=None) for each in view.schedules)
    return Change(enrollment=left, schedules=resting, drop=Drop.LEFT)


def set_pace(view: EnrollmentView, study: Study, *, pace: Pace) -> Change:
    """Another day, time or number of readings from now on; the position stays."""
    return rescheduled(view, study, after=replace(view.enrollment, pace=pace))


def set_calendar(view: EnrollmentView, study: Study, *, calendar: Calendar) -> Change:
    """Other holidays or breaks from now on; the position stays."""
    return rescheduled(view, study, after=replace(view.enrollment, calendar=calendar))


def set_policy(view: EnrollmentView, policy: Policy) -> Change:
    """Wait for the person or keep going, from now on; dates and position stay."""
    return Change(enrollment=replace(view.enrollment, policy=policy, waits=0))


def rescheduled(view: EnrollmentView, study: Study, *, after: Enrollment) -> Change:
    """The change to `after` with its next date reckoned anew, 12 hours from the start at least.

    What is due this very moment stays due, and so goes out with the next round; the start date of
    a group that gathers stays. Readings that were to come back while the person is away come with
    the next date.
    """
    due_now = view.next_due_at is not None and view.next_due_at <= study.now
    if after.state is not EnrollmentState.ACTIVE or not after.left or due_now:
        return Change(enrollment=after)
    due_at = kept_start(view, study, after=after)
    due_at = due_at or study.next_due(after, view, after=_from(view, study, after=after))
    back = earliest(study.now, view.attention)
    snoozes = [
        replace(each, due_at=due_at)
        for each in view.schedules
        if each.kind is ScheduleKind.SNOOZE and each.due_at is not None and each.due_at < back
    ]
    lesson = Schedule(kind=ScheduleKind.LESSON, due_at=due_at)
    reminders = rescheduled_reminders(view, after, study=study)
    return Change(enrollment=after, schedules=(lesson, *snoozes, *reminders))


def _from(view: EnrollmentView, study: Study, *, after: Enrollment) -> datetime:
    """The moment after which the next date may fall, 12 hours from the start at least.

    A group that gathers reads nothing before its day.
    """
    soonest = max(study.now, after.started_at + FIRST_GAP)
    if view.gathers_until is None:
        return soonest
    return max(soonest, away_end(view.gathers_until, after.pace.zone) - _MOMENT)


def _start_index(ids: tuple[ResourceId, ...], start_at: ResourceId | None) -> int:
    if start_at is None:
        return 0
    if start_at not in ids:
        raise NotOnPlan
    return ids.index(start_at)


def _second_due(wish: Wish, study: Study, *, attention: Attention) -> datetime:
    """At least 12 hours after the first reading, so that two never come close together."""
    start = earliest(study.now + FIRST_GAP, attention)
    slot = next_slot(wish.pace, start, free=study.free(wish.calendar))
    return after_quiet(slot, attention.quiet, zone=attention.zone)


def _first_reminder(wish: Wish, study: Study, *, attention: Attention) -> datetime | None:
    """When a plan is first looked back on; a group's comes anew with its discussion time."""
    if not wish.alone and wish.group is None:
        return None
    start = study.now + FIRST_AFTER
    return next_reminder(wish.pace, attention, free=study.free(wish.calendar), after=start)


def _check_not_finished(view: EnrollmentView) -> None:
    if view.enrollment.state is EnrollmentState.FINISHED:
        raise AlreadyFinished
