"""A fresh start: the first open reading comes next, and nothing comes as a heap."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.enrollment import EnrollmentState, EnrollmentView, Handled, Schedule, ScheduleKind
from bot.domain.pace import EVERY_DAY, WORKDAYS, Pace, Weekday
from bot.domain.position import NothingToRead
from bot.domain.restart import Restart, restart, restart_target, slower
from bot.domain.steering import AlreadyFinished
from bot.domain.waiting import order
from tests.fakes.curricula import CASES, CORE, WHOLE
from tests.fakes.sample_cards import MLOPS, NEXT, STUDY, view

IDS = order(MLOPS, WHOLE)
TODAY = date(2026, 11, 23)


def weekly(*days: Weekday, per_slot: int = 1) -> Pace:
    return Pace(at=time(10), zone="UTC", weekdays=frozenset(days), per_slot=per_slot)


@pytest.mark.parametrize(
    ("pace", "half"),
    [
        (weekly(*EVERY_DAY), weekly(Weekday.MON, Weekday.WED, Weekday.FRI, Weekday.SUN)),
        (weekly(*WORKDAYS), weekly(Weekday.MON, Weekday.WED, Weekday.FRI)),
        (weekly(Weekday.MON, Weekday.THU), weekly(Weekday.MON)),
        (weekly(Weekday.MON, per_slot=3), weekly(Weekday.MON, per_slot=2)),
        (
            weekly(Weekday.THU),
            Pace(at=time(10), zone="UTC", every_days=14, anchor=date(2026, 11, 26)),
        ),
        (
            Pace(at=time(10), zone="UTC", every_days=3, anchor=TODAY),
            Pace(at=time(10), zone="UTC", every_days=6, anchor=TODAY),
        ),
        (
            Pace(at=time(10), zone="UTC", every_days=200, anchor=TODAY),
            Pace(at=time(10), zone="UTC", every_days=364, anchor=TODAY),
        ),
    ],
)
def test_a_slower_pace_is_about_half(pace: Pace, half: Pace) -> None:
    assert slower(pace, today=TODAY) == half


MARKS = st.lists(st.sampled_from([*Handled, None]), min_size=len(IDS), max_size=len(IDS))


LIVING = st.sampled_from([EnrollmentState.ACTIVE, EnrollmentState.PAUSED])


@given(marks=MARKS, how=st.sampled_from(Restart), state=LIVING)
def test_nothing_stays_open_and_everything_open_comes_again(
    marks: list[Handled | None], how: Restart, state: EnrollmentState
) -> None:
    handled = {each: mark for each, mark in zip(IDS, marks, strict=True) if mark is not None}
    before = view(WHOLE, handled=handled, state=state)
    if all(mark not in {Handled.SENT, None} for mark in marks):
        with pytest.raises(NothingToRead):
            restart(before, STUDY, how=how)
        return
    target = restart_target(before, STUDY)
    after = restart(before, STUDY, how=how)
    assert after.enrollment.unfinished == 0
    assert after.enrollment.state is EnrollmentState.ACTIVE
    left = {**handled, **after.handled}
    assert all(left.get(each) is not Handled.SENT for each in IDS)
    if how is Restart.SECTION:
        section = MLOPS.resource(target).section
        assert all(left.get(i) is None for i in IDS if MLOPS.resource(i).section == section)
    else:
        waiting = [each for each in IDS if left.get(each) is None]
        assert after.enrollment.next_ids[0] == waiting[0]
        assert target in waiting
        assert all(left.get(i) == how for i, how in handled.items() if how is not Handled.SENT)
    assert any(s.kind is ScheduleKind.LESSON and s.due_at for s in after.schedules)


def test_readings_that_were_to_come_back_come_in_line_instead() -> None:
    snooze = Schedule(kind=ScheduleKind.SNOOZE, due_at=NEXT, resource_id=order(MLOPS, CASES)[0])
    before = view()
    before = replace(before, schedules=(*before.schedules, snooze))
    assert restart(before, STUDY, how=Restart.ON).end_snoozes == (snooze.resource_id,)


def test_a_slower_pace_keeps_the_place() -> None:
    before: EnrollmentView = view(CORE, handled={order(MLOPS, CORE)[0]: Handled.SENT})
    after = restart(before, STUDY, how=Restart.SLOWER).enrollment
    assert after.pace.every_days == 14
    assert after.next_ids == order(MLOPS, CORE)


def test_a_finished_plan_does_not_start_again_like_this() -> None:
    with pytest.raises(AlreadyFinished):
        restart(view(state=EnrollmentState.FINISHED), STUDY, how=Restart.ON)
