"""Study groups: who is asked to open a discussion, who is named, and when a group begins."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.discussing import UnclearDiscussion, parse_discussion
from bot.domain.gathering import read_start, start_on, usual_start
from bot.domain.group import (
    Discussion,
    LeadState,
    Member,
    MemberState,
    Reads,
    Role,
    Round,
    arrived,
    departed,
    may_name,
)
from bot.domain.ids import PersonId, ResourceId
from bot.domain.leading import appointed, eve, meeting, next_lead
from bot.domain.pace import Pace, Weekday
from bot.domain.schedule import NO_FREE_DAYS, FreeDays, local

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEKLY = Pace(at=time(10), zone="Europe/Paris", weekdays=frozenset({Weekday.TUE}))
THURSDAYS = Discussion(weekday=Weekday.THU, at=time(16))


def member(number: int, *, turn: int = 0, active: bool = True) -> Member:
    return Member(
        person_id=PersonId(number),
        name=f"person {number}",
        state=MemberState.JOINED,
        role=Role.MEMBER,
        joined_at=START + timedelta(minutes=number),
        seen_at=START,
        from_round=1,
        active=active,
        turn=turn,
    )


def reading(number: int) -> Round:
    return Round(
        number=number,
        resource_id=ResourceId(f"r{number}"),
        sent_at=START + timedelta(weeks=number),
        lead_id=None,
        lead_name="",
        lead_state=LeadState.OPEN,
        answer_by=START + timedelta(weeks=number),
    )


def led(round_: Round, members: list[Member], *, silent: frozenset[int]) -> Round:
    """The reading once its eve has passed; who is in `silent` never answers."""
    by = round_.sent_at + timedelta(days=2)
    asked = appointed(round_, members, now=round_.sent_at, answer_by=by)
    if asked.lead_id is None or asked.lead_id not in silent:
        return asked
    tried = [
        member(each.person_id, turn=round_.number, active=each.active)
        if each.person_id == asked.lead_id
        else each
        for each in members
    ]
    return appointed(asked, tried, now=by, answer_by=by)


@given(
    size=st.integers(2, 12),
    silent=st.sets(st.integers(0, 11), max_size=3),
    weeks=st.lists(st.sets(st.integers(0, 11), max_size=4), min_size=10, max_size=52),
)
def test_over_a_year_always_active_members_lead_equally_often(
    size: int, silent: set[int], weeks: list[set[int]]
) -> None:
    never_away = set(range(size)) - set().union(*weeks) - silent
    turns, counts = dict.fromkeys(range(size), 0), dict.fromkeys(range(size), 0)
    for number, away in enumerate(weeks, 1):
        members = [member(n, turn=turns[n], active=n not in away) for n in range(size)]
        first = next_lead(members)
        chosen = led(reading(number), members, silent=frozenset(silent)).lead_id
        for each in {first.person_id if first else None, chosen} - {None}:
            assert each not in away
            turns[int(each or 0)] = number
        if chosen is not None:
            counts[int(chosen)] += 1
    always = [counts[n] for n in never_away]
    assert not always or max(always) - min(always) <= 1


def test_who_does_not_answer_by_the_eve_is_swapped_once_and_silently() -> None:
    members = [member(1), member(2)]
    by = START + timedelta(weeks=1, days=2)
    asked = appointed(reading(1), members, now=START, answer_by=by)
    assert (asked.lead_id, asked.lead_state, asked.answer_by) == (1, LeadState.ASKED, by)
    swapped = appointed(asked, [member(1, turn=1), member(2)], now=by, answer_by=by)
    assert (swapped.lead_id, swapped.lead_state, swapped.answer_by) == (2, LeadState.SWAPPED, None)


def test_a_group_without_anybody_active_is_asked_nothing() -> None:
    nobody = appointed(reading(1), [member(1, active=False)], now=START, answer_by=START)
    assert (nobody.lead_id, nobody.lead_state, nobody.answer_by) == (None, LeadState.NOBODY, None)


def test_who_comes_new_or_back_starts_with_what_is_read_now_and_leads_last() -> None:
    eve_ = arrived(None, person_id=PersonId(9), name="Eve", now=START, rounds=5)
    assert (eve_.from_round, eve_.turn, eve_.role) == (5, 5, Role.MEMBER)
    assert arrived(None, person_id=PersonId(9), name="", now=START, rounds=0).from_round == 1
    gone = departed(eve_)
    back = arrived(gone, person_id=PersonId(9), name="Eve", now=START, rounds=8)
    assert (back.from_round, back.turn, back.state) == (8, 8, MemberState.JOINED)


@given(done=st.integers(0, 40), of=st.integers(0, 40))
def test_finishers_are_named_from_three_on_and_below_half(done: int, of: int) -> None:
    assert may_name(done, of) == (done >= 3 and done < of / 2)


@pytest.mark.parametrize(
    ("done", "of", "enough"), [(0, 0, False), (1, 2, True), (1, 3, False), (2, 3, True)]
)
def test_a_group_has_finished_once_half_of_it_have(done: int, of: int, *, enough: bool) -> None:
    assert Reads(done=done, of=of).enough is enough


def test_a_discussion_is_a_day_after_its_reading_at_least_and_its_eve_is_a_working_day() -> None:
    sent = datetime(2026, 11, 26, 9, tzinfo=UTC)  # the Thursday itself
    meets = meeting(THURSDAYS, WEEKLY, after=sent, free=NO_FREE_DAYS)
    assert meets == datetime(2026, 12, 3, 15, tzinfo=UTC)
    assert eve(meets, "Europe/Paris", free=NO_FREE_DAYS) == datetime(2026, 12, 2, 15, tzinfo=UTC)
    monday = datetime(2026, 12, 7, 15, tzinfo=UTC)
    rest = FreeDays(holidays=frozenset({date(2026, 12, 4)}))
    assert local(eve(monday, "Europe/Paris", free=rest), "Europe/Paris").date() == date(2026, 12, 3)


def test_a_discussion_is_one_day_and_a_time_on_the_plans_own_clock() -> None:
    today = START.date()
    assert parse_discussion("thursday 16:00", WEEKLY, today=today) == THURSDAYS
    assert parse_discussion("fri 9am", WEEKLY, today=today).at == time(9)
    for unclear in ("mon,thu 16:00", "soon", "every 2 weeks on friday 10:00", "thu 16:00 UTC"):
        with pytest.raises(UnclearDiscussion):
            parse_discussion(unclear, WEEKLY, today=today)
    assert Discussion.decode(THURSDAYS.encode()) == THURSDAYS
    assert Discussion.decode("") is None


@pytest.mark.parametrize(
    ("now", "day"),
    [(START, date(2026, 12, 1)), (START + timedelta(days=4), date(2026, 12, 1)),
     (START + timedelta(days=6), date(2026, 12, 8))],
)  # fmt: skip
def test_a_group_gathers_until_a_day_of_its_plan_that_leaves_time(now: datetime, day: date) -> None:
    assert usual_start(WEEKLY, now=now, free=NO_FREE_DAYS) == day
    rested = FreeDays(holidays=frozenset({day}))
    assert usual_start(WEEKLY, now=now, free=rested) > day


def test_a_start_is_a_day_at_the_front_and_the_rest_stays() -> None:
    today = START.date()
    assert read_start("next monday tue 10:00", today=today) == (date(2026, 11, 30), "tue 10:00")
    assert read_start("now", today=today) == (today, "")
    assert read_start("case studies", today=today) == (None, "case studies")


def test_a_group_starts_at_the_plans_time_and_rest_days_put_it_off() -> None:
    day, rest = date(2026, 12, 7), FreeDays(holidays=frozenset({date(2026, 12, 7)}))
    start = start_on(day, WEEKLY, now=START, at_once=False, free=rest)
    assert start.at == datetime(2026, 12, 8, 9, tzinfo=UTC)
    assert start.day == date(2026, 12, 8)
    late = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert start_on(late.date(), WEEKLY, now=late, at_once=False, free=NO_FREE_DAYS).at is None
