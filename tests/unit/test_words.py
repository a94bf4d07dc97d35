"""The words beside the shipped readings: all there, each once, in plain language."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.domain.curriculum import Access, Curriculum, Resource
from bot.domain.ids import CurriculumId, ResourceId
from bot.library import load_library, shipped
from tests.fakes.plain import OUR_WORDS

MLOPS: Curriculum = load_library([shipped("curriculum")]).curricula[CurriculumId("mlops")]
SPOKEN = [
    each
    for each in MLOPS.resources.values()
    if not each.retired and (each.unit_of is None or each.unit_of == ResourceId("free-ml-courses"))
]
HYPE = re.compile(
    r"game[- ]chang|must[- ]read|\bdelve|dive into|deep dive|unlock|cutting[- ]edge|\bleverag"
    r"|state[- ]of[- ]the[- ]art|revolution|seamless|!",
    re.IGNORECASE,
)


# The design's list: our own words for the machinery. Some are words of machine learning or of a
# company's business too; those readings are named.
THE_SUBJECT = {
    ("deepmind-intro-rl", "policy"),
    ("spinning-up-deep-rl", "policy"),
    ("netflix-streaming-quality", "delivered"),
    ("instacart-space-time-groceries", "deliver"),
    ("instacart-space-time-groceries", "uncertain"),
    ("instacart-space-time-groceries", "deliveries"),
}


def _texts(resource: Resource) -> Iterator[str]:
    guide, case = resource.guide, resource.case
    if guide is not None:
        yield from (guide.why, *guide.look_for, *guide.questions, guide.takeaway)
        yield guide.prerequisites
    if case is not None:
        yield from (case.summary, case.data, case.metric)
        yield from (*case.decisions, *case.lessons, *case.ask_yourself)


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.?])\s+", text)
    return [part.strip(" .?").casefold() for part in parts if len(part.split()) > 3]


def test_52_readings_and_the_ten_courses_have_words() -> None:
    assert len(SPOKEN) == 62
    assert [each.id for each in SPOKEN if each.guide is None] == []


@pytest.mark.parametrize("resource", SPOKEN, ids=lambda each: str(each.id))
def test_words_are_plain_and_questions_are_questions(resource: Resource) -> None:
    guide = resource.guide
    assert guide is not None
    assert all(question.endswith("?") for question in guide.questions)
    for text in _texts(resource):
        assert not HYPE.search(text), text


def test_no_word_of_the_machinery_stands_beside_a_reading() -> None:
    found = {
        (str(each.id), word)
        for each in SPOKEN
        for text in _texts(each)
        for word in OUR_WORDS.findall(text.casefold())
    }
    assert found == THE_SUBJECT
    for section in MLOPS.sections:
        told = (section.title, section.opening, section.closing, section.closing_question)
        assert not OUR_WORDS.search(" ".join(told))


def test_every_text_is_there() -> None:
    for each in SPOKEN:
        guide = each.guide
        assert guide is not None
        assert guide.why.endswith((".", "?")), each.id
        assert 2 <= len(guide.look_for) <= 4
        assert 2 <= len(guide.questions) <= 3
        assert guide.takeaway
        assert guide.topics, each.id
        assert each.minutes or each.unit_of or each.kind.value == "community", each.id


def test_a_paid_reading_has_something_free_in_its_place() -> None:
    paid = [each for each in SPOKEN if each.access is Access.PAID and each.guide]
    assert [each.id for each in paid if each.guide and not each.guide.alternative] == []


def test_no_sentence_stands_twice() -> None:
    everything = [text for each in SPOKEN for text in _texts(each)]
    for section in MLOPS.sections:
        everything += [section.opening, section.closing, section.closing_question]
    counted = Counter(sentence for text in everything for sentence in _sentences(text))
    assert [sentence for sentence, count in counted.items() if count > 1] == []


def test_every_case_study_is_told_in_full() -> None:
    cases = [each.case for each in SPOKEN if each.case]
    assert len(cases) == 9
    assert all(case.summary and case.lessons and case.ask_yourself for case in cases)


def test_every_section_opens_and_closes() -> None:
    assert [s.id for s in MLOPS.sections if not (s.opening and s.closing_question)] == []


def test_figures_that_grow_old_stand_with_their_year() -> None:
    netflix = MLOPS.resource(ResourceId("netflix-streaming-quality"))
    telling = [text for text in _texts(netflix) if "117" in text]
    assert all("2018" in text for text in telling)
