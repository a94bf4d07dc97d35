"""Plans, readings and sections by the words people use for them."""

import pytest

from bot.domain.curriculum import UnknownPlan
from bot.domain.finding import (
    AmbiguousPlan,
    Offered,
    check_spelling,
    find_place,
    find_plan,
    find_readings,
    split_plan,
    unknown_reading,
)
from bot.domain.waiting import order
from tests.fakes.curricula import WHOLE, curriculum

MLOPS = curriculum()
PLANS = [Offered(curriculum=MLOPS, plan=plan) for plan in MLOPS.plans]
IDS = order(MLOPS, WHOLE)


@pytest.mark.parametrize(
    ("text", "plan", "rest"),
    [
        ("case studies", "case-studies", ""),
        ("case-studies", "case-studies", ""),
        ("the case study plan weekdays 9am", "case-studies", "the weekdays 9am"),
        ("weekdays 9am core", "core", "weekdays 9am"),
        ("MLOps core mon,thu", "core", "mon,thu"),
        ("whole path", "whole-path", ""),
        ("Whole", "whole-path", ""),
    ],
)
def test_a_plan_is_found_wherever_it_stands(text: str, plan: str, rest: str) -> None:
    found, left_over = split_plan(PLANS, text)
    assert found is not None
    assert (found.plan.id, left_over) == (plan, rest)


def test_no_plan_is_no_plan() -> None:
    assert split_plan(PLANS, "weekdays 9am") == (None, "weekdays 9am")


def test_a_word_that_several_plans_share_is_asked_about() -> None:
    twins = [*PLANS, *PLANS]
    with pytest.raises(AmbiguousPlan, match="Did you mean"):
        split_plan(twins, "core")


@pytest.mark.parametrize("text", ["case studis", "core blah", "", "`x` <@1>"])
def test_a_plan_that_does_not_exist_is_answered_with_the_nearest(text: str) -> None:
    with pytest.raises(UnknownPlan) as caught:
        find_plan(PLANS, text)
    assert "enroll" in caught.value.text
    assert "<" not in caught.value.text


def test_a_plans_name_with_a_slip_is_not_taken_for_days() -> None:
    check_spelling(PLANS, "core weekdays")
    with pytest.raises(UnknownPlan, match="`enroll case studies`"):
        check_spelling(PLANS, "case studis")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", ["shifts"]),
        ("number 3", ["shifts"]),
        ("rules", ["rules"]),
        ("Rules of Machine Learning", ["rules"]),
        ("the airbnb one", ["airbnb-homes"]),
        ("zinkevich", ["rules"]),
        ("o'reilly", ["book"]),
        ("distribution shift", ["shifts"]),
        ("huyen", ["talk", "book"]),
        ("0", []),
        ("99", []),
        ("the", []),
        ("mars", []),
    ],
)
def test_readings_are_found_by_number_title_company_and_author(
    text: str, expected: list[str]
) -> None:
    assert list(find_readings(text, curriculum=MLOPS, ids=IDS)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("basics", "rules"), ("case studies", "netflix-quality"), ("mlops: basics", "rules")],
)
def test_a_section_leads_to_its_first_reading(text: str, expected: str) -> None:
    place = find_place(text, curriculum=MLOPS, ids=IDS)
    assert place is not None
    assert place.resource_id == expected


def test_a_name_that_fits_several_leads_to_the_first_and_names_the_others() -> None:
    place = find_place("machine learning", curriculum=MLOPS, ids=IDS)
    assert place is not None
    assert (place.resource_id, place.others) == ("rules", ("book", "netflix-quality"))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("rulez", "I found no reading called 'rulez' on your plan. Did you mean `done rules`?"),
        (
            "mars",
            "I found no reading called 'mars' on your plan. Type `path` to see what is on it.",
        ),
        ("99", "Your plan has the numbers 1 to 9. Type `path` to see."),
        ("", "Which one? Type `path` to see what is on it."),
    ],
)
def test_a_name_that_fits_nothing_is_answered_with_the_nearest(text: str, answer: str) -> None:
    error = unknown_reading(text, curriculum=MLOPS, ids=IDS, example="done")
    assert error.text == answer
