"""The search as it ships: filters hold, pages cover all, reasons are told, nothing crashes."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.card import Card, Press
from bot.domain.cards.casestudies import case_card
from bot.domain.cards.found import SIZE, Listing, found_card, total_title
from bot.domain.command import of_press
from bot.domain.errors import UserError
from bot.domain.search import Document, DocumentId, DocumentKind, Found
from bot.domain.search_words import shorten, split_page, with_page
from bot.ports import Page
from tests.fakes.searching import CASES, EVERYTHING, ask, shipped_index
from tests.fakes.stopwatch import is_quick

LONGEST_PRESS = 92
"""Discord allows 100 characters; a platform may need a few for itself."""
SOME = "netflix uber fraud ranking the how netfilx 2020 a/b test recsys zzz search eats models"
WORDS = st.sampled_from(SOME.split())


def hits(text: str, *, size: int = 600) -> list[Document]:
    return [hit.document for hit in ask(text, size=size).hits]


def test_there_are_514_case_studies_and_the_path_s_own_come_first() -> None:
    cases = shipped_index().cases
    assert len(cases) == 514
    assert [each.own for each in cases] == [True] * 9 + [False] * 505
    assert len({each.id for each in cases}) == 514


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("netflix", "netflix-streaming-quality"),
        ("Netflix's streaming", "netflix-streaming-quality"),
        ("fraud", "lyft-fraud"),
        ("OCR pipelines at Dropbox", "dropbox-ocr"),
        ("facebook data discovery", "meta-nemo-data-discovery-at-facebook"),
        ("dropbox-ocr", "dropbox-ocr"),
        ("forecasting 2020", "atlassian-automatic-forecasting-using-prophet-databricks-delta-lake"),
        ("featurestore at constructor", "constructor-io-feature-store-design-at-constructor"),
    ],
)
def test_company_title_topic_and_year_find_it(query: str, expected: str) -> None:
    assert hits(query)[0].id == expected


@pytest.mark.parametrize(
    ("query", "read_as"),
    [
        ("netfilx", "netflix"),
        ("farud", "fraud"),
        ("dorpbox", "dropbox"),
        ("computr vision", "computer vision"),
        ("stich fix", "stitch fix"),
    ],
)
def test_a_slip_is_put_right_and_said(query: str, read_as: str) -> None:
    found = ask(query)
    assert found.total
    assert found.read_as == read_as


NOTHING = ("zzzz", "", "???", "\u0301", "volkswagen", "football results", "best pizza in town")


@pytest.mark.parametrize("query", NOTHING)
def test_what_fits_nothing_finds_nothing(query: str) -> None:
    assert ask(query).total == 0


def test_the_nearest_names_are_offered() -> None:
    assert "Dropbox" in ask("dropp bxo").nearest
    assert "Cloudflare" in ask("company:cloudy flames").nearest


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("uber", "uber-michelangelo"),
        ("airbnb search ranking", "airbnb-experiences-ranking"),
        ("how does uber serve models", "uber-michelangelo"),
    ],
)
def test_the_path_s_own_entry_stands_before_its_company_s_others(query: str, first: str) -> None:
    assert hits(query)[0].id == first


def test_another_story_of_the_company_stands_first_where_the_own_one_does_not_tell_it() -> None:
    assert hits("uber fraud")[0].id == "uber-project-radar-intelligent-early-fraud-detection-system"


def test_every_hit_says_why_in_a_few_words() -> None:
    for query in ("netflix", "ranking", "uber eats", "pinsage", "food delivery", "like: ranking"):
        for hit in ask(query, size=50).hits:
            assert hit.why, (query, hit.document.id)
            assert all(len(reason) <= 90 for reason in hit.why)
    assert ask("netflix").hits[0].why == ("company Netflix",)
    assert ask("fraud").hits[0].why == ("topic anomaly detection", "title says “fraud”")


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("year:2019-2021", 2019, 2021),
        ("year:2021-2019", 2019, 2021),
        ("year:2020", 2020, 2020),
        ("year:2022-", 2022, 9999),
        ("since:2022", 2022, 9999),
        ("netflix since 2020", 2020, 9999),
        ("until:2012", 0, 2012),
        ("before 2012", 0, 2012),
    ],
)
def test_years_hold(query: str, first: int, last: int) -> None:
    found = hits(query)
    assert found
    assert all(first <= (each.year or 0) <= last for each in found)


@pytest.mark.parametrize(
    ("query", "company"),
    [
        ("company:uber", "Uber"),
        ("company:facebook", "Meta"),
        ('company:"stitch fix" embeddings', "Stitch Fix"),
        ("company: booking.com", "Booking.com"),
        ("company:stitch fix embeddings year:2018", "Stitch Fix"),
    ],
)
def test_companies_hold(query: str, company: str) -> None:
    found = hits(query)
    assert found
    assert all(company in each.companies for each in found)


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("topic:forecasting", "forecasting"),
        ("topic:nlp company:google", "natural language processing"),
        ("topic:search and ranking", "search and ranking"),
        ("topic:recsys", "recommendation"),
        ("topic:fraud", "anomaly detection"),
    ],
)
def test_topics_hold(query: str, topic: str) -> None:
    found = hits(query)
    assert found
    assert all(topic in each.topics for each in found)


def test_filters_alone_list_everything_the_own_and_the_newest_first() -> None:
    found = hits("company:airbnb")
    assert [each.own for each in found[:3]] == [True, True, False]
    years = [each.year or 0 for each in found[2:]]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("author:foo", "`company:`, `topic:`, `year:`"),
        ("compny:uber", "Did you mean `company:`?"),
        ("year:soon", "`casestudy year:2019-2021`"),
        ("since:", "`casestudy since:2020`"),
    ],
)
def test_a_filter_that_is_none_is_answered_with_an_example(query: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        ask(query)
    assert words in caught.value.text


def test_a_colon_in_a_title_is_no_filter() -> None:
    assert hits("Zipline: Airbnb")[0].id.startswith("airbnb-zipline")
    assert ask("https://example.org/x").asked


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.integers(9, 60))
def test_pages_cover_each_hit_once(text: str, size: int) -> None:
    whole = [each.id for each in hits(text)]
    paged: list[str] = []
    number, asked = 1, ask(text).asked
    while part := ask(asked, number=number, size=size).hits:
        paged += [hit.document.id for hit in part]
        number, asked = split_page(with_page(asked, number + 1))
    assert paged == whole[: len(paged)]
    assert len(paged) == len(whole)
    assert len(set(whole)) == len(whole)


def answered(text: str) -> str:
    """How a text is answered: the question as it was read, or what is wrong with it."""
    try:
        return shipped_index().search(text, kinds=EVERYTHING, page=Page()).asked
    except UserError as error:
        return error.text


@given(st.text(max_size=300) | st.text(string.printable, max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert answered(text) or not shorten(text)


@given(st.text(max_size=400))
def test_shortening_twice_changes_nothing(text: str) -> None:
    short = shorten(text, frozenset({"the", "a"}))
    assert len(short) <= 70
    assert shorten(short, frozenset({"the", "a"})) == short


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "netflix " * 1_250,
        "year:" * 2_000,
        '"' * 10_000,
        "company:" + "ü" * 9_992,
        "🤖 " * 5_000,
        "x y z w " * 1_250,
        "like:" + "a," * 4_997,
        "NEAR( AND OR NOT * ^ " * 476,
    ],
    ids=lambda text: text[:12],
)
def test_ten_thousand_hostile_letters_are_answered_within_50_ms(text: str) -> None:
    shipped_index()
    assert is_quick(lambda: answered(text), cpu_s=0.05)


def presses(card: Card) -> list[Press]:
    rows = (card.buttons, *(option.buttons for option in card.options))
    return [each.press for row in rows for each in row]


def test_every_button_of_every_case_fits_and_means_a_command() -> None:
    index = shipped_index()
    for document in index.cases:
        pressed = presses(case_card(document, others=1, credit=index.credits[0]))
        for press in pressed:
            assert len(f"{press.verb} {press.arg}") <= LONGEST_PRESS, press
            assert of_press(press).verb in {"casestudy", "go broken"}


@given(st.text("abc: uber-,", max_size=250))
def test_every_button_of_an_answer_fits(text: str) -> None:
    try:
        found = ask(text)
    except UserError:
        return
    wide = Found(hits=found.hits, total=max(found.total, 400), asked=found.asked)
    title = total_title(wide, "case study", asked=wide.asked)
    listing = Listing(title=title, verb="case", arg=wide.asked, page=50)
    for press in presses(found_card(wide, listing)):
        assert len(f"{press.verb} {press.arg}") <= LONGEST_PRESS, press


def test_more_like_this_finds_its_kind_and_never_itself() -> None:
    index = shipped_index()
    lyft = index.document("lyft-fraud")
    assert lyft is not None
    found = index.similar(lyft, page=Page(size=SIZE))
    assert len(found.hits) == SIZE
    assert lyft not in [hit.document for hit in found.hits]
    assert all("anomaly detection" in hit.document.topics for hit in found.hits)


def test_every_case_has_some_like_it() -> None:
    index = shipped_index()
    for document in index.cases[::13]:
        assert index.similar(document, page=Page()).hits, document.id


def test_readings_are_found_beside_case_studies() -> None:
    found = shipped_index().search("monitoring", kinds=EVERYTHING, page=Page())
    kinds = {hit.document.kind for hit in found.hits}
    assert kinds == {DocumentKind.READING, DocumentKind.CASE}
    only = shipped_index().search("monitoring", kinds=CASES, page=Page(size=50))
    assert {hit.document.kind for hit in only.hits} == {DocumentKind.CASE}


def test_somebody_s_own_notes_are_found_with_the_rest() -> None:
    notes = [
        Document(id=DocumentId(f"note-{n}"), kind=DocumentKind.NOTE, title=text)
        for n, text in enumerate(("Ask Ada about drift alerts", "Buy milk", "Netflix was good"))
    ]
    found = shipped_index().search("ada drift", kinds=EVERYTHING, page=Page(), extra=notes)
    assert found.hits[0].document.id == "note-0"
    everything = [hit.document.id for hit in found.hits]
    assert "note-1" not in everything
