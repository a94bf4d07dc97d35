"""Links are checked politely, and nothing but the public internet is ever asked."""

import asyncio
import re
import socket
from collections.abc import Mapping
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.link_check import AT_ONCE_PER_HOST, USER_AGENT, LinkCheck, Reach, RefusedAddress
from bot.library.link_verdicts import Checked, Verdict
from bot.library.public_addresses import may_be_asked
from tests.fakes.web_sites import Answer, Names, Sites, page, sites

PRIVATE = "10.1.2.3"
NAMES: Mapping[str, list[str]] = {
    "inside.example": [PRIVATE],
    "mixed.example": [f"93.184.215.14 {PRIVATE}"],
    "metadata.example": ["169.254.169.254"],
    "azure.example": ["168.63.129.16"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "localhost": ["127.0.0.1"],
    "gone.example": [],
}
FORMS = re.split(
    r"\s+",
    """http://127.0.0.1/ http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f000001/
http://0x7f.0.0.1/ http://0177.0.0.1/ http://017700000001/ http://00000177.0.0.1/
http://127.0.0.1./ http://127.0.0.01/ http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::127.0.0.1]/ http://[2002:7f00:1::]/
http://[64:ff9b::127.0.0.1]/ http://[64:ff9b:1::a00:1]/ http://[2001:0:7f00:1::]/
http://[fe80::1%25eth0]/ http://[fe80::1]/ http://[fd00:ec2::254]/ http://[ff02::1]/
http://[::ffff:0:127.0.0.1]/ http://0/ http://0.0.0.0/ http://10.0.0.1/ http://172.16.9.9/
http://192.168.0.1/ http://100.64.0.1/ http://100.100.100.200/ http://169.254.169.254/
http://192.0.0.192/ http://168.63.129.16/ http://224.0.0.1/ http://255.255.255.255/
http://198.18.0.1/ http://240.0.0.1/ http://localhost/ http://LOCALHOST./ http://inside.example/
http://inside.example./ http://mixed.example/ http://metadata.example/ http://azure.example/
http://six.example/ http://mapped.example/ http://nat64.example/
http://public.example@127.0.0.1/ http://127.0.0.1@public.example/ http://public.example:22/
http://127.0.0.1:80\\@public.example/ http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/
http://①②⑦.⓪.⓪.①/ http://ⓛocalhost/
http://127。0。0。1/ http://127.0.0.1%2f.public.example/ http://127.0.0.1%00.public.example/
ftp://public.example/ file:///etc/passwd gopher://127.0.0.1:80/_ http:/// http://[::1 http://%/
http://to-private.example/ http://to-decimal.example/ http://to-file.example/
http://to-name.example/ http://to-port.example/ http://to-user.example/ http://rebinds.example/hop
""".strip(),
)
ELSEWHERE: Mapping[str, Answer] = {
    "to-private.example/": page("302 Found", Location="http://169.254.169.254/latest/meta-data/"),
    "to-decimal.example/": page("301 Moved", Location="//2130706433/"),
    "to-file.example/": page("301 Moved", Location="file:///etc/passwd"),
    "to-name.example/": page("307 Moved", Location="https://inside.example/"),
    "to-port.example/": page("302 Found", Location="http://public.example:6379/"),
    "to-user.example/": page("302 Found", Location="http://a:b@127.0.0.1/"),
    "rebinds.example/hop": page("302 Found", Location="/secret"),
    "public.example/": page(),
}


async def verdicts(
    served: Sites, *urls: str, names: Names | None = None, reach: Reach | None = None
) -> dict[str, Checked]:
    check = LinkCheck(reach or Reach(), names or Names(NAMES), served.sockets)
    return {each.url: each for each in await check.check(urls)}


async def verdict(answers: Mapping[str, Answer], url: str) -> Checked:
    async with sites(answers) as served:
        return (await verdicts(served, url))[url]


async def test_no_form_of_an_address_reaches_anything_but_the_public_internet() -> None:
    names = Names({**NAMES, "rebinds.example": ["93.184.215.14", "127.0.0.1"]})
    async with sites(ELSEWHERE) as served:
        found = await verdicts(served, *FORMS, names=names)
    assert len(FORMS) >= 40
    assert [each for each in served.dialled if not ip_address(each).is_global] == []
    assert {"meta-data", "secret", "passwd"} & set(" ".join(served.asked).split("/")) == set()
    open_ones = [url for url, each in found.items() if each.verdict is not Verdict.REFUSED]
    assert open_ones == []


async def test_the_same_forms_would_reach_loopback_where_that_is_allowed() -> None:
    """The proof that the test above can fail: only the rule keeps these dials away."""
    async with sites({"localhost/": page(), "127.0.0.1/": page(), "inside.example/": page()}) as s:
        found = await verdicts(
            s,
            "http://127.0.0.1/",
            "http://localhost/",
            "http://inside.example/",
            reach=Reach(private=True),
        )
    assert sorted(s.dialled) == [PRIVATE, "127.0.0.1", "127.0.0.1"]
    assert {each.verdict for each in found.values()} == {Verdict.OK}


async def test_a_name_is_looked_up_once_for_the_address_that_is_dialled() -> None:
    """A resolver that answers differently the second time changes nothing."""
    names = Names({"rebinds.example": ["93.184.215.14", "127.0.0.1"]})
    async with sites({"rebinds.example/": page()}) as served:
        found = await verdicts(served, "http://rebinds.example/", names=names)
    assert served.dialled == ["93.184.215.14"]
    assert found["http://rebinds.example/"].verdict is Verdict.OK


@pytest.mark.parametrize("address", ["127.0.0.1", "2130706433", "::1", "fe80::1%lo", "a.example"])
def test_a_socket_is_refused_whatever_way_its_address_came(address: str) -> None:
    """The second fence, should the resolver ever be passed by."""
    info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80))
    with pytest.raises(RefusedAddress):
        LinkCheck()._socket(info)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "100.100.100.200",
        "fd00:ec2::254",
        "224.0.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "fe80::1",
        "::ffff:127.0.0.1",
        "127.1",
        "",
    ],
)
def test_metadata_and_what_no_intranet_links_to_stay_refused_with_the_flag(address: str) -> None:
    assert not may_be_asked(address, private=True)


