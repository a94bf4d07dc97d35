"""The revision changes with what a curriculum says, and with nothing else."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import Revision
from bot.library import load_curriculum
from tests.unit.library_samples import SAMPLE, changed, write

MAIN, PLANS, START, MORE = SAMPLE
LINES = SAMPLE[START].splitlines()


def revision(files: Mapping[str, str | bytes]) -> Revision:
    with tempfile.TemporaryDirectory() as folder:
        return load_curriculum(write(Path(folder), files)).revision


SAME = revision({})

LAYOUTS: dict[str, dict[str, str | bytes]] = {
    "order of fields": changed(
        START,
        "    kind: article\n    url: https://example.org/first\n",
        "    url: https://example.org/first\n    kind: article\n",
    ),
    "quotes": changed(START, "title: First", "title: 'First'"),
    "folded text": changed(PLANS, "Everything there is.", ">-\n      Everything\n      there is."),
    "space around text": changed(START, "title: First", "title: '  First '"),
    "block list": changed(PLANS, "[start, more]", "\n      - start\n      - more"),
    "flow mapping": changed(MORE, "parts:", "parts: # two"),
    "the default written out": changed(START, "minutes: 10", "minutes: 10\n    retired: false"),
    "windows lines": {START: SAMPLE[START].replace("\n", "\r\n")},
    "how minutes were found": changed(START, "id: start\n", "id: start\nminutes_from: publisher\n"),
}

MEANINGS = {
    "title": changed(START, "title: First", "title: Firsts"),
    "minutes": changed(START, "minutes: 10", "minutes: 11"),
    "link": changed(START, "https://example.org/first", "https://example.org/1st"),
    "parts": changed(START, "units: 3", "units: 4"),
    "case": changed(MORE, "task: showing", "task: telling"),
    "course": changed(MORE, "title: One", "title: Uno"),
    "retired": changed(START, "minutes: 10", "minutes: 10\n    retired: true"),
    "order in a plan": changed(PLANS, "[start, more]", "[more, start]"),
    "credit": changed(MAIN, "Made up", "Written"),
    "theme": changed(MORE, "title: More", "title: More\ntheme: what comes later"),
}


def test_a_revision_is_sixteen_hex_digits_and_always_the_same() -> None:
    assert len(SAME) == 16
    assert int(SAME, 16)
    assert revision({}) == SAME


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_says_nothing(name: str) -> None:
    assert revision(LAYOUTS[name]) == SAME


def test_each_change_of_meaning_is_a_revision_of_its_own() -> None:
    found = {name: revision(files) for name, files in MEANINGS.items()}
    assert len({SAME, *found.values()}) == len(MEANINGS) + 1


def test_the_order_of_sections_is_meaning() -> None:
    flat = SAMPLE[MORE].replace("parent: start\n", "")
    turned = SAMPLE[MAIN].replace("start.yaml", "x").replace("more.yaml", "start.yaml")
    files: dict[str, str | bytes] = {MORE: flat, MAIN: turned.replace("/x", "/more.yaml")}
    assert revision(files) != revision({MORE: flat})


COMMENTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF, exclude_categories=["Cc"]))
NOTHINGS = st.one_of(st.just(""), COMMENTS.map("# {}".format), COMMENTS.map("    # {}".format))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES)), NOTHINGS), max_size=8))
def test_comments_and_empty_lines_anywhere_say_nothing(added: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for place, nothing in sorted(added, reverse=True):
        lines.insert(place, nothing)
    assert revision({START: "\n".join(lines) + "\n"}) == SAME


@settings(max_examples=10, deadline=None)
@given(st.text("abcdefgh ", min_size=1, max_size=12).map(str.strip).filter(bool))
def test_any_other_title_is_another_revision(title: str) -> None:
    assert revision(changed(START, "title: First", f'title: "{title}"')) != SAME
