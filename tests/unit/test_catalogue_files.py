"""Catalogues and aliases: what ships is whole, mistakes are told with line and fix, edits show."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.ids import CurriculumId, ResourceId
from bot.domain.search import Document, DocumentId, DocumentKind, for_today
from bot.library import CurriculumError, load_library, shipped
from bot.library.catalogue import Shelf, load_shelf
from bot.library.search import LiveSearch
from bot.ports.search import Texts
from bot.storage.text_index import FtsIndex
from tests.fakes.curricula import curriculum, library
from tests.fakes.searching import shipped_index

MLOPS = CurriculumId("mlops")
ENTRY = """\
  - id: grab-graph
    companies: [Grab]
    title: Graph for Fraud Detection
    year: 2022
    url: https://example.org/graph
    topics: [anomaly detection]
"""
CATALOGUE = f"""\
credit: Drawn from a list.
url: https://example.org/list
topics: [anomaly detection, graphs]
entries:
{ENTRY}"""


def shelf(folder: Path, *, catalogue: str = CATALOGUE, aliases: str = "") -> Shelf:
    (folder / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    if aliases:
        (folder / "aliases.yaml").write_text(aliases, encoding="utf-8")
    return load_shelf(folder, curriculum())


def problems(folder: Path, *, catalogue: str = CATALOGUE, aliases: str = "") -> list[str]:
    with pytest.raises(CurriculumError) as caught:
        shelf(folder, catalogue=catalogue, aliases=aliases)
    return [
        f"{each.file.name}:{each.line}: {each.what} Fix: {each.fix}"
        for each in caught.value.problems
    ]


def test_505_further_case_studies_ship_beside_the_nine_and_are_credited() -> None:
    found = load_library([shipped("curriculum")])
    stands = load_shelf(found.folders[MLOPS], found.curricula[MLOPS])
    assert len(stands.catalogue.entries) == 505
    assert "Eugene Yan" in stands.catalogue.credit
    assert "d58606b" in stands.catalogue.credit
    own = {each.title for each in found.curricula[MLOPS].resources.values() if each.case}
    assert not own & {each.title for each in stands.catalogue.entries}


def test_every_topic_of_the_path_s_own_case_studies_can_be_asked_for() -> None:
    assert all(each.topics and each.likeness for each in shipped_index().cases[:9])


def test_a_catalogue_is_no_part_of_the_revision(tmp_path: Path) -> None:
    source = shipped("curriculum") / "mlops"
    for file in source.rglob("*.yaml"):
        target = tmp_path / "mlops" / file.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    before = load_library([tmp_path]).curricula[MLOPS].revision
    (tmp_path / "mlops" / "catalogue.yaml").unlink()
    (tmp_path / "mlops" / "aliases.yaml").unlink()
    assert load_library([tmp_path]).curricula[MLOPS].revision == before


def test_a_curriculum_needs_neither_file(tmp_path: Path) -> None:
    assert load_shelf(tmp_path, curriculum()) == Shelf()


def test_the_path_s_own_entry_wins_by_address_or_title(tmp_path: Path) -> None:
    text = CATALOGUE + ENTRY.replace("grab-graph", "two").replace(
        "https://example.org/graph", "http://www.example.org/lyft-fraud/"
    )
    text += ENTRY.replace("grab-graph", "three").replace(
        "Graph for Fraud Detection", "predicting the value of homes"
    )
    assert [each.id for each in shelf(tmp_path, catalogue=text).catalogue.entries] == ["grab-graph"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("year: 2022", "year: soon"), "catalogue.yaml:8: `year` `soon` must be a whole number."),
        (
            ("[anomaly detection]\n", "[anomalies]\n"),
            "catalogue.yaml:10: `anomalies` is",
        ),
        (
            ("https://example.org/graph", "ftp://x"),
            "catalogue.yaml:9: `url` `ftp://x` is",
        ),
        (
            ("    title:", "    titel:"),
            "catalogue.yaml:7: `titel` is not a field",
        ),
        (("grab-graph", "Grab Graph"), "catalogue.yaml:5: `id` `Grab Graph` is not a usable name."),
        (("credit: Drawn from a list.\n", ""), "catalogue.yaml:1: `credit` is missing."),
        (("entries:\n", f"entries:\n{ENTRY}"), "catalogue.yaml:11: The id `grab-graph` is already"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    found = problems(tmp_path, catalogue=CATALOGUE.replace(*change))
    assert any(each.startswith(told) for each in found), found


@pytest.mark.parametrize(
    ("aliases", "told"),
    [
        (
            "companies:\n  - {name: Grabb, also: [gojek]}\n",
            "aliases.yaml:2: `Grabb` is not",
        ),
        ("topics:\n  - {name: graph, same: [gnn]}\n", "aliases.yaml:2: `graph` is not a topic"),
        ("known_as:\n  - {id: nobody, names: [x]}\n", "aliases.yaml:2: `nobody` is not the id"),
        ("industries:\n  - {name: a, companies: [Nobody]}\n", "aliases.yaml:2: `Nobody` is not a"),
        ("likeness:\n  - {name: big team}\n", "aliases.yaml:2: `big team` is not an answer"),
        ("compagnies: []\n", "aliases.yaml:1: `compagnies` is not a field"),
        ("words:\n  - one\n", "aliases.yaml:2:"),
    ],
)
def test_an_alias_of_nothing_is_told_with_its_line(tmp_path: Path, aliases: str, told: str) -> None:
    found = problems(tmp_path, aliases=aliases)
    assert any(each.startswith(told) for each in found), found


def test_an_edit_shows_at_the_next_search_and_a_mistake_keeps_the_last_good_state(
    tmp_path: Path,
) -> None:
    shelf(tmp_path)
    search = LiveSearch(library(), folders=lambda: {MLOPS: tmp_path}, texts=FtsIndex)

    async def companies() -> set[str]:
        return set((await search.index()).companies)

    async def edited() -> None:
        assert "Grab" in await companies()
        assert await search.index() is await search.index()
        (tmp_path / "catalogue.yaml").write_text(CATALOGUE.replace("[Grab]", "[Gojek]"))
        assert "Gojek" in await companies()
        (tmp_path / "catalogue.yaml").write_text("entries: 5")
        assert "Gojek" in await companies()

    asyncio.run(edited())


def test_who_gives_up_waiting_leaves_the_index_in_the_making_to_the_next(tmp_path: Path) -> None:
    shelf(tmp_path)
    made: list[bool] = []
    go_on = threading.Event()

    def made_slowly(texts: Sequence[Texts]) -> FtsIndex:
        made.append(go_on.wait(timeout=10))
        return FtsIndex(texts)

    search = LiveSearch(library(), folders=lambda: {MLOPS: tmp_path}, texts=made_slowly)

    async def asked() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await search.index()
        waiting = asyncio.create_task(search.index())
        go_on.set()
        assert "Grab" in (await waiting).companies

    asyncio.run(asked())
    assert made == [True], "made once, for both"


def case(name: str, *, own: bool) -> Document:
    resource = curriculum().resource(ResourceId(name)) if own else None
    return Document(id=DocumentId(name), kind=DocumentKind.CASE, title=name, resource=resource)


def test_there_is_another_one_each_day_the_path_s_own_first_until_all_are_done() -> None:
    names = ("netflix-quality", "airbnb-homes", "lyft-fraud")
    cases = [*(case(name, own=True) for name in names), case("x", own=False)]
    days = [date(2026, 11, 24) + timedelta(days=n) for n in range(6)]

    def chosen(*done: str) -> set[str]:
        found = (for_today(cases, today=day, done=done) for day in days)
        return {each.id for each in found if each}

    assert chosen() == set(names)
    assert chosen("lyft-fraud") == {"netflix-quality", "airbnb-homes"}
    assert chosen(*names) == {"x"}
    assert for_today(cases[:3], today=days[0], done=names) is not None
    assert for_today((), today=days[0], done=()) is None
