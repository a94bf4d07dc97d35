"""The reminder of one person's plan: when it comes, and whether there is anything to say. Pure.

It comes once a week on a fixed day at the plan's own time: the day before the week's first
reading that has no reading itself, a workday where the plan keeps to workdays. Where every day
has a reading it comes on the last one, some hours after it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.domain.absence import earliest
from bot.domain.budget import Every, Spend, Standing, Urgency, Verdict, decide, reminded
from bot.domain.delivery import DeliveryKind, NewDelivery
from bot.domain.enrollment import (
    Attention,
    Change,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.ids import ResourceId
from bot.domain.pace import EVERY_DAY, WORKDAYS, Pace, Weekday
from bot.domain.position import Study, open_readings
from bot.domain.quiet import after_quiet
from bot.domain.schedule import FreeDays, local, slots
from bot.domain.waiting import WAIT_AT, order

RECAP = "recap"
"""The variant of a reading's message that tells in one line what still waits."""
RESTART = "restart"
"""The variant of a reminder that offers a fresh start instead of a backlog."""
FIRST_AFTER = timedelta(days=3)
"""The least time between the start of a plan and its first reminder."""
AWAY_FOR_LONG = timedelta(days=21)
"""Who has said nothing for so long is offered a fresh start."""
RESTART_AT = 2
"""So many unfinished readings make a fresh start worth offering."""
FRESH = timedelta(days=2)
"""A reading this new is not worth a reminder."""
LATEST = timedelta(hours=12)
"""A reminder that would come later than this after its time is left out."""
_HOURS_OFF = 4
_WEEKS_LOOKED_AT = 160
_LAST_HOUR = 20


def reminder_day(pace: Pace) -> Weekday:
    """The day of the week on which a plan of this pace is looked back on."""
    allowed = EVERY_DAY if pace.any_day else WORKDAYS
    reading = _reading_days(pace)
    without = allowed - reading
    if not reading or not without:
        return max(allowed)
    first = min(reading)
    return next(day for n in range(1, 7) if (day := Weekday((first - n) % 7)) in without)


def reminder_time(pace: Pace) -> time:
    """The plan's own time; four hours off it where that day has a reading too."""
    if reminder_day(pace) not in _reading_days(pace):
        return pace.at
    off = _HOURS_OFF if pace.at.hour + _HOURS_OFF <= _LAST_HOUR else -_HOURS_OFF
    return pace.at.replace(hour=pace.at.hour + off)


def next_reminder(
    pace: Pace, attention: Attention, *, free: FreeDays, after: datetime
) -> datetime | None:
    """The first time (UTC) after `after` for a reminder; free days, absence and quiet kept."""
    weekly = Pace(at=reminder_time(pace), zone=pace.zone, weekdays=frozenset({reminder_day(pace)}))
    for slot in islice(slots(weekly, earliest(after, attention)), _WEEKS_LOOKED_AT):
        at = after_quiet(slot, attention.quiet, zone=attention.zone)
        if local(at, pace.zone).date() not in free:
            return at
    return None


def rescheduled_reminders(
    view: EnrollmentView, after: Enrollment, *, study: Study
) -> tuple[Schedule, ...]:
    """The plan's reminder reckoned anew, where it has one that does not rest."""
    return tuple(
        replace(each, due_at=_reckoned(view, after, study=study))
        for each in view.schedules
        if each.kind is ScheduleKind.DIGEST and each.due_at is not None
    )


def resumed_reminders(
    view: EnrollmentView, after: Enrollment, *, study: Study
) -> tuple[Schedule, ...]:
    """The plan's reminder set going again, where it has one."""
    return tuple(
        replace(each, due_at=_reckoned(view, after, study=study))
        for each in view.schedules
        if each.kind is ScheduleKind.DIGEST
    )


def wants(view: EnrollmentView, now: datetime) -> bool:
    """Whether planning this one may start a message that needs the budget."""
    if view.is_due(ScheduleKind.DIGEST, now):
        return True
    return is_waiting(view.enrollment) and view.is_due(ScheduleKind.LESSON, now)


def is_waiting(enrollment: Enrollment) -> bool:
    """Whether a plan on "wait for me" holds new readings back."""
    return enrollment.policy is Policy.WAIT and enrollment.unfinished >= WAIT_AT


