"""Season books: hostile text stays text, in HTML as in Markdown."""

from datetime import date
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.book import Book, Chapter, Said
from bot.domain.group import LineKind
from bot.domain.shown import clean
from bot.web.books import Binder

DAY = date(2026, 11, 24)
HOSTILE = "</p><script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/p)"
WORDS = st.text(
    alphabet=st.one_of(st.sampled_from("<>&\"'`*_[]()!#-+.\\|~\n\r\t{}%:/ "), st.characters()),
    max_size=50,
)


def book(
    *said: Said, title: str = "Lyft", plan: str = "Case studies", place: str = "study"
) -> Book:
    chapter = Chapter(
        number=1,
        title=title,
        company="Lyft",
        url="https://example.org/1",
        sent_on=DAY,
        lead="Ada",
        done=3,
        of=6,
        stars=4.25,
        said=said,
    )
    return Book(
        plan=plan,
        place=place,
        credit="The guide. Written by somebody.",
        made_on=DAY,
        first_on=DAY,
        last_on=DAY,
        finished=True,
        members=6,
        chapters=(chapter,),
    )


def line(text: str, name: str = "Bob") -> Said:
    return Said(kind=LineKind.LEARNED, name=name, text=text)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def elements(content: bytes) -> Elements:
    parser = Elements()
    parser.feed(content.decode())
    return parser


def walked(tokens: list[Token]) -> list[str]:
    found: list[str] = []
    for token in tokens:
        found.append(token.type)
        found += walked(token.children or [])
    return found


PLAIN = elements(Binder().html(book(line("a line"))))


@settings(max_examples=40)
@given(text=WORDS, name=WORDS, title=WORDS)
@example(text=HOSTILE, name=HOSTILE, title=HOSTILE)
@example(text="{{ 7*7 }}{% raw %}", name="&lt;b&gt;", title="]]>")
def test_no_word_of_others_becomes_an_element(text: str, name: str, title: str) -> None:
    seen = elements(Binder().html(book(line(text, name), title=title, plan=title, place=name)))
    assert seen.found == PLAIN.found
    assert clean(text) in " ".join(seen.text.split()) or not clean(text)


@settings(max_examples=40)
@given(text=WORDS, name=WORDS, title=WORDS)
@example(text=HOSTILE, name=HOSTILE, title=HOSTILE)
@example(text="# no heading", name="- no list", title="1. no number")
@example(text="https://evil.example www.evil.example a@evil.example", name="", title="~~x~~")
def test_no_word_of_others_becomes_markdown(text: str, name: str, title: str) -> None:
    usual = walked(MarkdownIt("commonmark").parse(Binder().markdown(book(line("a"))).decode()))
    content = Binder().markdown(book(line(text, name), title=title, plan=title, place=name))
    kinds = walked(MarkdownIt("commonmark").parse(content.decode()))
    assert [each for each in kinds if each not in {"text", "text_special"}] == [
        each for each in usual if each not in {"text", "text_special"}
    ]


def test_a_book_needs_nothing_else() -> None:
    tags = {tag for tag, _ in PLAIN.found}
    assert not tags & {"script", "img", "link", "iframe", "object", "form"}
    assert b"url(" not in Binder().html(book())
    assert b"@import" not in Binder().html(book())


def test_a_book_as_markdown() -> None:
    told = Binder().markdown(book(line("Start *simple*", "Bob_B")))
    assert told.decode() == snapshot("""\
# Case studies

Our season, in \\#study: 24 November 2026 to 24 November 2026.

1 reading, 6 members, 1 line.

## 1\\. Lyft

Lyft. Sent on 24 November 2026. Read by 3 of 6. Discussion led by Ada. Rated 4.2 of 5.

- **Learned:** Start \\*simple\\* (Bob\\_B)

<https://example.org/1>

Made on 24 November 2026. The guide\\. Written by somebody\\.
""")


def test_a_season_without_a_reading_is_a_book_too() -> None:
    empty = Book(
        plan="P", place="", credit="c", made_on=DAY, first_on=None, last_on=None,
        finished=False, members=1, chapters=(),
    )  # fmt: skip
    assert "No reading has been sent yet." in elements(Binder().html(empty)).text
    assert Binder().markdown(empty).decode().startswith("# P\n\nOur season so far.\n")