@given(st.ip_addresses())
def test_no_address_that_python_knows_as_special_may_be_asked(address: object) -> None:
    ip = ip_address(str(address))
    special = ip.is_private or ip.is_multicast or ip.is_reserved or ip.is_link_local
    assert not (special and may_be_asked(str(ip)))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::6810:84e5"])
def test_public_addresses_may_be_asked(address: str) -> None:
    assert may_be_asked(address)


async def test_what_became_of_each_link_is_told() -> None:
    answers: dict[str, Answer] = {
        "a.example/ok": page(),
        "a.example/gone": page("404 Not Found"),
        "a.example/gone-for-good": page("410 Gone"),
        "a.example/robots": page("403 Forbidden"),
        "a.example/busy": page("429 Too Many Requests"),
        "a.example/broken": page("503 Service Unavailable"),
        "a.example/old": page("301 Moved", Location="/new"),
        "a.example/new": page(),
        "a.example/login": page("302 Found", Location="/ok"),
        "a.example/circle": page("302 Found", Location="/circle"),
        "HEAD a.example/no-head": page("405 No"),
        "GET a.example/no-head": page(),
    }
    names = [key.rpartition("/")[2] for key in answers if "circle" not in key]
    urls = [f"http://a.example/{name}" for name in (*names, "circle") if name]
    async with sites(answers) as served:
        found = await verdicts(served, *urls, "http://gone.example/x#part")
    told = {url.rpartition("/")[2]: (each.verdict, each.moved_to) for url, each in found.items()}
    assert told == {
        "ok": (Verdict.OK, ""),
        "gone": (Verdict.GONE, ""),
        "gone-for-good": (Verdict.GONE, ""),
        "robots": (Verdict.CANNOT_TELL, ""),
        "busy": (Verdict.CANNOT_TELL, ""),
        "broken": (Verdict.NO_ANSWER, ""),
        "old": (Verdict.MOVED, "http://a.example/new"),
        "new": (Verdict.OK, ""),
        "login": (Verdict.OK, ""),
        "circle": (Verdict.NO_ANSWER, ""),
        "no-head": (Verdict.OK, ""),
        "x#part": (Verdict.GONE, ""),
    }
    assert "GET a.example/ok" not in served.asked


