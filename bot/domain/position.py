"""Position: which reading comes next, and what each move does to what has been handled.

The next reading is the first of the plan that the enrollment has not handled. Every function
here is pure: it looks at a view and returns the change, or raises a UserError and nothing moves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.absence import earliest
from bot.domain.curriculum import Curriculum
from bot.domain.delivery import ENDED, DeliveryKind, Drop, NewDelivery
from bot.domain.enrollment import (
    Calendar,
    Change,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Finished,
    Handled,
    Schedule,
    ScheduleKind,
)
from bot.domain.errors import UserError
from bot.domain.ids import PersonId, ResourceId
from bot.domain.quiet import after_quiet
from bot.domain.schedule import FreeDays, next_slot
from bot.domain.waiting import order, refilled


class NothingToRead(UserError):
    """Every reading of this plan is already with you. Type `progress` to see where you stand."""


class NothingSent(UserError):
    """Nothing has been sent on this plan yet. Type `next` for the first reading."""


class NothingOpen(UserError):
    """No reading is waiting for you. Type `next` if you would like one now."""


class NotOnPlan(UserError):
    """That reading is not on this plan. Type `path` to see what is."""


class AtTheStart(UserError):
    """This is the first reading of your plan, so there is nothing before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a decision stands on: the curriculum, study time, and the days a plan rests."""

    curriculum: Curriculum
    now: datetime
    free: Callable[[Calendar], FreeDays]

    def next_due(
        self, enrollment: Enrollment, view: EnrollmentView, *, after: datetime
    ) -> datetime:
        """The next time a reading is due later than `after`, quiet hours and absence kept."""
        start = earliest(after, view.attention)
        slot = next_slot(enrollment.pace, start, free=self.free(enrollment.calendar))
        return after_quiet(slot, view.attention.quiet, zone=view.attention.zone)


def open_readings(view: EnrollmentView) -> tuple[ResourceId, ...]:
    """What was sent and is neither done nor skipped, the latest first."""
    return tuple(each for each in reversed([*view.handled]) if view.handled[each] is Handled.SENT)


def current(view: EnrollmentView) -> ResourceId:
    """The reading a bare `done`, `skip` or `repeat` means: the latest that is still open.

    Raises:
        NothingOpen: everything sent is done or skipped.
    """
    waiting = open_readings(view)
    if not waiting:
        raise NothingOpen
    return waiting[0]


def changed(
    view: EnrollmentView,
    study: Study,
    *,
    changes: Mapping[ResourceId, Handled | None],
    enrollment: Enrollment | None = None,
    drop: Drop | None = None,
) -> Change:
    """The change that these handled rows make: next ids, counts and the end follow from them."""
    handled = {**view.handled, **changes}
    remaining = {each: how for each, how in handled.items() if how is not None}
    after = refilled(enrollment or view.enrollment, study.curriculum, handled=remaining)
    return Change(enrollment=after, handled=changes, drop=drop)


def hand_out(view: EnrollmentView, study: Study) -> Change:
    """`next`: give the next reading now; the planned dates stay as they are.

    Raises:
        NothingToRead: all readings of the plan are handled.
    """
    ready = refilled(view.enrollment, study.curriculum, handled=view.handled)
    if not ready.next_ids:
        raise NothingToRead
    change = changed(view, study, changes={ready.next_ids[0]: Handled.SENT})
    return replace(change, deliveries=(replace(_asked(study, ready.next_ids[0]), moves=True),))


def finish(view: EnrollmentView, study: Study, *, resource_id: ResourceId, by: PersonId) -> Change:
    """`done`: this person has finished this reading.

    Raises:
        NotOnPlan: it does not belong to this enrollment's plan.
    """
    _check_on_plan(view, study, resource_id=resource_id)
    # One that is done before its message went out need not be sent any more.
    change = replace(
        changed(view, study, changes={resource_id: Handled.DONE}, drop=Drop.SUPERSEDED),
        drop_resource=resource_id,
    )
    done = (Finished(person_id=by, resource_id=resource_id, at=study.now),)
    after = replace(change.enrollment, waits=0)
    return _without_snooze(
        view,
        settled_end(view, study, change=replace(change, enrollment=after, finished=done)),
        resource_id=resource_id,
    )


def skip(view: EnrollmentView, study: Study, *, resource_id: ResourceId | None) -> Change:
    """`skip`: leave this reading out; without one the open one, or else the next.

    Raises:
        NothingToRead: nothing is open and nothing is left.
        NotOnPlan: it does not belong to this enrollment's plan.
    """
    chosen = resource_id or _open_or_next(view, study)
    _check_on_plan(view, study, resource_id=chosen)
    change = replace(
        changed(view, study, changes={chosen: Handled.SKIPPED}, drop=Drop.SUPERSEDED),
        drop_resource=chosen,
    )
    return _without_snooze(view, settled_end(view, study, change=change), resource_id=chosen)


def repeat(view: EnrollmentView, study: Study) -> Change:
    """`repeat`: send the latest reading again without moving.

    Raises:
        NothingSent: nothing has been sent yet.
    """
    return _send_again(view, study, resource_id=latest(view))


def back(view: EnrollmentView, study: Study) -> Change:
    """`back`: send the reading before the latest one again, without moving.

    Raises:
        NothingSent: nothing has been sent yet.
        AtTheStart: the latest reading is the first of the plan.
    """
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    last = latest(view)
    index = ids.index(last) if last in ids else 0
    if index == 0:
        raise AtTheStart
    return _send_again(view, study, resource_id=ids[index - 1])


def jump(view: EnrollmentView, study: Study, *, target: ResourceId) -> Change:
    """`go to`: the target comes next.

    All before it that is unhandled is passed; what had been handled from the target on comes
    again in order, except what is done. The target itself always comes.

    Raises:
        NotOnPlan: the target does not belong to this plan.
    """
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    if target not in ids:
        raise NotOnPlan
    place = ids.index(target)
    changes: dict[ResourceId, Handled | None] = {
        each: Handled.PASSED for each in ids[:place] if each not in view.handled
    }
    for each in ids[place:]:
        how = view.handled.get(each)
        if how is not None and (how is not Handled.DONE or each == target):
            changes[each] = None
    return settled_end(view, study, change=changed(view, study, changes=changes))


def open_shelf(view: EnrollmentView, study: Study, *, shelf: ResourceId) -> Change:
    """`Study it in parts`: the parts of a book or course come next, one by one.

    Raises:
        NotOnPlan: it does not belong to this plan, or has no parts.
    """
    _check_on_plan(view, study, resource_id=shelf)
    if not study.curriculum.resource(shelf).units:
        raise NotOnPlan("That one has no parts to take one by one. Type `next` to go on.")
    chosen = tuple(dict.fromkeys((*view.enrollment.expanded, shelf)))
    opened = replace(view.enrollment, expanded=chosen)
    change = changed(view, study, changes={shelf: Handled.SKIPPED}, enrollment=opened)
    return settled_end(view, study, change=change)


def settled_end(view: EnrollmentView, study: Study, *, change: Change) -> Change:
    """The change with its consequence for the planned date.

    Something left again (after a jump back): the next date is set. Nothing left and all sent
    done or skipped: the plan is finished, and a group's channel is told. Else the date stays, for
    readings that come back.
    """
    after = change.enrollment
    if after.state is not EnrollmentState.ACTIVE:
        return change
    if after.left and view.next_due_at is None:
        return _with_lesson(change, study.next_due(after, view, after=study.now))
    if after.left or after.unfinished:
        return change
    ended = replace(after, state=EnrollmentState.FINISHED, finished_at=study.now)
    told = (*change.deliveries, *((_farewell(study),) if after.is_group else ()))
    return _with_lesson(replace(change, enrollment=ended, deliveries=told), None)


def _farewell(study: Study) -> NewDelivery:
    return NewDelivery(kind=DeliveryKind.KICKOFF, slot_at=study.now, variant=ENDED)


def _asked(study: Study, resource_id: ResourceId) -> NewDelivery:
    return NewDelivery(kind=DeliveryKind.ASKED, slot_at=study.now, resource_id=resource_id)


def _with_lesson(change: Change, due_at: datetime | None) -> Change:
    lesson = Schedule(kind=ScheduleKind.LESSON, due_at=due_at)
    return replace(change, schedules=(*change.schedules, lesson))


def _send_again(view: EnrollmentView, study: Study, *, resource_id: ResourceId) -> Change:
    change = changed(view, study, changes={})
    return replace(change, deliveries=(_asked(study, resource_id),))


def latest(view: EnrollmentView) -> ResourceId:
    """The reading that came last and was not left out.

    Raises:
        NothingSent: nothing has been sent yet.
    """
    for each in reversed([*view.handled]):
        if view.handled[each] in {Handled.SENT, Handled.DONE}:
            return each
    raise NothingSent


def _open_or_next(view: EnrollmentView, study: Study) -> ResourceId:
    fresh = refilled(view.enrollment, study.curriculum, handled=view.handled)
    waiting = open_readings(view) or fresh.next_ids
    if not waiting:
        raise NothingToRead
    return waiting[0]


def _check_on_plan(view: EnrollmentView, study: Study, *, resource_id: ResourceId) -> None:
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    if resource_id not in ids and resource_id not in view.handled:
        raise NotOnPlan


def _without_snooze(view: EnrollmentView, change: Change, *, resource_id: ResourceId) -> Change:
    snoozed = any(
        each.kind is ScheduleKind.SNOOZE and each.resource_id == resource_id
        for each in view.schedules
    )
    return replace(change, end_snoozes=(resource_id,)) if snoozed else change
