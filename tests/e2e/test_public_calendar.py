"""Calendar feeds over the real public listener: a file with its version, or the one refusal."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import aiohttp
import pytest

from bot.usecases.feed import FeedReader
from bot.web.feeds import FeedPages
from bot.web.ics import IcsWriter
from tests.fakes.public_listener import listening
from tests.fakes.talk import Talk, talk_on

GUESS = "A" * 43


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Visit:
    talk: Talk
    address: str
    path: str

    async def fetch(self, path: str = "", *, method: str = "GET", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.address + (path or self.path), headers=named) as answer,
        ):
            kept = {k.lower(): v for k, v in answer.headers.items() if k.lower() != "date"}
            return Answer(answer.status, kept, await answer.read())


@pytest.fixture
async def visit(sqlite_url: str) -> AsyncIterator[Visit]:
    async with talk_on(sqlite_url, public_url="https://study.example.org") as talk:
        await talk.say("enroll case studies")
        found = re.search(r"(/calendar/\S{43}\.ics)", await talk.say("settings calendar"))
        assert found is not None
        reader = FeedReader(
            talk.store.feeds, studies=talk.studies, writer=IcsWriter(), clock=talk.clock
        )
        async with listening(FeedPages(reader).routes()) as address:
            yield Visit(talk, address, found[1])


async def test_a_feed_is_a_file_that_is_sent_again_only_when_it_changed(visit: Visit) -> None:
    first = await visit.fetch()
    assert first.status == 200
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["referrer-policy"] == "no-referrer"
    same = await visit.fetch(If_None_Match=f'"other", W/{first.headers["etag"]}')
    assert (same.status, same.body) == (304, b"")
    head = await visit.fetch(method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]
    await visit.talk.say("pace fri 17:00")
    moved = await visit.fetch(If_None_Match=first.headers["etag"])
    assert moved.status == 200
    assert moved.headers["etag"] != first.headers["etag"]


async def test_every_failure_is_the_same_refusal(visit: Visit) -> None:
    wrong = [
        await visit.fetch(f"/calendar/{GUESS}.ics"),
        await visit.fetch("/calendar/short.ics"),
        await visit.fetch(f"/calendar/{GUESS}"),
        await visit.fetch("/calendar/..%2f..%2fetc%2fpasswd.ics"),
        await visit.fetch(f"/calendar/{GUESS}%00.ics"),
        await visit.fetch("/nothing"),
        await visit.fetch(method="POST"),
        await visit.fetch(method="DELETE"),
    ]
    await visit.talk.say("calendar off")
    wrong.append(await visit.fetch())
    assert wrong[0].status == 404
    assert wrong[0].headers["cache-control"] == "no-store"
    assert wrong[0].headers["referrer-policy"] == "no-referrer"
    assert all(each == wrong[0] for each in wrong)


async def test_where_the_database_fails_the_answer_is_the_same_and_no_line_tells_the_address(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = await visit.fetch(f"/calendar/{GUESS}.ics")
    await visit.talk.store.database.write(
        lambda c: c.exec_driver_sql("ALTER TABLE feeds RENAME TO lost")
    )
    assert await visit.fetch() == usual
    told = capsys.readouterr()
    secret = visit.path.removeprefix("/calendar/").removesuffix(".ics")
    assert "feed_failed" in told.out + told.err
    assert secret not in told.out + told.err
