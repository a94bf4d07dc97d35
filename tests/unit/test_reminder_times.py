"""When a plan is looked back on: a fixed day, the plan's own time, never in somebody's silence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import Every, Recipient, RecipientKind, Reminders, Standing
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import (
    NO_REST,
    Attention,
    EnrollmentView,
    Schedule,
    ScheduleKind,
)
from bot.domain.pace import EVERY_DAY, WEEKEND, WORKDAYS, Pace, Weekday
from bot.domain.planning import plan
from bot.domain.position import Study
from bot.domain.quiet import QuietHours
from bot.domain.reminders import RECAP, next_reminder, reminder_day, reminder_time
from bot.domain.schedule import FreeDays, away_end, local
from tests.fakes.sample_cards import MLOPS, view

ZONES = ("Europe/Paris", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "UTC")
START = datetime(2026, 11, 23, 8, tzinfo=UTC)


ADA = Standing(recipient=Recipient(kind=RecipientKind.PERSON, id=1))


def weekly(*days: Weekday, at: time = time(10), zone: str = "Europe/Paris") -> Pace:
    return Pace(at=at, zone=zone, weekdays=frozenset(days))


def every(days: int, *, at: time = time(10)) -> Pace:
    return Pace(at=at, zone="Europe/Paris", every_days=days, anchor=date(2026, 11, 25))


def study(now: datetime = START) -> Study:
    return Study(curriculum=MLOPS, now=now, free=lambda c: FreeDays(breaks=c.breaks))


@pytest.mark.parametrize(
    ("pace", "day", "at"),
    [
        (weekly(Weekday.TUE), Weekday.MON, time(10)),
        (weekly(Weekday.MON), Weekday.FRI, time(10)),
        (weekly(Weekday.MON, Weekday.THU), Weekday.FRI, time(10)),
        (weekly(Weekday.MON, Weekday.SAT), Weekday.SUN, time(10)),
        (weekly(*WEEKEND), Weekday.FRI, time(10)),
        (weekly(*WORKDAYS), Weekday.FRI, time(14)),
        (weekly(*EVERY_DAY), Weekday.SUN, time(14)),
        (weekly(*EVERY_DAY, at=time(18, 30)), Weekday.SUN, time(14, 30)),
        (weekly(*EVERY_DAY, at=time(1)), Weekday.SUN, time(5)),
        (every(3), Weekday.SUN, time(10)),
        (every(1), Weekday.SUN, time(14)),
        (every(14), Weekday.TUE, time(10)),
    ],
)
def test_the_day_is_fixed_and_has_no_reading_where_one_can_be_found(
    pace: Pace, day: Weekday, at: time
) -> None:
    assert (reminder_day(pace), reminder_time(pace)) == (day, at)


PACES = st.one_of(
    st.builds(
        lambda days, at, zone: Pace(at=at, zone=zone, weekdays=days),
        st.frozensets(st.sampled_from(Weekday), min_size=1),
        st.builds(time, st.integers(0, 23), st.sampled_from((0, 30))),
        st.sampled_from(ZONES),
    ),
    st.builds(every, st.integers(1, 30)),
)


@given(
    pace=PACES,
    hours=st.integers(0, 24 * 500),
    quiet=st.none()
    | st.builds(
        lambda a, b: QuietHours(start=time(a), end=time(b)), st.integers(0, 23), st.integers(0, 23)
    ),
    away=st.none() | st.integers(1, 90),
    rest=st.integers(0, 40),
)
def test_it_falls_into_no_quiet_hours_no_absence_and_no_break(
    pace: Pace, hours: int, quiet: QuietHours | None, away: int | None, rest: int
) -> None:
    after = START + timedelta(hours=hours)
    today = after.date()
    attention = Attention(
        zone=pace.zone, quiet=quiet, away_until=today + timedelta(days=away) if away else None
    )
    span = (today, today + timedelta(days=rest))
    at = next_reminder(pace, attention, free=FreeDays(breaks=(span,)), after=after)
    assert at is not None
    assert at > after
    here = local(at, pace.zone)
    assert not span[0] <= here.date() <= span[1]
    assert quiet is None or not quiet.hush(here.time())
    if attention.away_until is not None:
        assert at >= away_end(attention.away_until, attention.zone)


def test_nothing_but_free_days_is_no_reminder() -> None:
    forever = FreeDays(breaks=((date(2026, 1, 1), date(2036, 1, 1)),))
    pace, attention = weekly(Weekday.TUE), Attention(zone="Europe/Paris")
    assert next_reminder(pace, attention, free=forever, after=START) is None


def test_one_that_is_due_in_quiet_hours_waits_for_its_own_next_day() -> None:
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    quiet = Attention(zone="Europe/Paris", quiet=QuietHours(start=time(8), end=time(11)))
    change = plan(_due(now, attention=quiet), study(now))
    assert change.deliveries == ()
    assert [each.due_at for each in change.schedules] == [datetime(2026, 12, 7, 10, tzinfo=UTC)]


def test_one_that_is_a_day_late_is_left_out() -> None:
    late = datetime(2026, 11, 30, 22, tzinfo=UTC)
    change = plan(_due(late - timedelta(hours=13)), study(late), standing=ADA)
    assert change.deliveries == ()
    assert [each.due_at for each in change.schedules] == [datetime(2026, 12, 7, 9, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("every", "variant"),
    [(Every.WEEKLY, RECAP), (Every.FORTNIGHTLY, ""), (Every.MONTHLY, ""), (Every.OFF, "")],
)
def test_a_reading_of_the_same_moment_tells_what_waits_only_to_who_is_reminded_weekly(
    every: Every, variant: str
) -> None:
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    both = _due(now)
    lesson = Schedule(kind=ScheduleKind.LESSON, due_at=now)
    who = Standing(
        recipient=Recipient(kind=RecipientKind.PERSON, id=1), reminders=Reminders(every=every)
    )
    change = plan(replace(both, schedules=(*both.schedules, lesson)), study(now), standing=who)
    assert [(each.kind, each.variant) for each in change.deliveries] == [
        (DeliveryKind.LESSON, variant)
    ]
    assert change.spend is None
    [reminder] = [each for each in change.schedules if each.kind is ScheduleKind.DIGEST]
    assert (reminder.due_at is None) is (every is Every.OFF)


def _due(at: datetime, *, attention: Attention | None = None) -> EnrollmentView:
    """A plan with a reminder due at an instant."""
    before: EnrollmentView = view()
    reminder = Schedule(kind=ScheduleKind.DIGEST, due_at=at)
    assert before.enrollment.calendar == NO_REST
    return replace(before, schedules=(reminder,), attention=attention or before.attention)
