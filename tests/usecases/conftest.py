"""The conversation that most of these tests have."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.talk import Talk, talk_on


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Talk]:
    """On each kind of database; who needs one kind alone says so."""
    async with talk_on(database_url) as made:
        yield made


@pytest.fixture
async def small(sqlite_url: str) -> AsyncIterator[Talk]:
    """Where the statements are the same on both."""
    async with talk_on(sqlite_url) as made:
        yield made
