"""Coming back after a long time: three ways to go on, none of them a backlog. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.delivery import Drop
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView, Handled
from bot.domain.ids import ResourceId
from bot.domain.pace import LONGEST_STEP_DAYS, Pace, Weekday
from bot.domain.position import NothingToRead, Study, changed, open_readings
from bot.domain.schedule import local
from bot.domain.steering import AlreadyFinished, rescheduled, resumed
from bot.domain.waiting import order, refilled

_FORTNIGHT = 14


class Restart(StrEnum):
    """How to go on."""

    ON = "on"
    SLOWER = "slower"
    SECTION = "section"


def restart(view: EnrollmentView, study: Study, *, how: Restart) -> Change:
    """What was sent and not read comes again in order from the next date on.

    From the first open reading, at half the pace, or from the beginning of its section with what
    was done there. A paused plan goes on. What waits to be sent is taken back and comes in line.

    Raises:
        AlreadyFinished: the plan is finished.
        NothingToRead: all readings of the plan are done or left out.
    """
    if view.enrollment.state is EnrollmentState.FINISHED:
        raise AlreadyFinished
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    target = restart_target(view, study)
    again: dict[ResourceId, Handled | None] = {
        each: None for each in ids[ids.index(target) :] if view.handled.get(each) is Handled.SENT
    }
    if how is Restart.SECTION:
        section = _section(ids, study, reading=target)
        again |= {each: None for each in section if each in view.handled}
    moved = changed(view, study, changes=again)
    snoozed = tuple(each for each in again if each in _snoozed(view))
    paced = moved.enrollment
    if how is Restart.SLOWER:
        today = local(study.now, paced.pace.zone).date()
        paced = replace(paced, pace=slower(paced.pace, today=today))
    steered = _going(replace(view, enrollment=paced), study)
    return replace(steered, handled=again, end_snoozes=snoozed, drop=Drop.SUPERSEDED)


def restart_target(view: EnrollmentView, study: Study) -> ResourceId:
    """Where somebody was: the first reading that is open, or else the next.

    Raises:
        NothingToRead: all readings of the plan are done or left out.
    """
    ids = order(study.curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    opened = set(open_readings(view))
    fresh = refilled(view.enrollment, study.curriculum, handled=view.handled).next_ids
    target = next((each for each in ids if each in opened), None) or next(iter(fresh), None)
    if target is None:
        raise NothingToRead
    return target


def slower(pace: Pace, *, today: date) -> Pace:
    """Half as often: every other of its days, one reading instead of several, or twice the step."""
    if pace.per_slot > 1:
        return replace(pace, per_slot=(pace.per_slot + 1) // 2)
    if len(pace.weekdays) > 1:
        return replace(pace, weekdays=frozenset(sorted(pace.weekdays)[::2]))
    if pace.weekdays:
        day = Weekday(next(iter(pace.weekdays)))
        anchor = today + timedelta((day - today.weekday()) % 7)
        return replace(pace, weekdays=frozenset(), every_days=_FORTNIGHT, anchor=anchor)
    return replace(pace, every_days=min(2 * pace.every_days, LONGEST_STEP_DAYS))


def _going(view: EnrollmentView, study: Study) -> Change:
    """The change that sets the plan going from its next date on."""
    if view.enrollment.state is EnrollmentState.PAUSED:
        return resumed(view, study)
    return rescheduled(view, study, after=replace(view.enrollment, waits=0))


def _section(ids: Sequence[ResourceId], study: Study, *, reading: ResourceId) -> list[ResourceId]:
    """The plan's readings of this one's section."""
    wanted = study.curriculum.resource(reading).section
    return [each for each in ids if study.curriculum.resource(each).section == wanted]


def _snoozed(view: EnrollmentView) -> frozenset[ResourceId]:
    return frozenset(each.resource_id for each in view.schedules if each.resource_id)
