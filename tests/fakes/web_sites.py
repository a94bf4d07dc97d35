"""Web sites of the whole internet on one loopback port: names, addresses and answers are made up.

The real client dials public addresses; a socket of ours carries each dial to the local server and
notes where it was meant to go.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

PUBLIC = "93.184.215.14"

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def page(status: str = "200 OK", **headers: str) -> bytes:
    """An answer without a body."""
    lines = [f"HTTP/1.1 {status}", "Content-Length: 0"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


@dataclass
class Sites:
    """What answers under which `name/path`, what was asked, and which addresses were dialled."""

    answers: Mapping[str, Answer]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def sockets(self, family: int, kind: int, protocol: int) -> socket.socket:
        """A socket whose dials all come here."""
        sites = self

        class Line(socket.socket):
            def connect(self, address: Any) -> None:  # noqa: ANN401 - as the socket module has it
                sites.dialled.append(str(address[0]))
                here = "::1" if self.family == socket.AF_INET6 else "127.0.0.1"
                super().connect((here, sites.port))

        return Line(family, kind, protocol)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(head)
            method, path, _ = head.split(b"\r\n")[0].decode().split(" ")
            host = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"host:"))
            place = f"{host.split(b' ')[1].decode()}{path}"
            self.asked.append(f"{method} {place}")
            answer = self.answers.get(f"{method} {place}", self.answers.get(place, page("404 No")))
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            self.asked.append("no request")
        finally:
            self.at_once -= 1
            writer.close()


@asynccontextmanager
async def sites(answers: Mapping[str, Answer]) -> AsyncIterator[Sites]:
    """The sites, served."""
    made = Sites(answers)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


class Names(AbstractResolver):
    """Names with their addresses; a list is answered one by one, the last for ever.

    Numbers in disguise are read as the C library reads them, and unlisted names are public.
    """

    def __init__(self, known: Mapping[str, Sequence[str]] | None = None) -> None:
        self.known = {name: list(each) for name, each in (known or {}).items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        del family  # names here have the addresses they have
        answers = self.known.get(host.rstrip("."))
        if answers is None:
            return [self._result(host, _as_c_reads(host), port=port)]
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        now = answers.pop(0) if len(answers) > 1 else answers[0]
        return [self._result(host, each, port=port) for each in now.split(" ")]

    async def close(self) -> None:
        """Nothing to let go."""

    def _result(self, host: str, address: str, *, port: int) -> ResolveResult:
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)


def _as_c_reads(host: str) -> str:
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return PUBLIC
