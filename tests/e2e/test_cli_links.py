"""Operators ask whether links work, and see and settle what readers say of them."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.cli.curriculum_links import check_links, record
from bot.library import load_library
from bot.settings import load_settings
from tests.fakes.command_line import CommandLine
from tests.unit.library_samples import SAMPLE, write

GONE = {"/first", "/two"}


class _Site(BaseHTTPRequestHandler):
    gone: frozenset[str] = frozenset(GONE)

    def do_HEAD(self) -> None:
        self.send_response(404 if self.path in self.gone else 200)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the server's own naming

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def curricula(mlops_bot: CommandLine, site: str) -> Path:
    """A curriculum of one's own whose links lead to the site."""
    text = {name: content.replace("https://example.org", site) for name, content in SAMPLE.items()}
    write(mlops_bot.folder / "own" / "sample", {**text})
    return mlops_bot.folder / "own"


def test_a_link_that_is_gone_is_told_and_fails_the_check(
    mlops_bot: CommandLine, curricula: Path, site: str
) -> None:
    ran = mlops_bot("curriculum", "check", str(curricula), "--links", "--allow-private")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[1:] == [
        f"gone: {site}/first (status 404), in sample/first",
        f"gone: {site}/two (status 404), in sample/course-two",
        "6 links: 4 ok, 2 gone.",
    ]


def test_a_program_reads_the_same(mlops_bot: CommandLine, curricula: Path, site: str) -> None:
    words = ("curriculum", "check", str(curricula), "--links", "--allow-private", "--json")
    links = {each["url"]: each for each in mlops_bot(*words).json["links"]}
    assert links[f"{site}/first"] == {
        "url": f"{site}/first",
        "verdict": "gone",
        "detail": "status 404",
        "moved_to": "",
        "readings": ["sample/first"],
    }
    assert links[f"{site}/book"]["readings"] == ["sample/a-book"]


def test_without_the_flag_nothing_private_is_asked(mlops_bot: CommandLine, curricula: Path) -> None:
    ran = mlops_bot("curriculum", "check", str(curricula), "--links")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "6 links: 6 refused address."


def test_what_was_recorded_is_listed_counted_and_settled(
    mlops_bot: CommandLine, curricula: Path, sqlite_url: str
) -> None:
    mlops_bot.set(DATABASE_URL=sqlite_url)
    assert recorded(curricula, sqlite_url).startswith("Recorded: 2 newly broken, 0 working again.")
    rows = mlops_bot("curriculum", "links", "--json").json
    assert [(each["reading"], each["state"], each["by"]) for each in rows] == [
        ("sample/course-two", "broken", "check"),
        ("sample/first", "broken", "check"),
    ]
    assert {"what": "links", "state": "broken", "count": 2} in mlops_bot("stats", "--json").json
    assert mlops_bot("curriculum", "links", "--clear", "first").out.startswith("Settled.")
    assert mlops_bot("curriculum", "links", "--clear", "first").code == 2


def test_a_link_that_works_again_is_taken_back(
    mlops_bot: CommandLine, curricula: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlops_bot.set(DATABASE_URL=sqlite_url)
    recorded(curricula, sqlite_url)
    monkeypatch.setattr(_Site, "gone", frozenset())
    assert "0 newly broken, 2 working again" in recorded(curricula, sqlite_url)
    assert mlops_bot("curriculum", "links").out == "Nobody has reported a link.\n"


def recorded(own: Path, database: str) -> str:
    """What `check --links --record` does, on one's own curricula alone."""
    library = load_library([own])
    curricula = list(library.curricula.values())
    settings = load_settings(_env_file=None, database_url=database)
    return record(settings, curricula, report=check_links(curricula, private=True))


@pytest.mark.parametrize(
    "words",
    [("--record",), ("--allow-private",), ("own", "--links", "--record")],
)
def test_flags_that_make_no_sense_together_are_refused(
    mlops_bot: CommandLine, words: tuple[str, ...]
) -> None:
    assert mlops_bot("curriculum", "check", *words).code == 2
