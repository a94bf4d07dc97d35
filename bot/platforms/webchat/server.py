"""The web chat's own listener on loopback: the page, signing in, and the socket."""

import asyncio
import ipaddress
import json
import secrets
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.domain.errors import Fault
from bot.platforms.webchat.hub import HubFull, Seat
from bot.platforms.webchat.listeners import ChatListener
from bot.platforms.webchat.parts import ChatParts
from bot.platforms.webchat.pictures import Pictures
from bot.platforms.webchat.security import STAYS, Door, Gate, Refused, Site
from bot.serving import QuietServer, listening_on, quiet_config

if TYPE_CHECKING:
    import socket

FRAME_BYTES = 16 * 1024
BODY_BYTES = 4 * 1024
NOT_SIGNED_IN = 4401
TOO_MANY_PAGES = 4429
FELL_BEHIND = 1013
STOP_WITHIN_S = 3
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


class PortTaken(Fault):
    """The web chat's port is in use already; set WEBCHAT_PORT to another one."""


class ChatPages:
    """The routes of the web chat."""

    def __init__(self, *, listener: ChatListener, parts: ChatParts, door: Door, site: Site) -> None:
        self._listener = listener
        self._parts = parts
        self._hub = parts.hub
        self._door = door
        self._cookie = f"webchat_{site.port}"
        self._files = _static_files()
        self._pictures = Pictures(parts.log, painter=parts.painter)

    def routes(self) -> list[Route | WebSocketRoute]:
        """What this listener serves; only POST changes anything."""
        return [
            Route("/", self._page, methods=["GET"]),
            Route("/static/{name}", self._static, methods=["GET"]),
            Route("/pictures/{message}/{name}", self._picture, methods=["GET"]),
            Route("/files/{name}", self._download, methods=["GET"]),
            Route("/session", self._who, methods=["GET"]),
            Route("/session", self._sign_in, methods=["POST"]),
            WebSocketRoute("/socket", self._socket),
        ]

    async def _page(self, _: Request) -> Response:
        return self._file("index.html")

    async def _static(self, request: Request) -> Response:
        return self._file(request.path_params["name"])

    def _file(self, name: str) -> Response:
        content = self._files.get(name)
        if content is None:
            return Response(status_code=404)
        return Response(content, media_type=_TYPES[name.rpartition(".")[2]])

    async def _picture(self, request: Request) -> Response:
        if not self._signed_in(request):
            return Response(status_code=404)
        return await self._pictures.answer(**request.path_params)

    async def _download(self, request: Request) -> Response:
        if not self._signed_in(request):
            return Response(status_code=404)
        now = self._parts.study.monotonic()
        return self._parts.downloads.answer(request.path_params["name"], now=now)

    async def _who(self, request: Request) -> Response:
        asks = "password" if self._door.wants_password else "address"
        return JSONResponse({"signed_in": self._signed_in(request), "asks": asks})

    async def _sign_in(self, request: Request) -> Response:
        body = await _json_body(request)
        if body is None:
            return JSONResponse({"text": "That did not come through."}, status_code=400)
        entered = self._door.knock(token=body.get("token", ""), password=body.get("password", ""))
        if isinstance(entered, Refused):
            return JSONResponse({"text": entered.text}, status_code=entered.status)
        response = JSONResponse({"signed_in": True})
        stays = int(STAYS.total_seconds())
        response.set_cookie(
            self._cookie, entered, max_age=stays, path="/", httponly=True, samesite="strict"
        )
        return response

    def _signed_in(self, connection: HTTPConnection) -> bool:
        return self._door.knows(connection.cookies.get(self._cookie, ""))

    async def _socket(self, page: WebSocket) -> None:
        await page.accept()
        if not self._signed_in(page):
            await page.close(NOT_SIGNED_IN)
            return
        try:
            with self._hub.seat() as seat:
                await self._talk(page, seat)
        except HubFull:
            await page.close(TOO_MANY_PAGES)

    async def _talk(self, page: WebSocket, seat: Seat) -> None:
        """Read until the page goes; a frame that came in is finished even when its page left."""
        async with asyncio.TaskGroup() as group:
            seat.tasks = group
            writer = group.create_task(_write(page, seat))
            await self._read(page, seat)
            seat.left.set()
            writer.cancel()

    async def _read(self, page: WebSocket, seat: Seat) -> None:
        with suppress(WebSocketDisconnect):
            while True:
                message = await page.receive()
                if message["type"] == "websocket.disconnect":
                    return
                await self._listener.handle(seat, message.get("text") or "")


async def _write(page: WebSocket, seat: Seat) -> None:
    with suppress(WebSocketDisconnect):
        while not seat.behind:
            await page.send_text(await seat.next_frame())
        await page.close(FELL_BEHIND)


async def _json_body(request: Request) -> dict[str, str] | None:
    """A small JSON object of texts, or None."""
    if request.headers.get("content-type") != "application/json":
        return None
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > BODY_BYTES:
            return None
    try:
        body: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not all(isinstance(text, str) for text in body.values()):
        return None
    return body


def _static_files() -> dict[str, bytes]:
    folder = files("bot.platforms.webchat") / "static"
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


def webchat_app(parts: ChatParts, *, door: Door, site: Site) -> ASGIApp:
    """The web chat as an ASGI application, its gate outermost."""
    pages = ChatPages(listener=ChatListener(parts), parts=parts, door=door, site=site)
    app = Starlette(routes=pages.routes())
    app.router.redirect_slashes = False
    return Gate(app, site=site)


class WebChatServer:
    """Serves the web chat until told to stop; prints nothing.

    `bind()` takes the port (0 picks a free one); after it `address` is what a person opens.
    """

    def __init__(
        self,
        parts: ChatParts,
        *,
        session_key: bytes,
        host: str = "127.0.0.1",
        port: int = 0,
        password: str | None = None,
    ) -> None:
        if not (_is_loopback(host) or password):
            raise Fault("the web chat listens beyond this computer only with WEBCHAT_PASSWORD set")
        self._parts = parts
        self._host = host
        self._port = port
        self._token = secrets.token_urlsafe(24)
        self._password = password
        self._session_key = session_key
        self._listening: socket.socket | None = None

    @property
    def address(self) -> str:
        """The address to print: it lets one browser in, once."""
        page = f"http://127.0.0.1:{self._port}/"
        return page if self._password else f"{page}?token={self._token}"

    def bind(self) -> None:
        """Take the port.

        Raises:
            PortTaken: another program has it.
        """
        try:
            listening = listening_on(self._host, self._port)
        except OSError as error:
            raise PortTaken(f"port {self._port} is taken; set WEBCHAT_PORT") from error
        self._port = listening.getsockname()[1]
        self._listening = listening

    async def serve(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then close every page's socket and return."""
        if self._listening is None:
            self.bind()
        sockets = [self._listening] if self._listening else None
        await QuietServer(self._config()).serve_until(stop, sockets=sockets)

    def _config(self) -> uvicorn.Config:
        door = Door(
            session_key=self._session_key,
            token=self._token,
            password=self._password,
            clock=self._parts.study,
        )
        return quiet_config(
            webchat_app(self._parts, door=door, site=Site(port=self._port)),
            stop_within_s=STOP_WITHIN_S,
            ws_max_size=FRAME_BYTES,
            ws_per_message_deflate=False,
        )


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
