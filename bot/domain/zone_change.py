"""A changed tz database: what is planned keeps its local time, not its instant. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.enrollment import Change, EnrollmentView, Schedule, ScheduleKind
from bot.domain.quiet import after_quiet
from bot.domain.reminders import next_reminder
from bot.domain.schedule import FreeDays, slots

LARGEST_SHIFT = timedelta(hours=3)
"""No zone moves its clocks further by decree; what is further off was put there on purpose."""
_LONGEST_QUIET = timedelta(days=1)


def realigned(view: EnrollmentView, *, now: datetime, free: FreeDays) -> Change | None:
    """The change that puts dates back on their local times; None where they are right.

    What is due already stays due, and what should have been due by now is due now: an instant in
    the past may have been used, and a delivery is planned for each instant once.
    """
    moved = []
    for each in view.schedules:
        due_at = each.due_at
        if due_at is None or due_at <= now:
            continue
        right = _right(view, each, due_at=due_at, free=free)
        if right is not None and right != due_at:
            moved.append(replace(each, due_at=max(right, now)))
    return Change(enrollment=view.enrollment, schedules=tuple(moved)) if moved else None


def _right(
    view: EnrollmentView, schedule: Schedule, *, due_at: datetime, free: FreeDays
) -> datetime | None:
    """When a reading or a reminder that is due around `due_at` should be; None if never there.

    A reminder that rides on the next reading goes where that goes.
    """
    if schedule.kind is ScheduleKind.LESSON or (
        schedule.kind is ScheduleKind.DIGEST and due_at == view.next_due_at
    ):
        near = sorted(_times_near(view, due_at, free=free), key=lambda time: abs(time - due_at))
        return near[0] if near else None
    if schedule.kind is not ScheduleKind.DIGEST:
        return None
    at: datetime | None = due_at - LARGEST_SHIFT - _LONGEST_QUIET
    while at is not None and at < due_at - LARGEST_SHIFT:
        at = next_reminder(view.enrollment.pace, view.attention, free=free, after=at)
    return at if at is not None and at - due_at <= LARGEST_SHIFT else None


def _times_near(view: EnrollmentView, at: datetime, *, free: FreeDays) -> Iterator[datetime]:
    """When this plan has a reading, quiet hours kept, within the largest shift around `at`."""
    quiet, zone = view.attention.quiet, view.attention.zone
    for slot in slots(view.enrollment.pace, at - LARGEST_SHIFT - _LONGEST_QUIET, free=free):
        if slot > at + LARGEST_SHIFT:
            return
        time = after_quiet(slot, quiet, zone=zone)
        if abs(time - at) <= LARGEST_SHIFT:
            yield time
