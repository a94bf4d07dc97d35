"""Finding a case study by what people remember of it."""

from datetime import date, timedelta

import pytest

from bot.domain.casestudy_search import case_studies, companies, for_today, search
from bot.domain.ids import ResourceId
from tests.fakes.curricula import curriculum

CASES = case_studies([curriculum()])
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("netflix", "netflix-quality"),
        ("Netflix's streaming", "netflix-quality"),
        ("fraud", "lyft-fraud"),
        ("ocr pipeline", "dropbox-ocr"),
        ("OCR pipelines at Dropbox", "dropbox-ocr"),
        ("anomalies", "netflix-quality"),
        ("how airbnb does it", "airbnb-homes"),
        ("travel", "airbnb-homes"),
        ("dropbox-ocr", "dropbox-ocr"),
    ],
)
def test_company_title_task_topic_and_industry_find_it(query: str, expected: str) -> None:
    assert [each.id for each in search(CASES, query).found] == [expected]


@pytest.mark.parametrize(
    ("query", "expected"), [("netfilx", "netflix"), ("farud", "fraud"), ("dorpbox", "dropbox")]
)
def test_a_slip_is_put_right_and_said(query: str, expected: str) -> None:
    hits = search(CASES, query)
    assert len(hits.found) == 1
    assert hits.read_as == expected


def test_more_words_narrow_it_down() -> None:
    assert len(search(CASES, "detection").found) == 2
    assert [each.id for each in search(CASES, "anomaly detection").found] == ["netflix-quality"]
    assert [each.id for each in search(CASES, "learning in fraud").found] == ["lyft-fraud"]


@pytest.mark.parametrize("query", ["zzzz", "", "???", "\u0301"])
def test_what_fits_nothing_finds_nothing(query: str) -> None:
    assert search(CASES, query).found == ()


def test_the_nearest_company_is_named() -> None:
    assert search(CASES, "dropp bx").found == ()
    assert "Dropbox" in search(CASES, "dropp bx").nearest


def test_there_is_one_for_each_day_and_done_ones_wait_for_the_others() -> None:
    days = [for_today(CASES, today=TODAY + timedelta(n), done={}) for n in range(4)]
    assert len({each.id for each in days if each}) == 4
    done = dict.fromkeys((ResourceId("netflix-quality"), ResourceId("lyft-fraud")), TODAY)
    left = {for_today(CASES, today=TODAY + timedelta(n), done=done) for n in range(9)}
    assert {each.id for each in left if each} == {"airbnb-homes", "dropbox-ocr"}
    everything = dict.fromkeys((each.id for each in CASES), TODAY)
    assert for_today(CASES, today=TODAY, done=everything) is not None
    assert for_today((), today=TODAY, done={}) is None


def test_companies_are_named_once() -> None:
    assert companies([*CASES, *CASES]) == ("Netflix", "Airbnb", "Lyft", "Dropbox")
