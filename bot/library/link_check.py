"""Asks whether links still work: politely, and only addresses of the public internet.

The resolver is where addresses are looked at, and what it returns is what is connected to: no
second look-up can change the answer in between. Each socket is looked at once more.
"""

import asyncio
import re
import socket
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot import __version__
from bot.library.link_verdicts import (
    ANSWERED,
    BAD_REQUEST,
    NO_ADDRESS,
    NO_SUCH_NAME,
    NOT_PUBLIC,
    PERMANENT,
    REDIRECTS,
    Checked,
    Verdict,
    judged,
)
from bot.library.public_addresses import is_disguised, may_be_asked

USER_AGENT = f"mlops-study-bot/{__version__} (checks whether the links of a reading list work)"
WEB_PORTS = frozenset({80, 443})
MOST_HOPS = 5
TIMEOUT_S = 10.0
"""For one link, all its hops together."""
AT_ONCE = 16
AT_ONCE_PER_HOST = 2
RECEIVE_BUFFER = 32 * 1024
"""What the kernel takes of an answer (Linux doubles it): 64 KiB. Bodies are never read."""

_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}

Sockets = Callable[[int, int, int], socket.socket]
"""Makes a socket of a family, type and protocol."""
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a check may go; `private` allows loopback, intranets and any port."""

    private: bool = False
    timeout_s: float = TIMEOUT_S

    def demand(self, address: str) -> None:
        """See that this address may be asked.

        Raises:
            RefusedAddress: it may not.
        """
        if not may_be_asked(address, private=self.private):
            raise RefusedAddress(NOT_PUBLIC)


class RefusedAddress(OSError):
    """This address must not be asked."""


class _RefusedLink(Exception):
    """A link that must not be followed; the text says why."""


@dataclass(slots=True)
class LinkCheck:
    """Checks links. `resolver` and `sockets` are the system's, unless others are handed in."""

    reach: Reach = field(default_factory=Reach)
    resolver: AbstractResolver | None = None
    sockets: Sockets = socket.socket

    async def check(
        self, urls: Iterable[str], *, done: Callable[[Checked], None] = lambda _checked: None
    ) -> list[Checked]:
        """What became of these links, each asked once; `done` hears of each as it comes."""
        at_once = asyncio.Semaphore(AT_ONCE)
        hosts: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(AT_ONCE_PER_HOST)
        )

        async def one(url: str) -> Checked:
            async with hosts[_host(url)], at_once:
                checked = await self._one(session, url)
            done(checked)
            return checked

        async with self._session() as session, asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(one(url)) for url in dict.fromkeys(urls)]
        return _believed([each.result() for each in running])

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=_Resolver(self.resolver or aiohttp.ThreadedResolver(), self.reach),
            socket_factory=self._socket,
            use_dns_cache=False,
            force_close=True,
            limit=0,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT},
            timeout=aiohttp.ClientTimeout(total=None),  # `_one` counts all hops together
            read_bufsize=RECEIVE_BUFFER // 2,
            auto_decompress=False,
            trust_env=False,
        )

    def _socket(self, info: AddressInfo) -> socket.socket:
        """A socket for an address that was looked at, whatever way it came."""
        family, kind, protocol, _, address = info
        self.reach.demand(str(address[0]))
        made = self.sockets(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        return made

    async def _one(self, session: aiohttp.ClientSession, url: str) -> Checked:
        try:
            async with asyncio.timeout(self.reach.timeout_s):
                return await self._follow(session, url)
        except TimeoutError:
            detail = f"no answer within {self.reach.timeout_s:g} s"
            return Checked(url=url, verdict=Verdict.TIMEOUT, detail=detail)
        except _RefusedLink as error:
            return Checked(url=url, verdict=Verdict.REFUSED, detail=str(error))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _failed(url, error)

    async def _follow(self, session: aiohttp.ClientSession, url: str) -> Checked:
        """Walk the redirects, each looked at like the first address."""
        at, moved_to, for_good = self._usable(url), "", True
        for _ in range(MOST_HOPS + 1):
            status, leads_to = await _ask(session, at)
            if status not in REDIRECTS or not leads_to:
                return judged(url, status, moved_to=moved_to)
            at = self._usable(leads_to, base=at)
            for_good = for_good and status in PERMANENT
            moved_to = str(at) if for_good else moved_to
        detail = f"more than {MOST_HOPS} redirects"
        return Checked(url=url, verdict=Verdict.NO_ANSWER, detail=detail)

    def _usable(self, url: str, *, base: URL | None = None) -> URL:
        """An address that may be asked, as far as its letters tell."""
        try:
            at = base.join(URL(url)) if base else URL(url)
            host, port = at.host or "", at.port
        except ValueError:
            raise _RefusedLink(NO_ADDRESS) from None
        if at.scheme not in {"http", "https"} or not host:
            raise _RefusedLink("only http and https are followed")
        if at.raw_user is not None or at.raw_password is not None:
            raise _RefusedLink("there is a name or password in the address")
        if not self.reach.private and port not in WEB_PORTS:
            raise _RefusedLink(f"port {port}: only 80 and 443 are asked")
        if not self._may_ask(host, at.raw_host or ""):
            raise _RefusedLink(NOT_PUBLIC)
        return at.with_fragment(None)

    def _may_ask(self, host: str, encoded: str) -> bool:
        """Whether a host is a name, or an address that may be asked in its canonical form."""
        if ":" in host or host.replace(".", "").isdigit():
            return may_be_asked(host, private=self.reach.private)
        return _NAME.fullmatch(encoded) is not None and not is_disguised(host)


class _Resolver(AbstractResolver):
    """Another resolver's answers, if every address among them may be asked."""

    def __init__(self, inner: AbstractResolver, reach: Reach) -> None:
        self._inner = inner
        self._reach = reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name; RefusedAddress if one of them may not be asked."""
        found = await self._inner.resolve(host, port, family)
        for each in found:
            self._reach.demand(each["host"])
        return found

    async def close(self) -> None:
        """Let the inner resolver go."""
        await self._inner.close()


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].casefold()


async def _ask(session: aiohttp.ClientSession, at: URL) -> tuple[int, str]:
    """The status of an address and where it sends on; GET where HEAD is not answered well."""
    try:
        status, leads_to = await _request(session, at, method="HEAD")
    except aiohttp.ServerDisconnectedError:
        status, leads_to = BAD_REQUEST, ""
    if status >= BAD_REQUEST:
        return await _request(session, at, method="GET")
    return status, leads_to


async def _request(session: aiohttp.ClientSession, at: URL, *, method: str) -> tuple[int, str]:
    """Ask for the headers alone; the connection closes before a body is read."""
    response = await session.request(method, at, allow_redirects=False)
    response.close()
    return response.status, response.headers.get("Location", "")


def _failed(url: str, error: Exception) -> Checked:
    """What a failure below HTTP says of a link."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, RefusedAddress):
        return Checked(url=url, verdict=Verdict.REFUSED, detail=NOT_PUBLIC)
    if isinstance(error, aiohttp.InvalidURL):
        return Checked(url=url, verdict=Verdict.REFUSED, detail=NO_ADDRESS)
    if isinstance(cause, socket.gaierror) and cause.errno in _NO_SUCH_NAME:
        return Checked(url=url, verdict=Verdict.GONE, detail=NO_SUCH_NAME)
    detail = type(error).__name__
    if isinstance(error, aiohttp.ClientSSLError):
        detail = "its certificate is not good"
    return Checked(url=url, verdict=Verdict.NO_ANSWER, detail=detail)


def _believed(found: list[Checked]) -> list[Checked]:
    """Without any answer at all it is the network here that is down, and no name is gone."""
    if any(each.verdict in ANSWERED and each.detail != NO_SUCH_NAME for each in found):
        return found
    return [
        replace(each, verdict=Verdict.NO_ANSWER) if each.detail == NO_SUCH_NAME else each
        for each in found
    ]
