"""A changed tz database: the next reading keeps its local time, not its instant. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.enrollment import Change, EnrollmentView, Schedule, ScheduleKind
from bot.domain.quiet import after_quiet
from bot.domain.schedule import FreeDays, slots

LARGEST_SHIFT = timedelta(hours=3)
"""No zone moves its clocks further by decree; what is further off was put there on purpose."""
_LONGEST_QUIET = timedelta(days=1)


def realigned(view: EnrollmentView, *, now: datetime, free: FreeDays) -> Change | None:
    """The change that puts the next reading back on its local time; None where it is right.

    What is due already stays due, and what should have been due by now is due now: an instant in
    the past may have been used, and a delivery is planned for each instant once.
    """
    due_at = view.next_due_at
    if due_at is None or due_at <= now:
        return None
    near = sorted(_times_near(view, due_at, free=free), key=lambda time: abs(time - due_at))
    if not near or near[0] == due_at:
        return None
    lesson = Schedule(kind=ScheduleKind.LESSON, due_at=max(near[0], now))
    return Change(enrollment=view.enrollment, schedules=(lesson,))


def _times_near(view: EnrollmentView, at: datetime, *, free: FreeDays) -> Iterator[datetime]:
    """When this plan has a reading, quiet hours kept, within the largest shift around `at`."""
    quiet, zone = view.attention.quiet, view.attention.zone
    for slot in slots(view.enrollment.pace, at - LARGEST_SHIFT - _LONGEST_QUIET, free=free):
        if slot > at + LARGEST_SHIFT:
            return
        time = after_quiet(slot, quiet, zone=zone)
        if abs(time - at) <= LARGEST_SHIFT:
            yield time