async def test_a_redirect_to_the_front_page_is_looked_at_twice() -> None:
    answers = {"a.example/x": page("301 Moved", Location="/"), "a.example/": page()}
    found = await verdict(answers, "http://a.example/x")
    assert (found.verdict, found.moved_to) == (Verdict.MOVED, "http://a.example/")
    assert "front page" in found.detail


async def test_five_hops_are_walked_and_a_sixth_is_not() -> None:
    hops = {f"a.example/{n}": page("302 Found", Location=f"/{n - 1}") for n in range(1, 7)}
    async with sites({**hops, "a.example/0": page()}) as served:
        found = await verdicts(served, "http://a.example/5", "http://a.example/6")
    assert [each.verdict for each in found.values()] == [Verdict.OK, Verdict.NO_ANSWER]
    assert found["http://a.example/6"].detail == "more than 5 redirects"


async def test_without_any_answer_no_name_is_called_gone() -> None:
    async with sites({}) as served:
        found = await verdicts(served, "http://gone.example/")
    assert found["http://gone.example/"].verdict is Verdict.NO_ANSWER


async def test_an_endless_body_is_not_read() -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 8192)
            await writer.drain()
            sent += 8192

    answers: dict[str, Answer] = {"HEAD a.example/": page("405 No"), "GET a.example/": endless}
    found = await verdict(answers, "http://a.example/")
    assert found.verdict is Verdict.OK
    assert sent < 8 * 2**20, "what fits into the buffers of both ends, and no more"


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n"])
async def test_a_site_that_does_not_finish_its_answer_is_given_up(said: bytes) -> None:
    async def slow(writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await writer.drain()
        await asyncio.Event().wait()

    async with sites({"a.example/": slow}) as served:
        found = await verdicts(served, "http://a.example/", reach=Reach(timeout_s=0.05))
    assert found["http://a.example/"].verdict is Verdict.TIMEOUT


async def test_a_flood_of_headers_is_no_answer() -> None:
    async def flood(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(5_000):
            writer.write(b"X-%d: 1\r\n" % number)
            await writer.drain()

    assert (await verdict({"a.example/": flood}, "http://a.example/")).verdict is Verdict.NO_ANSWER


async def test_it_says_who_asks_keeps_no_cookie_and_asks_each_link_once() -> None:
    set_cookie = page("302 Found", Location="/next", Set_Cookie="id=1")
    async with sites({"a.example/": set_cookie, "a.example/next": page()}) as served:
        await verdicts(served, "http://a.example/", "http://a.example/")
    assert served.asked == ["HEAD a.example/", "HEAD a.example/next"]
    assert all(USER_AGENT.encode() in request for request in served.requests)
    assert not any(b"cookie" in request.lower() for request in served.requests)


async def test_a_site_is_not_asked_for_more_than_a_few_links_at_once() -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0)
        writer.write(page())

    answers: dict[str, Answer] = {f"a.example/{n}": slowly for n in range(12)}
    async with sites(answers) as served:
        await verdicts(served, *(f"http://a.example/{n}" for n in range(12)))
    assert 1 <= served.most_at_once <= AT_ONCE_PER_HOST


async def test_the_pinned_address_is_spoken_to_under_its_own_name() -> None:
    """TLS asks for the name although an address is dialled."""
    heard = asyncio.get_running_loop().create_future()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set_result(await reader.read(4096))
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    async with server:
        served = Sites({}, port=server.sockets[0].getsockname()[1])
        await verdicts(served, "https://named.example/")
    assert b"named.example" in await heard
