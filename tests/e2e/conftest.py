"""What end-to-end tests share."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.process import STARTED


@pytest.fixture(autouse=True)
async def no_process_outlives_its_test() -> AsyncIterator[None]:
    """End, by its own pid, every process that a failed test left running."""
    yield
    while STARTED:
        bot = STARTED.pop()
        if bot.process.returncode is None:
            bot.process.kill()
            await bot.gone()
