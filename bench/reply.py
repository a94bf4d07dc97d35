"""From a command typed in the web chat to its answer on the page, beside a bare echo."""

import asyncio
import json
import socket
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from bench.common import Lag, Options, Ratio, Report, options, percentile, watched
from bench.databases import log_to_nowhere
from bot.clock import SystemClock
from bot.heap import settle_heap
from bot.library.shipped import shipped
from bot.storage.migrate import Migrations
from tests.fakes.live_chat import LiveChat, live_chat

COMMANDS = (
    "progress",
    "casestudy netfilx",
    "path",
    "help",
    "settings",
    "next",
    "done",
    "skip",
    "later friday",
    "resume",
    "progres",
    "x" * 1000,
)
"""Looking, changing and mistyping; `next` sends a reading as well."""


@dataclass(slots=True, kw_only=True)
class Page:
    """An open page's socket and the times it took, in milliseconds."""

    socket: aiohttp.ClientWebSocketResponse
    took: list[float] = field(default_factory=list)

    async def ask(self, text: str) -> None:
        """Type a command and wait for its answer; then until all is calm."""
        number = str(uuid.uuid4())
        frame = json.dumps({"type": "say", "id": number, "text": text})
        began = time.perf_counter()
        await self.socket.send_str(frame)
        await self._until(lambda told: _answers(told, number))
        self.took.append((time.perf_counter() - began) * 1000)
        await self._until(lambda told: told["type"] == "done" and told["id"] == number)

    async def greet(self) -> None:
        """Say hello and wait for the history."""
        await self.socket.send_str(json.dumps({"type": "hello", "zone": "Europe/Paris"}))
        await self._until(lambda told: told["type"] == "clock")

    async def echo(self, text: str) -> None:
        """Send a text and wait until it comes back."""
        began = time.perf_counter()
        await self.socket.send_str(text)
        assert await self.socket.receive_str() == text
        self.took.append((time.perf_counter() - began) * 1000)

    async def _until(self, wanted: Any) -> None:  # noqa: ANN401 - a question about a frame
        while not wanted(json.loads(await self.socket.receive_str(timeout=30))):
            pass


def _answers(told: dict[str, Any], number: str) -> bool:
    message = told.get("message", {})
    return told["type"] == "message" and message.get("ref") == number and not message["author"]


@asynccontextmanager
async def chat_page(chat: LiveChat) -> AsyncIterator[Page]:
    """A signed-in page of the real web chat."""
    origin, _, token = chat.address.partition("/?token=")
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": origin}) as session:
        async with session.post(f"{origin}/session", json={"token": token}) as answer:
            assert answer.status == 200
        async with session.ws_connect(f"{origin}/socket") as opened:
            page = Page(socket=opened)
            await page.greet()
            yield page


async def _echo(page: WebSocket) -> None:
    await page.accept()
    async for text in page.iter_text():
        await page.send_text(text)


@asynccontextmanager
async def echo_page() -> AsyncIterator[Page]:
    """A page of a bare Starlette server that says back what it hears."""
    app = Starlette(routes=[WebSocketRoute("/", _echo)])
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_config=None, ws_per_message_deflate=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    port = listening.getsockname()[1]
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://127.0.0.1:{port}/") as page,
    ):
        yield Page(socket=page)
    server.should_exit = True
    await serving


async def measure(folder: Path, *, times: int) -> tuple[Page, Page, Lag]:
    """Every command so many times, each in turn with an echo of the same length."""
    url = f"sqlite:///{folder / 'study.sqlite3'}"
    Migrations(url=url, folder=shipped("migrations")).upgrade()
    lag = Lag()
    async with AsyncExitStack() as stack:
        chat = await stack.enter_async_context(live_chat(url, clock=SystemClock()))
        page = await stack.enter_async_context(chat_page(chat))
        bare = await stack.enter_async_context(echo_page())
        await page.ask("enroll whole path")
        page.took.clear()
        settle_heap()  # as `serve` does
        await stack.enter_async_context(watched(lag))
        for _ in range(times):
            for text in COMMANDS:
                await page.ask(text)
                await bare.echo(text)
    return page, bare, lag


async def run(given: Options) -> Report:
    """Measure, and put it in a table."""
    log_to_nowhere()
    report = Report(
        title="Command to reply", columns=("", "times", "p50, ms", "p95, ms", "max, ms")
    )
    with tempfile.TemporaryDirectory() as folder:
        page, bare, lag = await measure(Path(folder), times=2 if given.small else 60)
    for name, took in (("web chat on SQLite", page.took), ("bare echo", bare.took)):
        report.rows.append(
            [name, len(took), percentile(took, 0.5), percentile(took, 0.95), max(took)]
        )
    report.notes.append(f"event-loop lag p99 {lag.p99:.1f} ms, max {lag.most:.1f} ms")
    ours, echo = percentile(page.took, 0.95), percentile(bare.took, 0.95)
    report.ratios += [
        Ratio(name="p95 of a reply, ms", value=ours, floor=60, goal=30),
        Ratio(name="p95 of a reply ÷ bare echo", value=ours / echo, floor=260, goal=130),
    ]
    return report


if __name__ == "__main__":
    asked = options("From a command in the web chat to its answer.")
    asyncio.run(run(asked)).show(asked)
