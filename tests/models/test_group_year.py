"""Study groups over months, on a real database: what has to hold for everything that was sent.

Here they live for some months, and five hundred are forty; `make group-year` lives the whole year
with all of them and asserts the same. A cohort lives once, in one test with a part for each rule.
"""

from dataclasses import replace

import pytest

from bench.group_year import letters, lived_on
from bot.domain.group import MemberState
from tests.fakes.group_rules import RULES, Lived, lived_by
from tests.fakes.group_year import CROWD, SECOND_LEAD, SILENT, TWELVE, TWO, year_on

SETTINGS = {
    "two": replace(TWO, weeks=6),
    "twelve": replace(TWELVE, weeks=15),
    "crowd": replace(CROWD, members=40, weeks=2),
}


async def test_two_keep_every_rule(sqlite_url: str, subtests: pytest.Subtests) -> None:
    lived = await lived_on(sqlite_url, SETTINGS["two"])
    check(lived, subtests)
    assert len(lived.year.weekly) == 5


async def test_twelve_keep_every_rule_and_are_as_varied_as_they_should_be(
    sqlite_url: str, subtests: pytest.Subtests
) -> None:
    lived = await lived_on(sqlite_url, SETTINGS["twelve"])
    check(lived, subtests)
    for own in (varied, a_former_lead_finds_the_doors_shut, who_never_answers_is_left_in_peace):
        with subtests.test(own.__name__):
            own(lived)


async def test_a_crowd_keeps_every_rule_and_its_dones_of_one_moment_make_few_edits(
    sqlite_url: str, subtests: pytest.Subtests
) -> None:
    async with year_on(sqlite_url, SETTINGS["crowd"]) as year:
        check(await lived_by(year), subtests)
        reading = year.readings[-1]
        before = len(year.talk.platform.edits)
        for number in range(1, 40):
            await year.press_done(year.name(number), reading)
        await year.channel.tick()
        assert 1 <= len(year.talk.platform.edits) - before <= 3


def check(lived: Lived, subtests: pytest.Subtests) -> None:
    """Every rule for everything that a cohort was sent, and the report of it."""
    for rule in (*RULES, the_report_tells_everything_that_was_sent):
        with subtests.test(rule.__name__):
            rule(lived)


def varied(lived: Lived) -> None:
    year = lived.year
    assert len(year.weekly) > 11
    assert len(year.private) > 2
    assert len(year.left) == 2
    assert year.late
    assert year.away
    assert set(year.agreed) & set(year.left)
    stars = [each.stars for each in lived.records.board.readings]
    assert None in stars
    assert len(set(stars)) > 1


def a_former_lead_finds_the_doors_shut(lived: Lived) -> None:
    assert len(lived.year.refused) == 2
    assert all("decides on this plan" in each for each in lived.year.refused)
    second = lived.year.name(SECOND_LEAD).title()
    assert not next(each for each in lived.members if each.name == second).may_lead


def who_never_answers_is_left_in_peace(lived: Lived) -> None:
    silent = lived.year.name(SILENT)
    me = next(each for each in lived.members if each.name == silent.title())
    assert me.state is MemberState.JOINED
    assert not me.active
    assert silent not in {each.place for each in lived.year.heard}


def the_report_tells_everything_that_was_sent(lived: Lived) -> None:
    rows = [line for line in letters(lived) if line.startswith("| ")]
    assert len(rows) == len(lived.year.heard) + 1
