"""Fifty people and a year: the rules of attention hold for every message that would be sent."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bench.cohort import everything, page
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import EnrollmentState, EnrollmentView, Handled
from bot.domain.ids import EnrollmentId, ResourceId
from bot.domain.reminders import RECAP, RESTART
from bot.domain.schedule import local
from bot.domain.waiting import order
from bot.usecases.imagined import Imagined
from tests.fakes.cohort import BUTTONS, HABITS, PEOPLE, Cohort, Somebody, year

BY_ITSELF = {DeliveryKind.DIGEST, DeliveryKind.NUDGE}
MOST_UNANSWERED = 7
PAGE = Path(__file__).parents[2] / "docs" / "cohort.md"


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return asyncio.run(year())


def by_itself(cohort: Cohort, who: Somebody) -> list[Imagined]:
    return [each for each in cohort.told_to(who) if each.delivery.kind in BY_ITSELF]


def reminders(cohort: Cohort, who: Somebody) -> list[Imagined]:
    return [each for each in cohort.told_to(who) if each.delivery.kind is DeliveryKind.DIGEST]


def of_habit(cohort: Cohort, habit: str) -> list[Somebody]:
    return [each for each in cohort.people if each.habit == habit]


def ids_of(cohort: Cohort, view: EnrollmentView) -> tuple[ResourceId, ...]:
    return order(cohort.study.curriculum, view.enrollment.plan)


def test_the_cohort_is_as_varied_as_it_should_be(cohort: Cohort) -> None:
    assert len(cohort.people) == PEOPLE
    assert {each.habit for each in cohort.people} == set(HABITS)
    kinds = Counter(each.delivery.kind for each in cohort.told)
    assert kinds[DeliveryKind.LESSON] > 3000
    assert kinds[DeliveryKind.DIGEST] > 500
    assert kinds[DeliveryKind.NUDGE] > 20
    assert kinds[DeliveryKind.SNOOZE] > 20
    variants = Counter(each.delivery.variant for each in cohort.told)
    told = (RECAP, RESTART, "paused", "waiting", "fortnightly")
    assert [each for each in told if not variants[each]] == []


def budget_is_kept(cohort: Cohort) -> None:
    for who in cohort.people:
        days = [local(each.at, who.zone).date() for each in by_itself(cohort, who)]
        assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(days))


def test_nobody_gets_more_than_one_further_message_in_any_seven_days(cohort: Cohort) -> None:
    budget_is_kept(cohort)


@pytest.mark.parametrize("seed", range(3))
async def test_other_years_keep_the_budget_and_the_silence_too(seed: int) -> None:
    other = await year(people=2 * len(HABITS), seed=seed)
    budget_is_kept(other)
    silence_is_kept(other)


def test_who_asked_for_less_gets_less_and_who_stopped_gets_none(cohort: Cohort) -> None:
    for who in of_habit(cohort, "asks for less often"):
        days = [local(each.at, who.zone).date() for each in by_itself(cohort, who)]
        assert len(days) > 5
        assert all(later - earlier >= timedelta(days=28) for earlier, later in pairwise(days))
    for who in of_habit(cohort, "stops the reminders"):
        assert len(by_itself(cohort, who)) == 1
        assert cohort.told_to(who)[-1].delivery.kind not in BY_ITSELF, "the plan itself goes on"


def test_nothing_comes_in_quiet_hours_or_while_somebody_is_away(cohort: Cohort) -> None:
    assert silence_is_kept(cohort), "somebody was away"


def silence_is_kept(cohort: Cohort) -> int:
    """Returns how many messages came to somebody who had been away."""
    asked = {DeliveryKind.FIRST}
    away = 0
    for each in cohort.told:
        attention = each.before.attention
        here = local(each.at, attention.zone)
        if each.delivery.kind not in asked and attention.quiet is not None:
            assert not attention.quiet.hush(here.time())
        if attention.away_until is not None:
            away += 1
            assert here.date() >= attention.away_until
    return away


def test_nothing_comes_to_who_paused_left_or_finished(cohort: Cohort) -> None:
    states = Counter(view.enrollment.state for view in cohort.plans.views.values())
    assert states[EnrollmentState.LEFT]
    assert states[EnrollmentState.FINISHED]
    assert states[EnrollmentState.PAUSED]
    assert {each.before.enrollment.state for each in cohort.told} == {EnrollmentState.ACTIVE}


def test_nobody_is_reminded_on_a_holiday(cohort: Cohort) -> None:
    for each in cohort.told:
        enrollment = each.before.enrollment
        if each.delivery.kind is DeliveryKind.DIGEST:
            free = cohort.studies.free_days(enrollment.calendar, each.at.year)
            assert local(each.at, enrollment.pace.zone).date() not in free


def test_a_reminder_comes_on_one_day_of_the_week_at_one_time(cohort: Cohort) -> None:
    for who in cohort.people:
        if who.habit in {"goes away", "comes back after weeks", "follows two plans"}:
            continue  # their pace changes, or a reminder waits for somebody's return
        moments = {f"{local(each.at, who.zone):%a %H:%M}" for each in reminders(cohort, who)}
        assert len(moments) <= 1, (who.name, moments)


def test_nobody_is_reminded_of_nothing(cohort: Cohort) -> None:
    for each in cohort.told:
        if each.delivery.kind is DeliveryKind.DIGEST:
            assert each.delivery.resource_id is not None
            assert each.before.handled[each.delivery.resource_id] is Handled.SENT
    for who in of_habit(cohort, "reads at once"):
        assert by_itself(cohort, who) == []


def test_readings_come_in_order_and_once_each(cohort: Cohort) -> None:
    for number, view in cohort.plans.views.items():
        who, ids = cohort.of[number], ids_of(cohort, view)
        sent = [
            ids.index(each.delivery.resource_id)
            for each in cohort.told
            if each.before.enrollment.id == number and each.delivery.resource_id is not None
            if each.delivery.kind in {DeliveryKind.FIRST, DeliveryKind.LESSON}
        ]
        steps = [later - earlier for earlier, later in pairwise(sent)]
        again = sum(step < 1 for step in steps)
        assert again <= len(who.restarts), "only a fresh start brings anything again"
        assert all(step == 1 for step in steps if step > 0), "and nothing is left out"


def test_who_comes_back_gets_no_backlog(cohort: Cohort) -> None:
    for who in of_habit(cohort, "comes back after weeks"):
        assert who.restarts
        for at in who.restarts:
            day = [
                each
                for each in cohort.told_to(who)
                if at <= each.at < at + timedelta(hours=24)
                if each.delivery.kind not in BY_ITSELF
            ]
            assert len(day) <= who.pace.per_slot


def test_reminders_stop_for_who_never_answers(cohort: Cohort) -> None:
    for who in of_habit(cohort, "never answers"):
        told = reminders(cohort, who)
        assert len(told) == MOST_UNANSWERED
        lowered = [word for each in told for word in each.delivery.variant.split()]
        assert [word for word in lowered if word != RESTART] == ["fortnightly", "monthly", "off"]
        assert cohort.told_to(who)[-1].at > told[-1].at, "their readings still come"


@pytest.mark.parametrize("label", BUTTONS)
def test_every_button_of_a_reminder_works(cohort: Cohort, label: str) -> None:
    who = max(of_habit(cohort, "uses the buttons"), key=lambda each: each.presses.total())
    assert who.presses[label] >= 10
    handled = Counter(cohort.view(_plan(who)).handled.values())
    assert handled[Handled.DONE] >= who.presses["Did it"]
    assert handled[Handled.SKIPPED] == who.presses["Skip this one"]
    again = [each for each in cohort.told_to(who) if each.delivery.kind is DeliveryKind.SNOOZE]
    assert len(again) >= who.presses["Move to tomorrow"] - 1, "the last may still be ahead"


def test_wait_for_me_nudges_twice_and_then_pauses(cohort: Cohort) -> None:
    ends = [each for each in cohort.told if each.delivery.variant == "paused"]
    assert ends
    for end in ends:
        who = cohort.of[end.before.enrollment.id]
        told = [each for each in by_itself(cohort, who) if each.at <= end.at][-3:]
        assert [each.delivery.variant for each in told] == ["waiting", "waiting", "paused"]


def test_the_page_of_the_documentation_tells_this_year(cohort: Cohort) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(cohort), "run: make cohort"


def test_the_whole_report_tells_every_message(cohort: Cohort) -> None:
    rows = [line for line in everything(cohort).splitlines() if line.startswith("| ")]
    headings = 1 + len(cohort.people)
    assert len(rows) == len(cohort.told) + len(cohort.people) + headings


def _plan(who: Somebody) -> EnrollmentId:
    return who.plans[0]
