"""`mlops-bot curriculum import`: Markdown becomes a draft that passes, or is refused clearly."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.main import cli
from bot.domain.curriculum import Curriculum, Resource
from bot.library.drafts import NotWritten, write_draft
from bot.library.markdown_draft import draft_of
from bot.library.markdown_links import FoundLink, FoundLinks, FoundSection, find_links

LIST = """\
---
title: front matter is passed over
---
# Awesome systems

A word with [a link in it](https://prose.example/x), and [here](https://here.example/deep-notes.html).

## Basics
- [Rules of ML](https://rules.example/) - Martin Zinkevich, 2019
- [Deep Work - Cal Newport, 2016](https://example.org/deep)
  1. [Nested](https://example.org/nested) - Two things to know about nesting.
     * **[Bold](https://example.org/bold)** by Ada Lovelace and Grace Hopper (2020)
- The high-interest credit card, D. Sculley [pdf](https://research.example/card.pdf)
- https://www.youtube.com/watch?v=abc.
- Attention is all you need - Vaswani, 2017: https://arxiv.org/abs/1706.03762
- <https://auto.example/on-bread>
- [By reference][one], [again](https://example.org/deep/), [near](https://example.org/deep#x)
- [file](docs/x.md) [mail](mailto:a@b.c) [top](#top) [js](javascript:alert(1))
- [![badge](https://img.example/b.svg)](https://ci.example/)
- [Wiki](https://en.example/wiki/Foo_(bar)) (https://en.example/wiki/Baz_(q))
- [日本語](https://jp.example/)
- <a href="https://html.example/">in HTML</a>

## Empty

### Papers & more
| Paper | Where |
|---|---|
| One | [One](https://table.example/1) |

[one]: https://ref.example/one "Title"
"""


def draft(text: str, name: str = "a-list") -> Curriculum:
    """The draft made of a text, read like any curriculum."""
    with TemporaryDirectory() as folder:
        files = draft_of(find_links(text), name=name, source="LIST.md")
        return write_draft(files, name=name, into=Path(folder))[1]


def told(resource: Resource) -> str:
    return " | ".join((resource.title, ", ".join(resource.authors), str(resource.year or "")))


def test_a_list_becomes_sections_readings_and_what_was_understood_of_them() -> None:
    made = draft(LIST)
    assert made.title == "Awesome systems"
    assert [section.title for section in made.sections] == [
        "Awesome systems",
        "Basics",
        "Papers & more",
    ]
    assert {r.url: told(r) for r in made.resources.values()} == {
        "https://prose.example/x": "a link in it |  | ",
        "https://here.example/deep-notes.html": "and |  | ",
        "https://rules.example/": "Rules of ML | Martin Zinkevich | 2019",
        "https://example.org/deep": "Deep Work | Cal Newport | 2016",
        "https://example.org/nested": "Nested |  | ",
        "https://example.org/bold": "Bold | Ada Lovelace, Grace Hopper | 2020",
        "https://research.example/card.pdf": "The high-interest credit card, D. Sculley |  | ",
        "https://www.youtube.com/watch?v=abc": "Watch |  | ",
        "https://arxiv.org/abs/1706.03762": "Attention is all you need | Vaswani | 2017",
        "https://auto.example/on-bread": "On bread |  | ",
        "https://ref.example/one": "By reference |  | ",
        "https://example.org/deep#x": "near |  | ",
        "https://en.example/wiki/Foo_(bar)": "Wiki |  | ",
        "https://en.example/wiki/Baz_(q)": "Baz (q) |  | ",
        "https://jp.example/": "日本語 |  | ",
        "https://table.example/1": "One |  | ",
    }
    notes = [each.note for each in made.resources.values() if each.note]
    assert notes == ["Two things to know about nesting."]
    assert {each.kind.value for each in made.resources.values()} == {"article", "video", "paper"}


def test_the_order_stands_and_one_plan_has_all_of_it() -> None:
    made = draft("## B\n- [Two](https://b.example/2)\n## A\n- [One](https://a.example/1)\n")
    assert made.plans[0].resources == ("two", "one")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["curriculum", *map(str, words)])


def test_what_is_left_out_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "My List (2).md").write_text(LIST, encoding="utf-8")
    ran = run("import", tmp_path / "My List (2).md", "--into", tmp_path)
    assert ran.exit_code == 0, ran.output
    assert ran.stderr.splitlines() == [
        "Left out, stands there twice: line 17 https://example.org/deep/",
        "Left out, leads to a file or a place of the same pages: line 18 docs/x.md, line 18 #top",
        "Left out, no web address (mail, ftp ...): line 18 mailto:a@b.c",
        "Left out, a picture: line 19 https://ci.example/",
        "Left out, written as HTML: line 22 https://html.example/",
    ]
    assert "Wrote 16 readings in 3 sections" in ran.stdout
    assert run("check", tmp_path / "my-list-2").exit_code == 0
    text = (tmp_path / "my-list-2/sections/basics.yaml").read_text(encoding="utf-8")
    assert "# A draft of My List (2).md." in text
    assert "# fill in" in text
    assert 'title: "On bread"  # guessed' in text


def test_a_program_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- [A](https://a.example/) [b](b.md)\n", encoding="utf-8")
    ran = run("import", tmp_path / "a.md", "--into", tmp_path, "--name", "x", "--json")
    assert '"readings": 1, "sections": 1' in ran.stdout
    assert '[[1, "b.md"]]' in ran.stdout


REFUSED: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", "no link to a web page"),
    "no link": (b"# Only\n\nwords\n", "no link to a web page"),
    "not text": (b"\xff\xfe\x00", "not UTF-8"),
    "too large": (b"x" * (2 * 2**20 + 1), "larger than 2 MiB"),
    "too many sections": (
        "".join(f"# {n}\n[R](https://a.example/{n})\n" for n in range(201)).encode(),
        "200 sections at most",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_become_a_draft_is_refused_clearly(tmp_path: Path, case: str) -> None:
    content, why = REFUSED[case]
    (tmp_path / "a.md").write_bytes(content)
    ran = run("import", tmp_path / "a.md", "--into", tmp_path)
    assert isinstance(ran.exception, NotWritten)
    assert why in str(ran.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_pipes_folders_circles_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name in ("pipe", "circle", "missing.md", "."):
        ran = run("import", tmp_path / name, "--into", tmp_path, "--name", "x")
        assert isinstance(ran.exception, NotWritten), name
    assert not (tmp_path / "x").exists()


def many(number: int) -> FoundLinks:
    links = [
        FoundLink(url=f"https://a.example/{n}", text="R", before="", behind="")
        for n in range(number)
    ]
    return FoundLinks(sections=[FoundSection("Many", 1, links)])


def test_five_thousand_links_are_a_draft_and_one_more_is_refused(tmp_path: Path) -> None:
    files = draft_of(many(5_000), name="many", source="LIST.md")
    assert len(write_draft(files, name="many", into=tmp_path)[1].resources) == 5_000
    with pytest.raises(NotWritten, match="5,000 at most"):
        draft_of(many(5_001), name="many", source="LIST.md")


LINKS = st.sampled_from(
    [
        "https://a.example/1",
        "https://a.example/2?x=1&y=<b>",
        "http://b.example",
        "https://user@a.example/",
        "https://a.example/" + "x" * 2_001,
        "https://[::1",
        "https://xn--/",
        "//a.example/x",
        "mailto:x@y.z",
        "javascript:alert(1)",
        "#x",
        "https://a.example/\u202ex",
    ]
)
WORDS = st.text(max_size=30) | st.sampled_from(
    [
        "Title",
        '"',
        "\\",
        "a: b # c",
        "- x",
        "\x1b[2J",
        "null",
        "9:00",
        "\u2028",
        "\ufeff",
        "x" * 700,
    ]
)
LINES = st.builds("{}[{}]({}){}".format, WORDS, WORDS, LINKS, WORDS)
MARKDOWN = st.lists(
    LINES
    | st.builds(
        "{}- [{}](<{}>) - {}, 2020".format, st.sampled_from(["", "  "]), WORDS, LINKS, WORDS
    )
    | st.builds("{} {}".format, st.sampled_from(["#", "##", "######", "-", ">", "|"]), WORDS)
    | LINKS
    | st.text(max_size=60),
    max_size=12,
).map("\n".join)


@settings(max_examples=40, deadline=None)
@given(MARKDOWN | st.text())
def test_any_markdown_gives_a_draft_that_passes_or_a_clear_refusal(text: str) -> None:
    if any(section.links for section in find_links(text).sections):
        assert draft(text).resources
    else:
        with pytest.raises(NotWritten, match="There is no link to a web page"):
            draft(text)
