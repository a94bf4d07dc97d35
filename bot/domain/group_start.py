"""The start date of a group that still gathers, when something about its plan changes. Pure."""

from datetime import datetime, timedelta

from bot.domain.enrollment import Enrollment, EnrollmentView, Handled
from bot.domain.position import Study
from bot.domain.quiet import after_quiet
from bot.domain.schedule import away_end, local, next_local

_MOMENT = timedelta(microseconds=1)  # so that a time at the very start of the day counts


def kept_start(view: EnrollmentView, study: Study, *, after: Enrollment) -> datetime | None:
    """When the first reading comes: on the day that was told, at the new time of day.

    Rest days put it off, and quiet hours. None where the group has begun, or there is none.
    """
    begun = any(how is not Handled.PASSED for how in view.handled.values())
    if begun or not after.is_group or view.next_due_at is None:
        return None
    free, pace = study.free(after.calendar), after.pace
    day = local(view.next_due_at, view.enrollment.pace.zone).date()
    while day in free:
        day += timedelta(days=1)
    at = next_local(away_end(day, pace.zone) - _MOMENT, pace.at, zone=pace.zone)
    return max(study.now, after_quiet(at, view.attention.quiet, zone=view.attention.zone))
