"""Running a web server within this program, which keeps its own signals and logs."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp


def listening_on(host: str, port: int) -> socket.socket:
    """A socket that listens; of two programs one alone gets it.

    Named TCP: asyncio sends at once (TCP_NODELAY) only on what says so; an answer of several
    pieces would wait some 40 ms for the other end's acknowledgement.

    Raises:
        OSError: the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # two programs may share a bound port, but not a listening one
    except OSError:
        listening.close()
        raise
    return listening


def quiet_config(app: ASGIApp, *, stop_within_s: int, **more: Any) -> uvicorn.Config:  # noqa: ANN401 - uvicorn's own settings
    """A server's settings: our own logs, no header of its own, no word of a proxy believed."""
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=stop_within_s,
        **more,
    )


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