def with_reminder(
    view: EnrollmentView, study: Study, *, standing: Standing | None, change: Change
) -> Change:
    """The change with what becomes of the reminder that is due.

    The view holds its history. A reading that goes out in the same moment carries it along. The
    reminders of who pauses, left, finished or wants none rest.
    """
    every = standing.reminders.every if standing is not None else Every.WEEKLY
    rides = any(each.kind is DeliveryKind.LESSON and not each.dropped for each in change.deliveries)
    verdict = Verdict.WAIT
    if rides:
        tells = every is Every.WEEKLY and view.enrollment.unfinished
        change = _riding(change) if tells else change
    elif not change.deliveries and _something_to_say(view, study):
        verdict = decide(standing, on=_day(view, study.now), next_reading_on=_next_day(view, study))
    if verdict is Verdict.SEND and standing is not None:
        change = _reminding(view, study, standing=standing, change=change)
    if verdict is Verdict.RIDE:
        return _due(change, view.next_due_at)
    rests = change.enrollment.state is not EnrollmentState.ACTIVE or every.stops
    return _due(change, None if rests else _next(view, view.enrollment, study=study))


def silent_since(enrollment: Enrollment, seen_at: datetime | None) -> datetime:
    """Since when somebody has neither said nor pressed anything."""
    return max(enrollment.started_at, seen_at) if seen_at else enrollment.started_at


def current_reading(view: EnrollmentView, study: Study) -> ResourceId | None:
    """The latest reading of the plan that was sent and is still open."""
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    return next((each for each in open_readings(view) if each in ids), None)


def _reading_days(pace: Pace) -> frozenset[Weekday]:
    if pace.anchor is None:
        return pace.weekdays
    if pace.every_days % 7:
        return EVERY_DAY if pace.every_days == 1 else frozenset()
    return frozenset({Weekday(pace.anchor.weekday())})


def _something_to_say(view: EnrollmentView, study: Study) -> bool:
    """Whether a reading has waited for some days, and nothing else says so."""
    enrollment = view.enrollment
    due_at = _of_kind(view.schedules, ScheduleKind.DIGEST)
    late = due_at is not None and study.now - due_at > LATEST
    if enrollment.state is not EnrollmentState.ACTIVE or is_waiting(enrollment) or late:
        return False
    waits = enrollment.unfinished - _fresh(view, study) > 0
    return waits and current_reading(view, study) is not None


def _fresh(view: EnrollmentView, study: Study) -> int:
    """How many readings the last days brought at the plan's pace."""
    since, pace = study.now - FRESH, view.enrollment.pace
    first = 1 if view.enrollment.started_at > since else 0
    times = 0
    for slot in slots(pace, since, free=study.free(view.enrollment.calendar)):
        if slot > study.now:
            break
        times += 1
    return first + times * pace.per_slot


def _riding(change: Change) -> Change:
    """The first reading that goes out tells what still waits."""
    first, *rest = change.deliveries
    return replace(change, deliveries=(replace(first, variant=RECAP), *rest))


def _reminding(view: EnrollmentView, study: Study, *, standing: Standing, change: Change) -> Change:
    before = standing.reminders
    after, lowered = reminded(before, now=study.now)
    silent_for = study.now - silent_since(view.enrollment, before.seen_at)
    restart = silent_for >= AWAY_FOR_LONG and view.enrollment.unfinished >= RESTART_AT
    words = [RESTART] if restart else []
    reminder = NewDelivery(
        kind=DeliveryKind.DIGEST,
        slot_at=_of_kind(view.schedules, ScheduleKind.DIGEST) or study.now,
        resource_id=current_reading(view, study),
        variant=" ".join([*words, lowered] if lowered else words),
    )
    spend = Spend(
        recipient=standing.recipient,
        on=_day(view, study.now),
        urgency=Urgency.REMINDER,
        before=before,
        after=after,
    )
    return replace(change, deliveries=(reminder,), spend=spend)


def _reckoned(view: EnrollmentView, enrollment: Enrollment, *, study: Study) -> datetime | None:
    """The time of the next reminder; a group's is looked at anew by the next planning."""
    return study.now if enrollment.is_group else _next(view, enrollment, study=study)


def _next(view: EnrollmentView, enrollment: Enrollment, *, study: Study) -> datetime | None:
    since = max(study.now, enrollment.started_at + FIRST_AFTER)
    free = study.free(enrollment.calendar)
    return next_reminder(enrollment.pace, view.attention, free=free, after=since)


def _next_day(view: EnrollmentView, study: Study) -> date | None:
    """The local day of the next reading, while one comes."""
    due_at = view.next_due_at
    if due_at is None or due_at <= study.now or not view.enrollment.left:
        return None
    return _day(view, due_at)


def _day(view: EnrollmentView, at: datetime) -> date:
    return local(at, view.attention.zone).date()


def _due(change: Change, due_at: datetime | None) -> Change:
    reminder = Schedule(kind=ScheduleKind.DIGEST, due_at=due_at)
    return replace(change, schedules=(*change.schedules, reminder))


def _of_kind(schedules: Iterable[Schedule], kind: ScheduleKind) -> datetime | None:
    return next((each.due_at for each in schedules if each.kind is kind), None)
