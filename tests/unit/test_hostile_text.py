"""10,000 hostile letters: every parser's work is bounded, and grows no faster than the text.

Work is counted in calls, not in time, so nothing here depends on the machine: 100,000 calls take
some 15 ms where this was written, of the 50 ms that a text may take. An expression that runs wild
inside one call would hang the test, which its time limit ends.
"""

from functools import cache

import pytest

from bot.domain.curriculum import Curriculum
from bot.domain.ids import CurriculumId
from bot.library import load_library, shipped
from tests.fakes.hostile import LETTERS, SHAPES, hostile, parsers, work

MLOPS: Curriculum = load_library([shipped("curriculum")]).curricula[CurriculumId("mlops")]
PARSERS = parsers(MLOPS)
MOST_CALLS = 100_000
LENGTHS = (60, 500, 1_000, LETTERS)
SLACK = 3_000


@cache
def calls(parser: str) -> dict[int, int]:
    """The most calls that any shape of a length takes."""
    return {
        letters: max(work(PARSERS[parser], hostile(shape, letters)) for shape in SHAPES)
        for letters in LENGTHS
    }


@pytest.mark.parametrize("parser", PARSERS)
def test_hostile_text_takes_bounded_work(parser: str) -> None:
    assert max(calls(parser).values()) <= MOST_CALLS


@pytest.mark.parametrize("parser", PARSERS)
def test_twice_the_text_takes_about_twice_the_work_and_beyond_the_cap_no_more(parser: str) -> None:
    found = calls(parser)
    assert found[1_000] <= 2 * found[500] + SLACK
    reached = max(each for letters, each in found.items() if letters < LETTERS)
    assert found[LETTERS] <= reached + SLACK
