"""What every test may ask for: a PostgreSQL database of its own, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import installed
from tests.fakes.postgres import Server, running

ROOT = Path(__file__).parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers; an unknown one is an error."""
    config.addinivalue_line("markers", "faults: kills real processes; `make faults` kills more")


def fill_template(url: str) -> None:
    """Bring the database that all others are copied from to the newest schema."""
    from bot.storage.migrate import Migrations  # noqa: PLC0415 - Alembic only where it is used

    Migrations(url=url, folder=ROOT / "migrations").upgrade()


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
    """The address of a fresh database with our schema, gone after the test."""
    database = postgres_server.create(postgres_template)
    yield postgres_server.url(database)
    postgres_server.drop(database)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    return installed.chromium()
