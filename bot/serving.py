"""Running a web server within this program, which keeps its own signals and logs."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

import uvicorn
from starlette.types import ASGIApp

TICK_S = 0.1
"""How often uvicorn looks up, for its Date header."""


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
    """Leaves signals to the program around it, and stops as soon as it is told to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stop = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield

    async def serve_until(
        self, stop: asyncio.Event, *, sockets: Sequence[socket.socket] | None = None
    ) -> None:
        """Serve until `stop` is set, then end what is open and return."""
        self._stop = stop
        await self.serve(sockets=list(sockets) if sockets else None)

    async def main_loop(self) -> None:
        """Tick as uvicorn does, but wait for the stop and not for the next tick."""
        for tick in count():
            if await self.on_tick(tick):
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), TICK_S)
            self.should_exit = self._stop.is_set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is open; where nothing is, there is nothing to wait for."""
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
            await server.wait_closed()
        for listening in sockets or ():
            listening.close()
