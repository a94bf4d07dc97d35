"""Everything that people read is spelt as a dictionary or tests/spelling.txt has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.curriculum import Curriculum
from bot.library import load_library, shipped
from tests.fakes.spelling import OWN_WORDS, known_to_dictionary, misspelt, sentences, texts_in

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "curriculum").rglob("*.md")]
)
SPEAKS = ("domain", "usecases", "cli", "library")
MODULES = sorted(path for room in SPEAKS for path in (ROOT / "bot" / room).rglob("*.py"))
ADVICE = "misspelt, or a word for tests/spelling.txt"
MOST_OWN_WORDS = 300


def told(curriculum: Curriculum) -> Iterator[str]:
    """Our own words of a curriculum; titles, names and sources are spelt by others."""
    for resource in curriculum.resources.values():
        yield from (resource.note, resource.url_note)
        if guide := resource.guide:
            yield from (guide.why, *guide.look_for, *guide.questions, guide.takeaway)
            yield guide.prerequisites
        if case := resource.case:
            yield from (case.summary, case.data, case.metric, *case.facts, *case.topics)
            yield from (*case.techniques, *case.decisions, *case.lessons, *case.ask_yourself)
    for section in curriculum.sections:
        yield from (section.title, section.theme, section.opening)
        yield from (section.closing, section.closing_question)
    for plan in curriculum.plans:
        yield from (plan.title, plan.summary)


def test_the_words_beside_the_readings_are_spelt_well() -> None:
    for curriculum in load_library([shipped("curriculum")]).curricula.values():
        found = {word: text for text in told(curriculum) for word in misspelt(text)}
        assert found == {}, ADVICE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_is_spelt_well(page: Path) -> None:
    assert misspelt(page.read_text(encoding="utf-8")) == set(), ADVICE


def test_what_the_bot_says_is_spelt_well() -> None:
    found = {
        word: path.name
        for path in MODULES
        for text in sentences(texts_in(path.read_text(encoding="utf-8")))
        for word in misspelt(text)
    }
    assert found == {}, ADVICE


@pytest.mark.parametrize(
    "typo",
    [
        "recieve", "teh", "langauge", "machien", "pipelin", "occured", "seperate", "definately",
        "acommodate", "lerning", "depoyed", "monitring", "thier", "wich", "becuase", "traning",
        "validaton", "evalution", "behavoir", "infrastucture", "Recieve", "throughtput's",
    ],
)  # fmt: skip
def test_a_typo_is_caught_wherever_it_stands(typo: str) -> None:
    assert misspelt(f"The team noticed the {typo}, and went on.") == {typo}
    assert misspelt(f"- see [the {typo}](https://example.org/teh) (`recieve`)") == {typo}


def test_nearly_every_slip_of_two_letters_is_caught() -> None:
    """What passes is a word of its own: `form` for `from`."""
    text = next(iter(load_library([shipped("curriculum")]).curricula.values()))
    words = {word for each in told(text) for word in each.split() if word.isalpha()}
    slips = [w[:2] + w[3] + w[2] + w[4:] for w in sorted(words) if len(w) > 5 and w[2] != w[3]]
    caught = [slip for slip in slips if misspelt(slip)]
    assert len(slips) > 500
    assert len(caught) / len(slips) > 0.97


@pytest.mark.parametrize(
    "fine",
    [
        "Isn't it the company's behaviour? Yes, and its neighbours' too.",
        "Run `mlops-bot chekc` or see https://example.org/teh/recieve, {plcaeholder} and x_yz.",
        "The API of SQLite (PRs welcome), v1.2.3, 9am, e.g. on macOS: organisation, organization.",
        "```\nteh recieve\n```\nFine.",
    ],
)
def test_code_addresses_and_both_spellings_are_left_alone(fine: str) -> None:
    assert misspelt(fine) - {"macOS"} == set()


def test_our_own_list_is_small_sorted_and_needed() -> None:
    words = OWN_WORDS.read_text(encoding="utf-8").splitlines()
    assert words == sorted(set(words))
    assert all(word == word.casefold() for word in words)
    assert len(words) <= MOST_OWN_WORDS
    assert [word for word in words if known_to_dictionary(word)] == []
