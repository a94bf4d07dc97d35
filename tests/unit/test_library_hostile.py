"""Hostile files are refused quickly, with their line, while a good curriculum beside them loads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.library import CurriculumError, Library, Problem, load_curriculum, load_library
from bot.library.names import Names, Source
from bot.library.nodes import Node
from bot.library.schema import MAX_RESOURCES
from tests.fakes.stopwatch import is_quick
from tests.unit.library_samples import SAMPLE, write

MAIN, PLANS, START, _ = SAMPLE
GOOD = SAMPLE[START]
MIB = 1024 * 1024


def with_title(value: str) -> str:
    """The first section with another title of its first reading, on line 5."""
    return GOOD.replace("title: First", f"title: {value}")


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
MANY = GOOD + "".join(
    f"  - {{id: r{n}, title: R, kind: article, url: 'https://a.b/'}}\n" for n in range(5_001)
)

HOSTILE: dict[str, tuple[str | bytes, int, str]] = {
    "python object": (with_title("!!python/object/apply:os.system [ls]"), 5, "Tags"),
    "python name": (with_title("!!python/name:os.system"), 5, "Tags"),
    "standard tag": (with_title("!!str 12"), 5, "Tags"),
    "own tag": (with_title("!secret x"), 5, "Tags"),
    "bare tag": (with_title("! x"), 5, "Tags"),
    "tag on a mapping": (GOOD.replace("resources:", "resources: !!set", 1), 3, "Tags"),
    "tag directive": ("%TAG ! tag:example.org,2000:\n---\n" + GOOD, 1, "Directives"),
    "version directive": ("%YAML 1.1\n---\n" + GOOD, 1, "Directives"),
    "anchor": (with_title("&name First"), 5, "Anchors"),
    "alias": (with_title("&name First\n    note: *name"), 5, "Anchors"),
    "alias to nothing": (with_title("*nothing"), 5, "Aliases"),
    "alias as a field": (GOOD + "*a : b\n", 18, "Aliases"),
    "alias to itself": ("id: &a [*a]\n", 1, "Aliases"),
    "alias bomb": (BOMB, 1, "Anchors"),
    "merge": (with_title("First\n    <<: {kind: book}"), 6, "`<<` is not a field"),
    "deep flow": (with_title("[" * 100_000), 5, "nested more than 20"),
    "deep mappings": (with_title("{a: " * 50_000), 5, "nested more than 20"),
    "deep lines": ("".join(" " * n + "a:\n" for n in range(1_500)), 21, "nested more than 20"),
    "deep dashes": ("- " * 100_000, 1, "nested more than 20"),
    "sexagesimal": (GOOD.replace("minutes: 10", "minutes: 9:00"), 9, "`9:00` must be a whole"),
    "octal": (GOOD.replace("minutes: 10", "minutes: 010"), 9, "`010` must be a whole"),
    "hexadecimal": (GOOD.replace("minutes: 10", "minutes: 0x10"), 9, "must be a whole"),
    "infinity": (GOOD.replace("minutes: 10", "minutes: .inf"), 9, "must be a whole"),
    "huge number": (GOOD.replace("minutes: 10", f"minutes: {'9' * 10_000}"), 9, "whole"),
    "yes": (GOOD.replace("shelf: true", "shelf: yes"), 16, "`yes` must be true or false"),
    "date": (GOOD.replace("year: 2024", "year: 2024-01-01"), 8, "must be a whole number"),
    "duplicate field": (with_title("First\n    title: Other"), 6, "stands here twice"),
    "duplicate list": (GOOD + "resources: []\n", 18, "stands here twice"),
    "field that is a list": (GOOD + "? [a, b]\n: c\n", 18, "must be a word"),
    "second document": (GOOD + "---\nid: other\n", 18, "second document"),
    "not utf-8": (GOOD.encode() + b"theme: caf\xe9\n", 18, "not UTF-8"),
    "utf-16": (GOOD.encode("utf-16"), 1, "not UTF-8"),
    "nul": (with_title("Fir\0st"), 5, "U+0000"),
    "escaped nul": (with_title(r'"Fir\0st"'), 5, "U+0000"),
    "escape sequence": (with_title("\x1b[2J"), 5, "U+001B"),
    "escaped escape": (with_title(r'"\e[2J"'), 5, "U+001B"),
    "bidi override": (with_title("a\u202eb"), 5, "U+202E"),
    "line separator": (with_title("a\u2028b"), 5, "U+2028"),
    "mark in the middle": (with_title("a\ufeffb"), 5, "U+FEFF"),
    "tab": (GOOD + "theme:\n\tx: 1\n", 19, "cannot be read"),
    "open quote": (with_title('"First'), 5, "cannot be read"),
    "open bracket": (with_title("[First"), 5, "cannot be read"),
    "empty": ("", 1, "empty"),
    "comment only": ("# nothing\n", 1, "empty"),
    "a single word": ("hello\n", 1, "must be a group of fields"),
    "a list": ("- a\n- b\n", 1, "must be a group of fields"),
    "large": (GOOD + "#" * 2 * MIB, 1, "larger than 2 MiB"),
    "many values": (GOOD + "theme:\n" + "- a\n" * 160_000, 149_942, "more than 150,000 values"),
    "long line": (with_title("x" * (2 * MIB - 1_000)), 5, "too long"),
    "many resources": (MANY, 3, "`resources` is too long"),
    "huge count of parts": (GOOD.replace("units: 3", "units: 999999999"), 17, "too large"),
    "many fields": ("".join(f"f{n}: 1\n" for n in range(20_000)), 1, "is not a field"),
    "many questions": ("? " * 300_000, 1, "must be a word"),
}


def refusal(folder: Path, file: str) -> Problem:
    """The first mistake told of a file, after seeing that its good neighbour loads."""
    write(folder.parent / "good", {MAIN: SAMPLE[MAIN].replace("id: sample", "id: good")})
    loaded: list[Library] = []
    assert is_quick(lambda: loaded.append(load_library([folder.parent])), cpu_s=1)
    library = loaded[0]
    assert list(library.curricula) == ["good"]
    [error] = library.refused
    return next(each for each in error.problems if each.file == folder / file)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    content, line, what = HOSTILE[name]
    problem = refusal(write(tmp_path / "bad", {START: content}), START)
    assert what in problem.what
    assert problem.line == line
    assert problem.fix
    assert str(problem).isprintable()
    assert len(str(problem)) < 1_000


MEASURE = """
import resource, sys
from pathlib import Path
from bot.library import load_library
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
library = load_library([Path(sys.argv[1])])
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
refused = sum(any(each.line and each.fix for each in e.problems) for e in library.refused)
print(*library.curricula, refused, grown)
"""


def test_all_hostile_files_together_stay_small_and_the_good_one_loads(tmp_path: Path) -> None:
    """More than 30 of them in one process of its own, whose peak of memory is measured."""
    for number, (content, _, _) in enumerate(HOSTILE.values()):
        front = SAMPLE[MAIN].replace("id: sample", f"id: bad-{number}")
        write(tmp_path / f"bad-{number}", {MAIN: front, START: content})
    write(tmp_path / "good", {MAIN: SAMPLE[MAIN].replace("id: sample", "id: good")})
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    good, refused, mebibytes = ran.stdout.split()
    assert good == "good"
    assert int(refused) == len(HOSTILE) > 30
    assert int(mebibytes) < 100


@pytest.mark.parametrize(
    "name",
    [
        "../good/sections/start.yaml",
        "sections/../../x.yaml",
        "/etc/passwd",
        "..",
        ".hidden.yaml",
        "a\\b.yaml",
        "sections/start.yaml/",
        "https://example.org/a.yaml",
        "A.yaml",
        "./sections/start.yaml",
        "sections//start.yaml",
        "sections/./start.yaml",
        "~/start.yaml",
        "$HOME/start.yaml",
        "file:///etc/passwd",
        "sections/start.yaml ",
        "sections/start.yaml%00",
        "sections/" + "a" * 41 + ".yaml",
        "a/b/c/d/e/f.yaml",
        "notes.txt",
    ],
)
def test_a_file_outside_cannot_be_named(tmp_path: Path, name: str) -> None:
    text = SAMPLE[MAIN].replace("sections/start.yaml", f"'{name}'")
    problem = refusal(write(tmp_path / "bad", {MAIN: text}), MAIN)
    assert (problem.line, "not a file that may be named" in problem.what) == (6, True)


@pytest.mark.parametrize("file", [MAIN, PLANS, START])
def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path, file: str) -> None:
    folder = write(tmp_path / "bad")
    secret = tmp_path / "secret.yaml"
    (folder / file).rename(secret)
    (folder / file).symlink_to(secret)
    assert "leads out of the folder" in refusal(folder, file).what


def test_a_linked_folder_that_leaves_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "root/bad")
    (folder / "sections").rename(tmp_path / "elsewhere")
    (folder / "sections").symlink_to(tmp_path / "elsewhere")
    assert "leads out of the folder" in refusal(folder, START).what


def test_a_whole_curriculum_linked_from_elsewhere_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere")
    (tmp_path / "root").mkdir()
    (tmp_path / "root/linked").symlink_to(tmp_path / "elsewhere")
    [error] = load_library([tmp_path / "root"]).refused
    assert "leads elsewhere" in error.problems[0].what


def test_a_link_inside_the_folder_is_fine(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / START).rename(folder / "real.yaml")
    (folder / START).symlink_to(folder / "real.yaml")
    assert load_curriculum(folder).id == "sample"


def test_a_link_in_a_circle_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "bad")
    (folder / PLANS).unlink()
    (folder / PLANS).symlink_to(folder / PLANS)
    assert refusal(folder, PLANS).fix


def test_a_pipe_or_a_folder_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "bad")
    (folder / PLANS).unlink()
    os.mkfifo(folder / PLANS)
    (folder / START).unlink()
    (folder / START).mkdir()
    assert refusal(folder, PLANS).what == "This is not a file."
    assert refusal(folder, START).what == "This is not a file."


def test_a_mark_that_windows_puts_in_front_is_fine(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert load_curriculum(write(tmp_path, {START: content})).id == "sample"


def test_five_thousand_parts_spread_over_books_are_too_many(tmp_path: Path) -> None:
    book = "  - {{id: b{}, title: B, kind: book, url: 'https://a.b/', units: 200}}\n"
    many = GOOD + "".join(book.format(number) for number in range(30))
    problem = refusal(write(tmp_path / "bad", {START: many}), "sections/more.yaml")
    assert "more than 5,000 resources" in problem.what


def test_many_unknown_names_do_not_take_long(tmp_path: Path) -> None:
    many = "".join(f"      - unknown-{number}\n" for number in range(3_000))
    readings = "".join(
        f"  - {{id: reading-{n}, title: R, kind: article, url: 'https://a.b/'}}\n"
        for n in range(1_500)
    )
    files: dict[str, str | bytes] = {PLANS: SAMPLE[PLANS] + many, START: GOOD + readings}
    assert refusal(write(tmp_path / "bad", files), PLANS).line == 12


def test_suggestions_are_looked_for_among_as_many_names_as_there_may_be() -> None:
    names = Names(places={f"reading-{number}": (Path("a"), 1) for number in range(MAX_RESOURCES)})
    source = Source(Path("a"), Node({}, 1))
    problem = names.unknown(source, Node("reading-49x", 1), what="a resource")
    assert problem is not None
    assert "write `reading-49" in problem.fix


def test_the_error_itself_lists_every_mistake(tmp_path: Path) -> None:
    with pytest.raises(CurriculumError, match=r"(?s)start\.yaml:5: Anchors.*start\.yaml:5: Tags"):
        load_curriculum(write(tmp_path, {START: with_title("&a !b First")}))
