"""Steering: what is known does not come again; a change of days sets the next date right."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.absence import earliest
from bot.domain.enrollment import (
    Attention,
    Calendar,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.pace import Pace, Weekday
from bot.domain.position import NothingToRead, Study
from bot.domain.schedule import FreeDays
from bot.domain.steering import (
    Wish,
    begin,
    rescheduled,
    resumed,
    set_calendar,
    set_pace,
    set_policy,
)
from bot.domain.waiting import order
from tests.fakes.curricula import CASES
from tests.fakes.sample_cards import MLOPS, NEXT, NOW, PACE, SENT, STUDY, ZONE, view

IDS = order(MLOPS, CASES)
DAILY = Pace(at=time(18), zone=ZONE, weekdays=frozenset(Weekday))
LATER = NOW + timedelta(days=2)


def _at(now: datetime) -> Study:
    def free(calendar: Calendar) -> FreeDays:
        return FreeDays(breaks=calendar.breaks)

    return Study(curriculum=MLOPS, now=now, free=free)


def _due(schedules: tuple[Schedule, ...]) -> datetime | None:
    return next(each.due_at for each in schedules if each.kind is ScheduleKind.LESSON)


def test_what_is_known_counts_as_done_and_does_not_come_again() -> None:
    wish = Wish(plan=CASES, pace=PACE, known=frozenset(IDS[:1]))
    beginning = begin(wish, STUDY, attention=Attention(zone=ZONE))
    assert dict(beginning.handled) == {IDS[0]: Handled.DONE, IDS[1]: Handled.SENT}
    assert beginning.next_ids == IDS[2:]
    assert beginning.left == 2


def test_a_reading_asked_for_by_name_comes_even_if_it_is_known() -> None:
    wish = Wish(plan=CASES, pace=PACE, start_at=IDS[1], known=frozenset(IDS[1:3]))
    beginning = begin(wish, STUDY, attention=Attention(zone=ZONE))
    assert dict(beginning.handled) == {
        IDS[2]: Handled.DONE,
        IDS[0]: Handled.PASSED,
        IDS[1]: Handled.SENT,
    }
    assert beginning.next_ids == IDS[3:]


def test_a_plan_of_known_readings_alone_does_not_begin() -> None:
    wish = Wish(plan=CASES, pace=PACE, known=frozenset(IDS))
    with pytest.raises(NothingToRead):
        begin(wish, STUDY, attention=Attention(zone=ZONE))


def test_somebody_who_begins_while_away_gets_the_second_reading_on_return() -> None:
    away = Attention(zone=ZONE, away_until=date(2026, 12, 1))
    beginning = begin(Wish(plan=CASES, pace=DAILY), STUDY, attention=away)
    assert beginning.next_due_at == datetime(2026, 12, 1, 17, tzinfo=UTC)


def test_a_change_of_days_keeps_twelve_hours_from_the_start() -> None:
    soon = replace(DAILY, at=time(11))
    change = set_pace(view(), STUDY, pace=soon)
    assert _due(change.schedules) == datetime(2026, 11, 24, 10, tzinfo=UTC)
    later = replace(view(), schedules=(Schedule(kind=ScheduleKind.LESSON, due_at=LATER + 5 * _H),))
    assert _due(set_pace(later, _at(LATER), pace=soon).schedules) == LATER + 2 * _H


def test_resuming_on_the_first_day_keeps_twelve_hours_from_the_start() -> None:
    paused = view(state=EnrollmentState.PAUSED, pace=replace(DAILY, at=time(11)))
    assert _due(resumed(paused, STUDY).schedules) == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_what_is_due_this_moment_stays_due() -> None:
    due = replace(view(), schedules=(Schedule(kind=ScheduleKind.LESSON, due_at=LATER),))
    assert set_pace(due, _at(LATER), pace=DAILY).schedules == ()


@pytest.mark.parametrize("state", [EnrollmentState.PAUSED, EnrollmentState.FINISHED])
def test_a_plan_that_rests_gets_no_date(state: EnrollmentState) -> None:
    change = set_pace(view(state=state), STUDY, pace=DAILY)
    assert change.enrollment.pace == DAILY
    assert change.schedules == ()


def test_a_plan_with_nothing_left_gets_no_date() -> None:
    everything = view(handled=dict.fromkeys(IDS, Handled.SENT))
    assert set_pace(everything, STUDY, pace=DAILY).schedules == ()


def test_a_break_moves_the_next_date_behind_it() -> None:
    calendar = Calendar(breaks=((date(2026, 11, 24), date(2026, 12, 3)),))
    change = set_calendar(view(), _at(NOW), calendar=calendar)
    assert change.enrollment.calendar == calendar
    assert _due(change.schedules) == datetime(2026, 12, 4, 9, tzinfo=UTC)


def test_readings_put_off_into_an_absence_come_with_the_next_date() -> None:
    snooze = Schedule(kind=ScheduleKind.SNOOZE, due_at=NEXT, resource_id=IDS[0])
    beyond = Schedule(
        kind=ScheduleKind.SNOOZE, due_at=NEXT + timedelta(weeks=4), resource_id=IDS[1]
    )
    away = EnrollmentView(
        enrollment=view().enrollment,
        attention=Attention(zone=ZONE, away_until=date(2026, 12, 10)),
        schedules=(*view().schedules, snooze, beyond),
        handled=SENT,
    )
    change = rescheduled(away, STUDY, after=away.enrollment)
    back = datetime(2026, 12, 15, 9, tzinfo=UTC)
    assert _due(change.schedules) == back
    assert change.schedules[1:] == (replace(snooze, due_at=back),)


def test_an_absence_that_is_over_changes_nothing() -> None:
    over = Attention(zone=ZONE, away_until=date(2026, 11, 1))
    assert earliest(NOW, over) == NOW
    assert earliest(NOW, Attention(zone=ZONE)) == NOW


def test_the_day_of_return_counts_from_its_very_beginning() -> None:
    midnight = replace(DAILY, at=time(0))
    away = replace(
        view(pace=midnight), attention=Attention(zone=ZONE, away_until=date(2026, 12, 1))
    )
    change = rescheduled(away, STUDY, after=away.enrollment)
    assert _due(change.schedules) == datetime(2026, 11, 30, 23, tzinfo=UTC)


def test_the_way_of_waiting_changes_no_date() -> None:
    reminded = replace(view(), enrollment=replace(view().enrollment, waits=2))
    change = set_policy(reminded, Policy.WAIT)
    assert (change.enrollment.policy, change.enrollment.waits) == (Policy.WAIT, 0)
    assert change.schedules == ()
    assert change.handled == {}


_H = timedelta(hours=1)
