"""The words beside the shipped readings: all there, each once, in plain language."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.domain.curriculum import Curriculum, Resource
from bot.domain.ids import CurriculumId, ResourceId
from bot.library import load_library, shipped

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
