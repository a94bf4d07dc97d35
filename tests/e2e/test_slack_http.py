"""Slack over HTTP: the real process behind its signature, and what is kept out."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.platforms.slack.gate import FRESH, MOST_BYTES, REMEMBERED, Gate, TooLarge, read_body
from bot.platforms.slack.http import PATH
from bot.public import PublicPortTaken, PublicServer
from tests.fakes.clock import FakeClock
from tests.fakes.process import Bot
from tests.fakes.slack_http import FORM, call, encoded, signed
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import running
from tests.fakes.slack_state import User

MIB = 1024 * 1024
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BODY = b"token=x&team_id=T1"


def now(clock: FakeClock) -> int:
    return int(clock.real().timestamp())


def headers(body: bytes = BODY, *, at: int, secret: str = SECRET) -> dict[str, str]:
    return {name.lower(): value for name, value in signed(body, secret=secret, at=at).items()}


def test_what_slack_signed_comes_in_once() -> None:
    clock = FakeClock()
    gate, given = Gate(SECRET, clock), headers(at=now(clock))
    assert gate.lets_in(given, BODY)
    assert not gate.lets_in(given, BODY), "a replay"
    clock.advance(timedelta(minutes=4))
    assert not gate.lets_in(given, BODY), "a later replay"
    assert gate.lets_in(headers(at=now(clock)), BODY), "the same words, signed anew"


def test_what_had_no_effect_may_come_again_within_the_second() -> None:
    clock = FakeClock()
    gate, given = Gate(SECRET, clock), headers(at=now(clock))
    assert gate.lets_in(given, BODY)
    gate.forget(given)
    assert gate.lets_in(given, BODY)
    assert not gate.lets_in(given, BODY)


@pytest.mark.parametrize("seconds", [-301, 301, 10**9])
def test_an_old_or_a_coming_signature_is_refused(seconds: int) -> None:
    clock = FakeClock()
    assert not Gate(SECRET, clock).lets_in(headers(at=now(clock) + seconds), BODY)


def test_a_forged_signature_is_refused() -> None:
    clock = FakeClock()
    gate, given = Gate(SECRET, clock), headers(at=now(clock))
    assert not gate.lets_in(headers(at=now(clock), secret="other"), BODY)
    assert not gate.lets_in(given, BODY + b"&more=1")
    assert not gate.lets_in({}, BODY)
    assert not gate.lets_in(given | {"x-slack-request-timestamp": "1e9"}, BODY)
    assert not gate.lets_in(given | {"x-slack-request-timestamp": "9" * 400}, BODY)
    assert not gate.lets_in(given | {"x-slack-signature": "v0=\u00e9"}, BODY)


def test_signatures_are_forgotten_only_when_they_are_too_old_to_pass() -> None:
    assert REMEMBERED >= 2 * FRESH


async def test_a_body_without_an_end_is_not_read_to_it() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 65_536
            yield bytes(65_536)

    with pytest.raises(TooLarge):
        await read_body(endless())
    assert read <= MOST_BYTES + 65_536


async def test_the_real_process_over_http_hears_what_slack_signed_and_nothing_else(
    tmp_path: Path,
) -> None:
    async with running() as server:
        team = server.state.workspace()
        team.users["UADA"] = User(id="UADA", name="ada", home=team.id)
        settings = {
            "SLACK_BOT_TOKEN": team.bot_token,
            "SLACK_SIGNING_SECRET": team.signing_secret,
            "SLACK_API_URL": server.api_url,
            "PUBLIC_URL": "https://study.example.org",
            "PORT": "0",
        }
        bot = Bot(tmp_path, settings=settings)
        await bot.start()
        team.request_url = f"http://{bot.said.partition('over HTTP on ')[2].split(',')[0]}{PATH}"
        ada = Person(server=server, team=team, user=team.users["UADA"])
        challenge = {"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}
        told = await call(server.state, team, kind="events_api", payload=challenge)
        assert told["challenge"] == "3eZbrw1a"
        await ada.types("enroll")
        assert set(await ada.sends(ada.window, when="whenever")) == {"when"}
        assert await ada.sends(ada.window, when="daily 9:00") == {}
        reading = await ada.message("Welcome to")
        await ada.presses("Done", reading)
        await ada.message("Done on")
        await ada.says("progress", event_id="Ev1")
        await ada.says("progress", event_id="Ev1", retry=1)
        await ada.message("Done: 1 of")
        await ada.types("settings calendar")
        address = shown(await ada.message("Your calendar is ready"))
        assert await _calendar(address, team.request_url.removesuffix(PATH)) == (200, 404)
        assert await _statuses(team.request_url, server.state.ts()) == [401, 401, 413, 405, 404]
        assert await _added_by_a_huge_body(bot.process.pid, team.request_url) < 8 * MIB
        assert await bot.stop() == 0


async def _added_by_a_huge_body(pid: int, url: str) -> int:
    """How many bytes of memory the process takes more while 100 MiB come in chunks."""
    forget_peak(pid)
    before = peak(pid)
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    writer.write(head.encode())
    sent = 0
    with suppress(ConnectionError):  # it may hang up on us
        for _ in range(100):
            writer.write(b"100000\r\n" + bytes(MIB) + b"\r\n")
            await writer.drain()
            sent += MIB
    assert sent > 2 * MOST_BYTES
    assert b" 413 " in await reader.readline()
    writer.close()
    return peak(pid) - before


def forget_peak(pid: int) -> None:
    """The highest memory so far is that of now (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def peak(pid: int) -> int:
    """The most memory that a process ever had, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


async def _calendar(told: str, address: str) -> tuple[int, int]:
    """What the feed that was told answers, and one that nobody was told."""
    path = told.partition("https://study.example.org")[2].partition(".ics")[0]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}{path}.ics") as found:
            assert "BEGIN:VEVENT" in await found.text()
        async with session.get(f"{address}{path[:-1]}.ics") as missing:
            return found.status, missing.status


async def _statuses(url: str, at: str) -> list[int]:
    """A forged call, another with its signature, a huge one, a page, another address."""
    body, _ = encoded("slash_commands", {"command": "/mlops", "text": "leave yes"})
    forged = signed(body, secret="guess", at=int(float(at))) | {"Content-Type": FORM}
    calls = (
        ("POST", url, body),
        ("POST", url, b'{"type": "event_callback"}'),
        ("POST", url, BytesIO(bytes(MOST_BYTES + 1))),
        ("GET", url, None),
        ("POST", url + "/else", body),
    )
    found = []
    async with aiohttp.ClientSession(headers=forged) as session:
        for method, where, data in calls:
            async with session.request(method, where, data=data) as answer:
                found.append(answer.status)
    return found


def test_the_public_listener_sends_at_once_and_says_when_its_port_is_taken() -> None:
    server = PublicServer((), host="127.0.0.1", port=0)
    try:
        assert server._listening.proto == socket.IPPROTO_TCP, "asyncio sends at once on such alone"
        port = int(server.address.rpartition(":")[2])
        with pytest.raises(PublicPortTaken, match=f"port {port} of 127.0.0.1 is taken; set PORT"):
            PublicServer((), host="127.0.0.1", port=port)
    finally:
        server._listening.close()
