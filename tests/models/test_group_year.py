"""Study groups over months, on a real database: what has to hold for everything that was sent.

Here they live for some months, and five hundred are forty; `make group-year` lives the whole year
with all of them and asserts the same.
"""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bench.group_year import letters, lived_on
from bot.domain.group import MemberState
from tests.fakes.group_rules import RULES, Lived
from tests.fakes.group_year import CROWD, SECOND_LEAD, SILENT, TWELVE, TWO, Setting, year_on

SETTINGS = {
    "two": replace(TWO, weeks=6),
    "twelve": replace(TWELVE, weeks=15),
    "crowd": replace(CROWD, members=40, weeks=2),
}


@pytest.fixture(scope="module")
def cohorts(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lived]:
    """Each cohort, lived once."""

    def live(setting: Setting) -> Lived:
        path = tmp_path_factory.mktemp("year") / "study.sqlite3"
        shutil.copy(sqlite_template, path)
        return asyncio.run(lived_on(f"sqlite:///{path}", setting))

    return {name: live(setting) for name, setting in SETTINGS.items()}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_holds_for_every_message(
    cohorts: dict[str, Lived], name: str, rule: Callable[[Lived], None]
) -> None:
    rule(cohorts[name])


def test_the_cohorts_are_as_varied_as_they_should_be(cohorts: dict[str, Lived]) -> None:
    twelve = cohorts["twelve"].year
    assert len(twelve.weekly) > 11
    assert len(twelve.private) > 2
    assert len(twelve.left) == 2
    assert twelve.late
    assert twelve.away
    assert len(cohorts["two"].year.weekly) == 5


def test_a_lead_who_is_none_any_more_finds_the_doors_shut(cohorts: dict[str, Lived]) -> None:
    twelve = cohorts["twelve"]
    assert len(twelve.year.refused) == 2
    assert all("decides on this plan" in each for each in twelve.year.refused)
    second = twelve.year.name(SECOND_LEAD).title()
    assert not next(each for each in twelve.members if each.name == second).may_lead


def test_who_never_answers_is_left_in_peace_and_counts_no_more(cohorts: dict[str, Lived]) -> None:
    twelve = cohorts["twelve"]
    silent = twelve.year.name(SILENT)
    me = next(each for each in twelve.members if each.name == silent.title())
    assert me.state is MemberState.JOINED
    assert not me.active
    assert silent not in {each.place for each in twelve.year.heard}


def test_the_report_tells_everything_that_was_sent(cohorts: dict[str, Lived]) -> None:
    for lived in cohorts.values():
        rows = [line for line in letters(lived) if line.startswith("| ")]
        assert len(rows) == len(lived.year.heard) + 1


async def test_many_who_finish_in_one_moment_make_few_edits(sqlite_url: str) -> None:
    async with year_on(sqlite_url, replace(CROWD, members=40, weeks=2)) as year:
        await year.live()
        reading = year.readings[-1]
        before = len(year.talk.platform.edits)
        for number in range(1, 40):
            await year.press_done(year.name(number), reading)
        await year.channel.tick()
        assert 1 <= len(year.talk.platform.edits) - before <= 3
