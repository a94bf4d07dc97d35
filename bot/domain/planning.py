"""Planning: what a due enrollment gets, and when it is due next. Pure, and reads no history."""

from dataclasses import replace
from datetime import datetime

from bot.domain.budget import Spend, Standing, Urgency, Verdict, decide
from bot.domain.case_week import Pick, with_case
from bot.domain.delivery import DeliveryKind, Drop, NewDelivery
from bot.domain.enrollment import (
    Change,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Schedule,
    ScheduleKind,
)
from bot.domain.group_week import GroupWeek, with_group_week
from bot.domain.position import Study
from bot.domain.quiet import after_quiet
from bot.domain.reminders import is_waiting, rescheduled_reminders, with_reminder
from bot.domain.schedule import LatestSlot, away_end, grace, latest_slot, local
from bot.domain.steering import resumed
from bot.domain.waiting import order

MAX_WAITS = 2
"""After so many reminders in a row the plan pauses."""


def plan(
    view: EnrollmentView,
    study: Study,
    *,
    standing: Standing | None = None,
    week: GroupWeek | None = None,
    pick: Pick | None = None,
) -> Change:
    """The change that everything due at `study.now` makes of one enrollment.

    The enrollment's next ids must be fresh (see `waiting.needs_refill`). `standing` is the budget
    of whoever is written to; without it nothing but readings goes out. `week` is where a group
    stands, `pick` the case study that comes next where one a week is followed.
    """
    due = {s.kind for s in view.schedules if s.due_at is not None and s.due_at <= study.now}
    if ScheduleKind.RESUME in due:
        return resumed(view, study)
    silent_until = _silent_until(view, study)
    if silent_until is not None:
        return _postponed(view, study, until=silent_until)
    if pick is not None and ScheduleKind.LESSON in due:
        change = with_case(view, study, pick=pick)
    elif ScheduleKind.LESSON in due:
        change = _lesson(view, study, standing=standing)
    else:
        change = Change(enrollment=view.enrollment)
    if ScheduleKind.SNOOZE in due:
        change = _snoozes(view, study, change=change)
    if ScheduleKind.DIGEST not in due:
        return change
    if view.enrollment.is_group:
        return with_group_week(view, study, standing=standing, week=week, change=change)
    return with_reminder(view, study, standing=standing, change=change)


def _silent_until(view: EnrollmentView, study: Study) -> datetime | None:
    """When this person may be written to again, None where now is fine."""
    attention = view.attention
    if attention.away_until is not None:
        back = away_end(attention.away_until, attention.zone)
        if study.now < back:
            return back
    return attention.quiet.until(study.now, attention.zone) if attention.quiet else None


def _postponed(view: EnrollmentView, study: Study, *, until: datetime) -> Change:
    """Nothing goes out now; everything due waits for the end of the silence.

    A reminder waits for its own next day: nobody is reminded as they come through the door. A
    group's waits like a reading: its discussion does not move.
    """
    due_at = after_quiet(until, view.attention.quiet, zone=view.attention.zone)
    waiting = tuple(
        replace(each, due_at=due_at)
        for each in view.schedules
        if each.due_at is not None and each.due_at <= study.now
        if view.enrollment.is_group or each.kind is not ScheduleKind.DIGEST
    )
    if view.enrollment.is_group:
        return Change(enrollment=view.enrollment, schedules=waiting)
    reminders = rescheduled_reminders(view, view.enrollment, study=study)
    return Change(enrollment=view.enrollment, schedules=(*waiting, *reminders))


