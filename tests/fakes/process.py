"""The real program as a process of its own, and a page that talks to its web chat."""

import asyncio
import json
import os
import re
import signal
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.forked import ROOT, Forked, fork

SLACK_READY = "Slack is on"
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/\?token=(\S+)")
START_S = 20
ANSWER_S = 20

Frame = dict[str, Any]
STARTED: list["Bot"] = []
"""Every process started; `tests/e2e/conftest.py` ends those that a failed test left running."""


class Bot:
    """`mlops-bot serve` in a folder of its own, the web chat on a free port.

    `settings` are further environment variables: with Slack's tokens there is no web chat. `anew`
    starts it as a shell does, which takes a second more.
    """

    def __init__(
        self,
        folder: Path,
        *,
        failpoint: str = "",
        settings: Mapping[str, str] | None = None,
        anew: bool = False,
    ) -> None:
        self._folder = folder
        self._anew = anew
        self._settings = {"WEBCHAT_PORT": "0", "FAILPOINT": failpoint, **(settings or {})}
        self._errors = folder / "stderr.txt"
        self.said = ""
        self._process: asyncio.subprocess.Process | Forked | None = None
        self.origin = ""
        self.token = ""

    @property
    def process(self) -> asyncio.subprocess.Process | Forked:
        assert self._process is not None
        return self._process

    @property
    def database(self) -> Path:
        return self._folder / "data" / "study.sqlite3"

    @property
    def complaint(self) -> str:
        """What the process wrote to standard error."""
        return self._errors.read_text(encoding="utf-8")

    async def start(self) -> None:
        """Start, and wait for the printed address."""
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            **self._settings,
        }
        begin = _anew if self._anew else fork
        self._process = await begin(
            ["serve"], folder=self._folder, environment=environment, errors=self._errors
        )
        STARTED.append(self)
        async with asyncio.timeout(START_S):
            await self._read_address()

    async def _read_address(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.said += line.decode()
            if SLACK_READY in self.said:
                return
            found = ADDRESS.search(line.decode())
            if found:
                self.origin, self.token = found.groups()
                return
        raise ProcessDied

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal to this process alone and wait for its exit code."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.gone()

    async def gone(self) -> int:
        """Wait for the exit code."""
        async with asyncio.timeout(START_S):
            code = await self.process.wait()
        if isinstance(self.process, asyncio.subprocess.Process):
            self.process._transport.close()  # type: ignore[attr-defined]  # asyncio leaves its pipe
        return code

    @asynccontextmanager
    async def page(self) -> AsyncIterator["Page"]:
        """A signed-in page on the web chat's socket.

        Raises:
            ProcessDied: the process ended before the page was there.
        """
        jar = aiohttp.CookieJar(unsafe=True)  # an address of numbers is all there is
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            try:
                socket = await self._signed_in(session)
            except (ConnectionError, aiohttp.ClientError) as error:
                raise ProcessDied from error
            async with socket:
                page = Page(socket)
                await page.send(type="hello", zone="Europe/Paris")
                await page.until(lambda frame: frame["type"] == "clock")
                yield page

    async def _signed_in(self, session: aiohttp.ClientSession) -> "aiohttp.ClientWebSocketResponse":
        headers = {"Origin": self.origin}
        signed = await session.post(
            f"{self.origin}/session", json={"token": self.token}, headers=headers
        )
        assert signed.status == 200
        return await session.ws_connect(f"{self.origin}/socket", headers=headers)


async def said_by(folder: Path, *words: str) -> str:
    """What a command of the program prints in this folder."""
    errors = folder / "complaints.txt"
    process = await fork(words, folder=folder, environment={"PATH": os.defpath}, errors=errors)
    said = await process.stdout.read()
    assert await process.wait() == 0, errors.read_text(encoding="utf-8")
    return said.decode()


async def _anew(
    words: Sequence[str], *, folder: Path, environment: Mapping[str, str], errors: Path
) -> asyncio.subprocess.Process:
    with errors.open("wb") as file:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=file,
        )


class ProcessDied(Exception):
    """The process ended while a page was waiting for it."""


class Page:
    """One end of the socket."""

    def __init__(self, socket: "aiohttp.ClientWebSocketResponse") -> None:
        self._socket = socket
        self.messages: dict[int, Frame] = {}
        self.frames = 0
        self.on_frame: Callable[[int], None] = lambda _number: None

    async def send(self, **frame: object) -> None:
        await self._socket.send_str(json.dumps(frame))

    async def say(self, text: str) -> None:
        await self._and_wait(type="say", text=text)

    async def move(self, to: str = "next") -> None:
        await self._and_wait(type="clock", to=to)

    async def press(self, message: int, verb: str, arg: str = "") -> None:
        await self._and_wait(type="press", message=message, verb=verb, arg=arg)

    async def until(self, wanted: Callable[[Frame], bool]) -> Frame:
        """Read frames until one is wanted.

        Raises:
            ProcessDied: the socket closed first.
        """
        async with asyncio.timeout(ANSWER_S):
            while True:
                received = await self._socket.receive()
                if received.type is not aiohttp.WSMsgType.TEXT:
                    raise ProcessDied
                frame: Frame = json.loads(received.data)
                self._keep(frame)
                self.frames += 1
                self.on_frame(self.frames)
                if wanted(frame):
                    return frame

    async def _and_wait(self, **frame: object) -> None:
        number = str(uuid.uuid4())
        try:
            await self.send(id=number, **frame)
        except (ConnectionError, aiohttp.ClientError) as error:
            raise ProcessDied from error
        await self.until(lambda f: f["type"] in {"done", "error"} and f.get("id") == number)

    def _keep(self, frame: Frame) -> None:
        found = frame.get("messages", []) if frame["type"] == "history" else []
        if frame["type"] in {"message", "update"}:
            found = [frame["message"]]
        for message in found:
            self.messages[message["id"]] = message
