"""Whatever the pace, a date shifted by a decree finds back, and a right one never moves."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.enrollment import (
    Attention,
    Calendar,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.ids import (
    CurriculumId,
    EnrollmentId,
    PersonId,
    PlaceId,
    PlanId,
    ResourceId,
    Revision,
    WorkspaceId,
)
from bot.domain.pace import Pace, Weekday
from bot.domain.quiet import QuietHours, after_quiet
from bot.domain.reminders import next_reminder
from bot.domain.schedule import NO_FREE_DAYS, next_slot
from bot.domain.zone_change import LARGEST_SHIFT, realigned

START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")

times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
paces = st.builds(
    Pace,
    at=times,
    zone=st.sampled_from(ZONES),
    weekdays=st.frozensets(st.sampled_from(Weekday), min_size=1),
)
quiets = st.none() | st.builds(QuietHours, start=times, end=times)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
shifts = st.integers(-180, 180).filter(bool).map(lambda minutes: timedelta(minutes=minutes))


def view_of(pace: Pace, due_at: datetime | None, *, quiet: QuietHours | None) -> EnrollmentView:
    """A running plan with this next date."""
    enrollment = Enrollment(
        id=EnrollmentId(1),
        workspace_id=WorkspaceId(1),
        place_id=PlaceId(1),
        person_id=PersonId(1),
        curriculum=CurriculumId("course"),
        plan=PlanId("plan"),
        state=EnrollmentState.ACTIVE,
        policy=Policy.DRIP,
        pace=pace,
        calendar=Calendar(),
        revision=Revision("1"),
        next_ids=(ResourceId("r1"),),
        left=1,
        unfinished=0,
        version=1,
        started_at=START,
    )
    return EnrollmentView(
        enrollment=enrollment,
        attention=Attention(zone="Europe/Paris", quiet=quiet),
        schedules=(Schedule(kind=ScheduleKind.LESSON, due_at=due_at),),
    )


@given(pace=paces, quiet=quiets, after=moments, shift=shifts)
def test_a_shifted_date_finds_back(
    pace: Pace, quiet: QuietHours | None, after: datetime, shift: timedelta
) -> None:
    right = after_quiet(next_slot(pace, after), quiet, zone="Europe/Paris")
    view = view_of(pace, right + shift, quiet=quiet)
    change = realigned(view, now=after - LARGEST_SHIFT, free=NO_FREE_DAYS)
    assert change is not None
    assert change.schedules == (Schedule(kind=ScheduleKind.LESSON, due_at=right),)


@given(pace=paces, quiet=quiets, after=moments)
def test_a_right_date_never_moves(pace: Pace, quiet: QuietHours | None, after: datetime) -> None:
    right = after_quiet(next_slot(pace, after), quiet, zone="Europe/Paris")
    assert realigned(view_of(pace, right, quiet=quiet), now=after, free=NO_FREE_DAYS) is None


@given(pace=paces, after=moments)
def test_what_is_due_or_rests_stays(pace: Pace, after: datetime) -> None:
    for due_at in (after, after - timedelta(minutes=30), None):
        view = view_of(pace, due_at, quiet=None)
        assert realigned(view, now=after, free=NO_FREE_DAYS) is None


@given(pace=paces, quiet=quiets, after=moments, shift=shifts)
def test_a_shifted_reminder_finds_back(
    pace: Pace, quiet: QuietHours | None, after: datetime, shift: timedelta
) -> None:
    bare, start = view_of(pace, None, quiet=quiet), after + LARGEST_SHIFT
    right = next_reminder(pace, bare.attention, free=NO_FREE_DAYS, after=start)
    assert right is not None
    reminder = Schedule(kind=ScheduleKind.DIGEST, due_at=right + shift)
    change = realigned(replace(bare, schedules=(reminder,)), now=after, free=NO_FREE_DAYS)
    assert change is not None
    assert change.schedules == (replace(reminder, due_at=right),)
    again = replace(bare, schedules=change.schedules)
    assert realigned(again, now=after, free=NO_FREE_DAYS) is None


@given(pace=paces, quiet=quiets, after=moments, shift=shifts)
def test_a_reminder_that_rides_goes_with_its_reading(
    pace: Pace, quiet: QuietHours | None, after: datetime, shift: timedelta
) -> None:
    start = after + LARGEST_SHIFT
    slot = after_quiet(next_slot(pace, start), quiet, zone="Europe/Paris") + shift
    both = view_of(pace, slot, quiet=quiet)
    riding = Schedule(kind=ScheduleKind.DIGEST, due_at=slot)
    found = realigned(
        replace(both, schedules=(*both.schedules, riding)), now=after, free=NO_FREE_DAYS
    )
    assert found is None or len({each.due_at for each in found.schedules}) == 1