def _lesson(view: EnrollmentView, study: Study, *, standing: Standing | None) -> Change:
    before = view.enrollment
    if not before.left:
        return Change(enrollment=before, schedules=(_due(None),))
    latest = _latest(view, study)
    due_at = after_quiet(latest.next_at, view.attention.quiet, zone=view.attention.zone)
    if study.now - latest.at > grace(latest.at, latest.next_at):
        dropped = NewDelivery(
            kind=DeliveryKind.LESSON,
            slot_at=latest.at,
            resource_id=before.next_ids[0],
            covered=latest.covered,
            dropped=Drop.LATE,
        )
        return Change(enrollment=before, schedules=(_due(due_at),), deliveries=(dropped,))
    if is_waiting(before):
        return _wait(view, study, latest=latest, due_at=due_at, standing=standing)
    return _send(before, latest, due_at=due_at)


def _latest(view: EnrollmentView, study: Study) -> LatestSlot:
    first = next(s.due_at for s in view.schedules if s.kind is ScheduleKind.LESSON)
    assert first is not None  # noqa: S101 - the caller saw that it is due
    pace, calendar = view.enrollment.pace, view.enrollment.calendar
    return latest_slot(pace, first=first, until=study.now, free=study.free(calendar))


def _send(before: Enrollment, latest: LatestSlot, *, due_at: datetime) -> Change:
    chosen = before.next_ids[: before.pace.per_slot]
    deliveries = tuple(
        NewDelivery(
            kind=DeliveryKind.LESSON,
            slot_at=latest.at,
            part=part,
            resource_id=resource_id,
            covered=latest.covered,
            moves=True,
        )
        for part, resource_id in enumerate(chosen)
    )
    after = replace(
        before,
        next_ids=before.next_ids[len(chosen) :],
        left=before.left - len(chosen),
        unfinished=before.unfinished + len(chosen),
        waits=0,
    )
    return Change(
        enrollment=after,
        handled=dict.fromkeys(chosen, Handled.SENT),
        schedules=(_due(due_at),),
        deliveries=deliveries,
        only_moves=True,
    )


def _wait(
    view: EnrollmentView,
    study: Study,
    *,
    latest: LatestSlot,
    due_at: datetime,
    standing: Standing | None,
) -> Change:
    """A reminder instead of new material; after two of them the plan pauses and says so.

    While the budget has no room the plan waits without a word.
    """
    before, today = view.enrollment, local(study.now, view.attention.zone).date()
    verdict = decide(standing, on=today, next_reading_on=None)
    if standing is None or verdict is not Verdict.SEND:
        return Change(enrollment=before, schedules=(_due(due_at),), only_moves=True)
    pausing = before.waits >= MAX_WAITS
    nudge = NewDelivery(
        kind=DeliveryKind.NUDGE,
        slot_at=latest.at,
        covered=latest.covered,
        variant="paused" if pausing else "waiting",
    )
    after = replace(before, waits=before.waits + 1)
    if pausing:
        after = replace(before, state=EnrollmentState.PAUSED, waits=0)
    return Change(
        enrollment=after,
        schedules=(_due(None if pausing else due_at),),
        deliveries=(nudge,),
        spend=Spend(
            recipient=standing.recipient,
            on=today,
            urgency=Urgency.NUDGE,
            before=standing.reminders,
            after=standing.reminders,
        ),
    )


def _snoozes(view: EnrollmentView, study: Study, *, change: Change) -> Change:
    """Readings asked for later are sent again; their place on the plan tells them apart."""
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    for each in view.schedules:
        due = each.due_at is not None and each.due_at <= study.now
        if each.kind is not ScheduleKind.SNOOZE or not due or each.resource_id is None:
            continue
        change = replace(change, end_snoozes=(*change.end_snoozes, each.resource_id))
        if each.resource_id in ids:
            again = NewDelivery(
                kind=DeliveryKind.SNOOZE,
                slot_at=each.due_at or study.now,
                part=ids.index(each.resource_id),
                resource_id=each.resource_id,
            )
            change = replace(change, deliveries=(*change.deliveries, again))
    return change


def _due(due_at: datetime | None) -> Schedule:
    return Schedule(kind=ScheduleKind.LESSON, due_at=due_at)
