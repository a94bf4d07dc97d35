"""A browser's view of a running web chat, without a browser."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp

from bot.domain.card import Press
from bot.platforms.webchat.server import WebChatServer
from tests.fakes.webchat_parts import ToyPlan, toy_parts

KEY = b"a key that is kept"


class Visitor:
    """A browser's view of a running web chat."""

    def __init__(
        self, server: WebChatServer, plan: ToyPlan, session: aiohttp.ClientSession
    ) -> None:
        self.page, _, self.token = server.address.partition("?token=")
        self.origin = self.page.rstrip("/")
        self.plan = plan
        self.session = session

    async def get(self, path: str = "", **headers: str) -> aiohttp.ClientResponse:
        return await self._read(self.session.get(self.page + path, headers=headers))

    async def post(self, **how: Any) -> aiohttp.ClientResponse:  # noqa: ANN401 - aiohttp's own
        return await self._read(self.session.post(f"{self.page}session", **how))

    async def _read(
        self, request: AbstractAsyncContextManager[aiohttp.ClientResponse]
    ) -> aiohttp.ClientResponse:
        async with request as answer:
            await answer.read()
            return answer

    async def sign_in(self, *, origin: str | None = "own", **body: str) -> aiohttp.ClientResponse:
        headers = {} if origin is None else {"Origin": self.origin if origin == "own" else origin}
        return await self.post(json=body, headers=headers)

    async def socket(self, *, origin: str | None = "own", **headers: str) -> "Socket":
        origin = self.origin if origin == "own" else origin
        return Socket(
            await self.session.ws_connect(f"{self.page}socket", origin=origin, headers=headers)
        )

    @property
    def commands(self) -> int:
        return sum(1 for i in self.plan.inbound if i.press != Press("welcome"))


class Socket:
    """An open page's socket."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def send(self, **frame: object) -> None:
        await self.ws.send_str(json.dumps(frame))

    async def until(self, kind: str) -> Any:  # noqa: ANN401 - whatever the frame holds
        while True:
            frame = await self.ws.receive_json(timeout=5)
            if frame["type"] == kind:
                return frame

    async def refusal(self, **frame: object) -> str:
        await self.send(**frame)
        return str((await self.until("error"))["text"])


class Servers:
    """Starts web chats; one that was told to stop takes its time while other tests run."""

    def __init__(self) -> None:
        self.serving: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def running(
        self, *, password: str | None = None, port: int = 0
    ) -> AsyncIterator[tuple[WebChatServer, ToyPlan]]:
        parts, plan = toy_parts()
        server = WebChatServer(parts, session_key=KEY, password=password, port=port)
        server.bind()
        stop = asyncio.Event()
        self.serving.append(asyncio.create_task(server.serve(stop)))
        try:
            yield server, plan
        finally:
            stop.set()

    async def stopped(self) -> None:
        await asyncio.gather(*self.serving)


def browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
