"""A group's board over the real public listener: who may open it, how long, and nothing else."""

import csv
import io
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest
from yarl import URL

from bot.pictures.painter import PillowPainter
from bot.usecases.board_page import STAYS
from bot.web.public_pages import public_pages
from tests.fakes.grouped import Grouped
from tests.fakes.public_listener import listening
from tests.fakes.talk import talk_on

LINK = re.compile(r"http://127\.0\.0\.1:1(/board/[A-Za-z0-9_-]{43})")
GUESS = "A" * 43
NAMES = ["ada", "=cmd|' /C calc'!A0", "cy", "dee", "<script>alert(1)</script>", "finn"]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str


@dataclass
class Lead:
    """A browser of somebody in the group."""

    group: Grouped
    address: str
    session: aiohttp.ClientSession

    async def link(self) -> str:
        """A fresh link, as the lead is told it."""
        found = LINK.search(await self.group.talk.say("group board"))
        assert found is not None
        return found[1]

    async def fetch(self, path: str = "/board", *, method: str = "GET") -> Answer:
        url = self.address + path
        async with self.session.request(method, url, allow_redirects=False) as answer:
            kept = {k.lower(): v for k, v in answer.headers.items() if k.lower() != "date"}
            return Answer(answer.status, kept, (await answer.read()).decode(errors="replace"))

    async def entered(self) -> Answer:
        return await self.fetch(await self.link(), method="POST")


@pytest.fixture
async def lead(database_url: str) -> AsyncIterator[Lead]:
    async with talk_on(database_url, public_url="http://127.0.0.1:1") as talk:
        group = Grouped(talk, NAMES)
        await group.start()
        for name in NAMES[:4]:
            await group.join(name, on_board=True)
            await group.done(name, "netflix-quality")
        await group.join(NAMES[4], on_board=True)
        pages = public_pages(
            talk.store,
            studies=talk.studies,
            clock=talk.clock,
            painter=PillowPainter(),
            public_url="http://127.0.0.1:1",
        )
        async with (
            listening(pages) as address,
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
        ):
            yield Lead(group, address, session)


async def test_looking_at_a_link_uses_nothing_up_and_its_button_opens_it_once(lead: Lead) -> None:
    link = await lead.link()
    for _ in range(3):
        door = await lead.fetch(link)
        assert door.status == 200
        assert "Open the board" in door.body
        assert "<script" not in door.body
    assert (await lead.fetch()).status == 404
    entered = await lead.fetch(link, method="POST")
    assert (entered.status, entered.headers["location"]) == (303, "/board")
    cookie = entered.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Max-Age=900", "Path=/"} <= set(cookie.split("; "))
    assert (await lead.fetch()).status == 200
    assert (await lead.fetch(link)).status == 404
    assert (await lead.fetch(link, method="POST")).status == 404


async def test_a_page_is_for_its_visitor_alone_and_kept_nowhere(lead: Lead) -> None:
    await lead.entered()
    board = await lead.fetch()
    for name, value in {
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }.items():
        assert board.headers[name] == value
    policy = board.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    lead.session.cookie_jar.clear()
    assert (await lead.fetch()).status == 404


async def test_every_failure_is_the_same_answer(lead: Lead) -> None:
    link = await lead.link()
    wrong = [
        await lead.fetch(f"/board/{GUESS}"),
        await lead.fetch(f"/board/{GUESS}", method="POST"),
        await lead.fetch("/board/short", method="POST"),
        await lead.fetch(link, method="DELETE"),
        await lead.fetch("/board"),
        await lead.fetch("/board", method="POST"),
        await lead.fetch("/board/members.csv"),
        await lead.fetch("/board/pace-light.png"),
        await lead.fetch("/board/other.png"),
        await lead.fetch("/nothing"),
    ]
    lead.session.cookie_jar.update_cookies({"board": GUESS}, URL(lead.address))
    wrong.append(await lead.fetch("/board"))
    assert wrong[0].status == 404
    assert all(each == wrong[0] for each in wrong)


async def test_a_visit_ends_after_a_quarter_of_an_hour_and_so_does_an_unused_link(
    lead: Lead,
) -> None:
    await lead.entered()
    waiting = await lead.link()
    lead.group.talk.clock.advance(STAYS - timedelta(seconds=1))
    assert (await lead.fetch()).status == 200
    lead.group.talk.clock.advance(timedelta(seconds=1))
    assert (await lead.fetch()).status == 404
    assert (await lead.fetch(waiting)).status == 404
    assert (await lead.fetch(waiting, method="POST")).status == 404


async def test_who_leads_no_more_sees_nothing_from_then_on(lead: Lead) -> None:
    await lead.entered()
    waiting = await lead.link()
    assert (await lead.fetch()).status == 200
    await lead.group.demote("ada")
    assert (await lead.fetch()).status == 404
    assert (await lead.fetch("/board/members.csv")).status == 404
    assert (await lead.fetch(waiting, method="POST")).status == 404
    assert not LINK.search(await lead.group.talk.say("group board"))


async def test_only_a_lead_is_given_a_link(lead: Lead) -> None:
    lead.group.talk.origin = lead.group.origin("finn")
    told = await lead.group.talk.say("group board")
    assert not LINK.search(told)
    assert "Using Machine Learning" in told


async def test_the_board_lists_those_who_said_yes_and_what_they_wrote_stays_letters(
    lead: Lead,
) -> None:
    await lead.entered()
    board = await lead.fetch()
    assert "&lt;Script&gt;" in board.body
    assert "<script" not in board.body.lower()
    assert "Finn" not in board.body
    assert "1 of 6 members did not say" in board.body
    assert "4 of 6 (67%)" in board.body


async def test_the_table_is_safe_for_spreadsheets(lead: Lead) -> None:
    await lead.entered()
    table = await lead.fetch("/board/members.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="members.csv"'
    rows = list(csv.reader(io.StringIO(table.body.removeprefix("\ufeff"))))
    assert rows[0][0] == "member"
    assert rows[1] == ["Ada", "read"]
    assert rows[2][0].startswith("'=")


async def test_another_tenants_group_is_not_there(lead: Lead) -> None:
    talk = lead.group.talk
    stranger = await talk.store.people.party(
        type(talk.origin)(platform="recording", workspace="x", place="#study", person="eve"),
        zone="UTC",
    )
    boards, number = talk.store.boards, lead.group.id
    assert await boards.facts(stranger, number, now=talk.clock.now()) is None


async def test_the_picture_is_there_for_both_themes(lead: Lead) -> None:
    await lead.entered()
    light, dark = [await lead.fetch(f"/board/pace-{theme}.png") for theme in ("light", "dark")]
    assert light.headers["content-type"] == "image/png"
    assert light.body != dark.body
