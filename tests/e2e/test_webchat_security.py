"""The web chat's own listener, attacked over real sockets."""

import re
import socket

import aiohttp
import pytest

from bot.domain.errors import Fault
from bot.platforms.webchat.server import PortTaken, WebChatServer
from tests.fakes.webchat_parts import START, toy_parts
from tests.fakes.webchat_visitor import KEY, Servers, Visitor, browser

ID = "0b9c5a52-5c0c-4f6e-9d52-6a9a7e0c1d{:02}"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_only_its_own_two_names_are_answered(visitor: Visitor) -> None:
    port = visitor.origin.rpartition(":")[2]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        assert (await visitor.get(Host=host)).status == 200
    for host in (f"evil.test:{port}", "127.0.0.1", f"127.0.0.1.:{port}", f"[::1]:{port}", "x"):
        refused = await visitor.get(Host=host)
        assert (refused.status, await refused.text()) == (421, "Misdirected Request")


async def test_a_rebinding_name_opens_no_socket(guest: Visitor) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await guest.socket(origin="http://rebind.test", Host="rebind.test")
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"]
)
async def test_a_proxied_request_finds_nothing(guest: Visitor, header: str) -> None:
    assert (await guest.get(**{header: "for=10.0.0.1"})).status == 404
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await guest.socket(**{header: "for=10.0.0.1"})
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.test", "http://127.0.0.1:1", "http://localhost", ""]
)
async def test_a_foreign_origin_can_neither_sign_in_nor_open_a_socket(
    visitor: Visitor, origin: str | None
) -> None:
    assert (await visitor.sign_in(origin=origin, token=visitor.token)).status == 403
    assert (await visitor.sign_in(token=visitor.token)).status == 200  # it was not used up
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await visitor.socket(origin=origin)
    assert refused.value.status == 403


async def test_the_other_own_name_is_a_foreign_origin(visitor: Visitor) -> None:
    other = visitor.origin.replace("127.0.0.1", "localhost")
    assert (await visitor.sign_in(origin=other, token=visitor.token)).status == 403


async def test_the_token_works_once(visitor: Visitor) -> None:
    assert (await visitor.sign_in(token=visitor.token)).status == 200
    again = await visitor.sign_in(token=visitor.token)
    assert again.status == 403
    assert (await again.json())["text"].startswith("This address was used already.")
    wrong = await visitor.sign_in(token="guess")
    assert wrong.status == 403
    assert (await wrong.json())["text"].startswith("This address is not valid any more.")


async def test_opening_the_address_uses_nothing_up(visitor: Visitor) -> None:
    for _ in range(3):
        opened = await visitor.get(f"?token={visitor.token}")
        assert opened.status == 200
        assert "Set-Cookie" not in opened.headers
    assert (await visitor.sign_in(token=visitor.token)).status == 200


async def test_the_cookie_is_strict_and_out_of_reach_of_scripts(visitor: Visitor) -> None:
    cookie = (await visitor.sign_in(token=visitor.token)).headers["Set-Cookie"]
    name, *flags = [part.strip() for part in cookie.split(";")]
    assert name.startswith(f"webchat_{visitor.origin.rpartition(':')[2]}=")
    assert sorted(flags) == ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=strict"]


async def test_every_answer_carries_the_same_guards(visitor: Visitor) -> None:
    answers = [await visitor.get(path) for path in ("", "static/app.js", "session", "nothing")]
    answers.append(await visitor.sign_in(token="wrong"))
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        host = visitor.origin.removeprefix("http://")
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert f"connect-src 'self' ws://{host};" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Server" not in answer.headers


async def test_no_get_changes_anything(guest: Visitor) -> None:
    for path in ("", "session", "static/app.css", "static/..%2Fserver.py", "socket", "session/"):
        await guest.get(path)
        await guest.get(f"{path}?verb=enroll&text=next&to=day")
    assert guest.plan.inbound == []
    assert guest.plan.clock.now() == START


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"token": 1}', b"[" * 4000, b"x" * 9000])
async def test_a_malformed_sign_in_is_refused(visitor: Visitor, body: bytes) -> None:
    headers = {"Origin": visitor.origin, "Content-Type": "application/json"}
    answer = await visitor.post(data=body, headers=headers)
    assert answer.status == 400


async def test_a_form_cannot_sign_in(visitor: Visitor) -> None:
    headers = {"Origin": visitor.origin}
    form = {"token": visitor.token}
    answer = await visitor.post(data=form, headers=headers)
    assert answer.status == 400


@pytest.mark.parametrize("cookie", ["", "x", "9999999999.00", "9" * 5000, "\u0661\u0662.00"])
async def test_without_a_genuine_cookie_the_socket_closes_unheard(
    visitor: Visitor, cookie: str
) -> None:
    port = visitor.origin.rpartition(":")[2]
    opened = await visitor.socket(Cookie=f"webchat_{port}={cookie}")
    await opened.send(type="say", id=ID.format(1), text="enroll")
    message = await opened.ws.receive(timeout=5)
    assert (message.type, opened.ws.close_code) == (aiohttp.WSMsgType.CLOSE, 4401)
    assert visitor.plan.inbound == []


