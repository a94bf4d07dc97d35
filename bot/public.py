"""The public listener: what Slack and browsers reach from outside, on HOST and PORT."""

import asyncio
import socket
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.errors import Fault
from bot.serving import QuietServer, listening_on, quiet_config
from bot.web.answers import not_found

STOP_WITHIN_S = 5


class PublicPortTaken(Fault):
    """The public port is in use already; set PORT to another one."""


class PublicServer:
    """Serves these routes and nothing else; everything unknown is 404, in no log."""

    def __init__(self, routes: Sequence[Route], *, host: str, port: int) -> None:
        self._app = Starlette(routes=list(routes), exception_handlers={404: _not_found})
        self._app.router.redirect_slashes = False
        self._listening = _bound(host, port)

    @property
    def address(self) -> str:
        """Where it listens, as host:port."""
        host, port = self._listening.getsockname()[:2]
        return f"{host}:{port}"

    async def serve(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set."""
        config = quiet_config(self._app, stop_within_s=STOP_WITHIN_S)
        await QuietServer(config).serve_until(stop, sockets=[self._listening])


async def _not_found(_request: Request, _error: Exception) -> Response:
    return not_found()


def _bound(host: str, port: int) -> socket.socket:
    try:
        return listening_on(host, port)
    except OSError as error:
        raise PublicPortTaken(f"port {port} of {host} is taken; set PORT") from error
