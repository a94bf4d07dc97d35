"""What every test may ask for: a PostgreSQL database of its own, and a browser."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from bot.heap import settle_heap
from bot.storage.migrate import Migrations
from tests.fakes import installed
from tests.fakes.command_line import CommandLine
from tests.fakes.postgres import Server, running
from tests.fakes.world import World, world_on

ROOT = Path(__file__).parent.parent

# The same examples in every run, so that a run says something about the change it is for; `make
# explore` looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", max_examples=1_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers (an unknown one is an error), and log errors in plain lines."""
    config.addinivalue_line("markers", "faults: kills real processes; `make faults` kills more")
    in_plain_lines()


def in_plain_lines() -> None:
    """Tracebacks in boxes, each frame's variables beside it, took most of the tests of failures."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


def fill_template(url: str) -> None:
    """Bring the database that all others are copied from to the newest schema."""
    Migrations(url=url, folder=ROOT / "migrations").upgrade()


def pytest_collection_finish() -> None:
    """Keep what lives as long as the run out of every later collection, as `serve` does."""
    settle_heap()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One PostgreSQL server for each test process."""
    with running(installed.postgres_programs()) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> str:
    """The name of a database with our schema and no rows."""
    return postgres_server.template(fill_template)


@pytest.fixture
def postgres_url(postgres_server: Server, postgres_template: str) -> Iterator[str]:
    """The address of an empty database with our schema, nobody else's during the test."""
    database = postgres_server.lend(postgres_template)
    yield postgres_server.url(database)
    postgres_server.take_back(database)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    return installed.chromium()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our schema and no rows."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    Migrations(url=f"sqlite:///{path}", folder=ROOT / "migrations").upgrade()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite file with our schema."""
    path = tmp_path / "study.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def another_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a second one."""
    path = tmp_path / "another.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database of each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The real use cases on a fresh database."""
    async with world_on(database_url) as made:
        yield made


@pytest.fixture
def mlops_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line, in an empty folder and without any setting."""
    return CommandLine(tmp_path, patch=monkeypatch, capture=capsys)