async def test_a_password_is_asked_for_where_one_is_set(servers: Servers) -> None:
    async with servers.running(password="a long sentence") as (server, plan), browser() as session:
        visitor = Visitor(server, plan, session)
        assert visitor.token == ""
        answer = await (await visitor.get("session")).json()
        assert answer == {"signed_in": False, "asks": "password"}
        statuses = [(await visitor.sign_in(password="guess")).status for _ in range(6)]
        assert statuses == [403] * 5 + [429]
        assert (await visitor.sign_in(password="a long sentence")).status == 429
        plan.clock.seconds += 61
        assert (await visitor.sign_in(password="a long sentence")).status == 200
        assert await _signed_in(visitor)


async def test_a_browser_stays_signed_in_over_a_restart_until_its_time_is_up(
    servers: Servers,
) -> None:
    async with browser() as session:
        async with servers.running() as (server, plan):
            visitor = Visitor(server, plan, session)
            port = int(visitor.origin.rpartition(":")[2])
            await visitor.sign_in(token=visitor.token)
        await servers.stopped()
        async with servers.running(port=port) as (server, plan):
            visitor = Visitor(server, plan, session)
            assert await _signed_in(visitor)
            plan.clock.seconds += 31 * 86_400
            assert not await _signed_in(visitor)
        await servers.stopped()
        async with servers.running(port=port, password="new") as (server, plan):
            assert not await _signed_in(Visitor(server, plan, session))


async def _signed_in(visitor: Visitor) -> bool:
    answer = await (await visitor.get("session")).json()
    return bool(answer["signed_in"])


async def test_a_taken_port_is_named(servers: Servers) -> None:
    async with servers.running() as (server, _):
        port = int(server.address.partition("/?")[0].rpartition(":")[2])
        other = WebChatServer(toy_parts()[0], session_key=KEY, port=port)
        with pytest.raises(PortTaken, match=f"port {port} is taken; set WEBCHAT_PORT"):
            other.bind()


async def test_an_answer_of_several_frames_does_not_wait_for_the_page() -> None:
    parts, _ = toy_parts()
    server = WebChatServer(parts, session_key=KEY)
    server.bind()
    assert server._listening is not None
    assert server._listening.proto == socket.IPPROTO_TCP, "asyncio sends at once on such alone"
    server._listening.close()


async def test_beyond_this_computer_only_with_a_password() -> None:
    parts, _ = toy_parts()
    with pytest.raises(Fault, match="WEBCHAT_PASSWORD"):
        WebChatServer(parts, session_key=KEY, host="0.0.0.0")  # noqa: S104 - that is the point
    WebChatServer(parts, session_key=KEY, host="0.0.0.0", password="p")  # noqa: S104


async def exported(guest: Visitor) -> dict[str, str]:
    """A file that came with an answer, as the page is told of it."""
    page = await guest.socket()
    await page.send(type="say", id=ID.format(7), text="export")
    while True:
        message = (await page.until("message"))["message"]
        if not message["author"]:
            return dict(message["card"]["files"][0])


async def test_a_file_is_fetched_by_a_name_nobody_can_guess_until_its_time_is_up(
    guest: Visitor,
) -> None:
    file = await exported(guest)
    assert file["name"] == "study-data.json"
    assert re.fullmatch(r"/files/[\w-]{32}", file["url"])
    path = file["url"].removeprefix("/")
    for _ in range(2):
        fetched = await guest.get(path)
        assert (fetched.status, await fetched.text()) == (200, "{}")
        assert fetched.headers["Cache-Control"] == "no-store"
        assert fetched.headers["Content-Disposition"] == 'attachment; filename="study-data.json"'
    assert (await guest.get(path[:-1] + ("a" if path[-1] != "a" else "b"))).status == 404
    assert (await guest.get(path, **{"X-Forwarded-For": "10.0.0.1"})).status == 404
    guest.plan.clock.seconds += 600
    gone = await guest.get(path)
    assert gone.status == 404
    assert "data export" in await gone.text()


async def test_a_file_is_for_a_signed_in_browser_only(guest: Visitor) -> None:
    file = await exported(guest)
    async with browser() as stranger, stranger.get(guest.origin + file["url"]) as refused:
        assert (refused.status, await refused.read()) == (404, b"")


async def test_after_an_erasure_pages_and_files_are_empty(guest: Visitor) -> None:
    file = await exported(guest)
    page = await guest.socket()
    await page.send(type="say", id=ID.format(8), text="forget")
    await page.until("reset")
    assert "forget" in str((await page.until("message"))["message"]["card"])
    assert (await guest.get(file["url"].removeprefix("/"))).status == 404
