"""The real public listener on a free port of this machine, for the length of a block."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.routing import Route

from bot.public import PublicServer


@asynccontextmanager
async def listening(routes: Sequence[Route]) -> AsyncIterator[str]:
    """The address it is reached at."""
    server, stop = PublicServer(routes, host="127.0.0.1", port=0), asyncio.Event()
    running = asyncio.create_task(server.serve(stop))
    try:
        yield f"http://{server.address}"
    finally:
        stop.set()
        await running
