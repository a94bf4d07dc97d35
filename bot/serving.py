"""Running a web server within this program, which keeps its own signals and logs."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn


class QuietServer(uvicorn.Server):
    """Leaves signals to the program around it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield

    async def serve_until(
        self, stop: asyncio.Event, *, sockets: Sequence[socket.socket] | None = None
    ) -> None:
        """Serve until `stop` is set, then end what is open and return."""
        stopping = asyncio.create_task(self._end(stop))
        try:
            await self.serve(sockets=list(sockets) if sockets else None)
        finally:
            stopping.cancel()

    async def _end(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.should_exit = True
