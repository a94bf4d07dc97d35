"""What end-to-end tests share."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.fakes.process import STARTED
from tests.fakes.webchat_visitor import Servers, Visitor, browser


@pytest.fixture(autouse=True)
async def no_process_outlives_its_test() -> AsyncIterator[None]:
    """End, by its own pid, every process that a failed test left running."""
    yield
    while STARTED:
        bot = STARTED.pop()
        if bot.process.returncode is None:
            bot.process.kill()
            await bot.gone()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def servers() -> AsyncIterator[Servers]:
    servers = Servers()
    yield servers
    await servers.stopped()


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(servers: Servers) -> AsyncIterator[Visitor]:
    async with servers.running() as (server, plan), browser() as session:
        yield Visitor(server, plan, session)


@pytest_asyncio.fixture(loop_scope="module")
async def guest(visitor: Visitor) -> Visitor:
    assert (await visitor.sign_in(token=visitor.token)).status == 200
    return visitor
