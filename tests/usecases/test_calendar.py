"""`settings calendar`: an address for one person, their dates behind it, and nothing else."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from sqlalchemy import text

from bot.domain.card import Link
from bot.domain.conversation import Reply
from bot.domain.pace import Weekday
from bot.usecases.feed import FeedReader
from bot.web.ics import IcsWriter
from tests.fakes.grouped import Grouped
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on

PUBLIC = "https://study.example.org/bot/"
SECRET = re.compile(r"https://study\.example\.org/bot/calendar/([A-Za-z0-9_-]{43})\.ics")


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Talk]:
    async with talk_on(database_url, public_url=PUBLIC) as made:
        await made.say("enroll case studies")
        yield made


def reader(talk: Talk) -> FeedReader:
    return FeedReader(talk.store.feeds, studies=talk.studies, writer=IcsWriter(), clock=talk.clock)


def events(content: bytes | None) -> dict[str, Event]:
    assert content is not None
    found = IcsCalendarStream.calendar_from_ics(content.decode()).events
    return {each.uid: each for each in found}


async def made(talk: Talk, text: str = "settings calendar") -> str:
    found = SECRET.search(await talk.say(text))
    assert found is not None
    return found[1]


def title(reply: Reply) -> str:
    assert reply.card is not None
    return said(reply.card.title)


async def test_the_address_is_told_once_to_its_person_and_kept_as_a_hash(talk: Talk) -> None:
    talk.origin = replace(talk.origin, place="#study", is_dm=False)
    reply = await talk.reply("settings calendar")
    assert not reply.public
    secret = SECRET.search(plain(reply.card))[1]  # type: ignore[index, arg-type]
    again = await talk.say("settings calendar")
    assert "You have a calendar address already" in again
    assert not SECRET.search(again)
    kept = await talk.store.database.read(lambda c: c.execute(text("SELECT * FROM feeds")).one())
    assert secret not in str(kept)
    assert len(secret) == 43


async def test_a_reading_keeps_its_name_when_its_date_moves_and_when_it_has_been(
    talk: Talk,
) -> None:
    secret, feed = await made(talk), reader(talk)
    before = events(await feed.read(secret))
    assert len(before) == 4
    await talk.send()
    await talk.say("pace fri 17:00")
    after = events(await feed.read(secret))
    assert set(after) == set(before)
    first, *coming = sorted(str(each.dtstart) for each in after.values())
    assert first.startswith("2026-11-23 08:00")
    assert coming == [f"2026-{day} 16:00:00+00:00" for day in ("11-27", "12-04", "12-11")]
    assert max(each.sequence or 0 for each in after.values()) > 1


async def test_a_reading_put_off_stands_there_once_more(talk: Talk) -> None:
    secret = await made(talk)
    await talk.press("Later", await talk.send())
    names = [each.summary for each in events(await reader(talk).read(secret)).values()]
    assert sum(name.startswith("Again: ") for name in names if name) <= 1
    assert len(names) >= 4


async def test_while_a_plan_pauses_only_what_was_stands_there(talk: Talk) -> None:
    secret = await made(talk)
    await talk.send()
    await talk.say("pause")
    found = events(await reader(talk).read(secret))
    assert [each.dtstart for each in found.values()] == [talk.clock.now()]


async def test_a_new_address_ends_the_old_and_off_ends_both(talk: Talk) -> None:
    old, feed = await made(talk), reader(talk)
    new = await made(talk, "settings calendar new")
    assert await feed.read(old) is None
    assert await feed.read(new) is not None
    assert "has ended" in await talk.say("settings calendar off")
    assert await feed.read(new) is None
    assert "no calendar address to end" in await talk.say("calendar off")


async def test_of_two_wishes_at_once_one_address_works(talk: Talk) -> None:
    replies = await asyncio.gather(*(talk.reply("settings calendar new") for _ in range(4)))
    found = [SECRET.search(plain(each.card)) for each in replies if each.card]
    feed = reader(talk)
    working = [await feed.read(each[1]) for each in found if each]
    assert len(working) == 4
    assert sum(each is not None for each in working) == 1


async def test_five_addresses_a_person(talk: Talk) -> None:
    for number in range(5):
        talk.origin = replace(talk.origin, place=f"#c{number}", is_dm=False)
        assert await talk.title("settings calendar") == "Your calendar is ready"
    talk.origin = replace(talk.origin, place="#c5", is_dm=False)
    answer = await talk.say("settings calendar")
    assert "You have 5 calendars" in answer
    talk.origin = replace(talk.origin, place="#c4", is_dm=False)
    assert await talk.title("settings calendar new") == "Your calendar is ready"


async def test_a_channels_calendar_shows_its_plans_and_a_persons_those_of_their_groups_too(
    talk: Talk,
) -> None:
    mine = await made(talk)
    talk.origin = replace(talk.origin, place="#study", place_name="study", is_dm=False)
    await talk.say("enroll whole path mondays 9am")
    ours = await made(talk)
    talk.origin = replace(talk.origin, place="dm-bob", person="bob", place_name="", is_dm=True)
    await talk.say("enroll mlops core")
    bobs, feed = await made(talk), reader(talk)
    own, channel, others = [events(await feed.read(each)) for each in (mine, ours, bobs)]
    assert set(channel) < set(own)
    assert others
    assert not set(others) & set(own)
    assert b"X-WR-CALNAME:Readings in #study" in (await feed.read(ours) or b"")


async def test_a_groups_discussions_stand_in_its_calendar(talk: Talk) -> None:
    group = Grouped(talk, ["bob", "cy"])
    await group.start()
    await group.talks_on(Weekday.THU, "16:00")
    found = events(await reader(talk).read(await made(talk)))
    meetings = [each for each in found.values() if str(each.summary).startswith("Discussion: ")]
    assert [str(each.dtstart) for each in meetings][:2] == [
        "2026-11-26 15:00:00+00:00",
        "2026-12-03 15:00:00+00:00",
    ]
    assert {each.transparency for each in meetings} == {"OPAQUE"}


async def test_whoever_is_erased_has_no_feed(talk: Talk) -> None:
    secret = await made(talk)
    word = re.search(r"data forget (\w+)", await talk.say("forget me"))
    assert word is not None
    await talk.say(word[0])
    assert await reader(talk).read(secret) is None


async def test_a_feed_that_is_fetched_too_often_rests(talk: Talk) -> None:
    secret, other = await made(talk), replace(talk.origin, place="#study", is_dm=False)
    feed = FeedReader(
        talk.store.feeds,
        studies=talk.studies,
        writer=IcsWriter(),
        clock=talk.clock,
        most_an_hour=3,
    )
    got = [await feed.read(secret) for _ in range(4)]
    assert all(got[:-1])
    assert got[-1] is None
    talk.origin = other
    assert await feed.read(await made(talk)) is not None, "each feed for itself"
    talk.clock.advance(timedelta(hours=1))
    assert await feed.read(secret) is not None


@pytest.mark.parametrize("text", ["settings calendar maybe", "calendar 5"])
async def test_another_wish_is_answered_kindly_and_makes_nothing(talk: Talk, text: str) -> None:
    assert "settings calendar new" in await talk.say(text)
    assert await talk.title("calendar off") == "There is no calendar address to end here"


async def test_without_a_public_address_links_and_a_file_are_handed_out(sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        assert await talk.title("settings calendar") == "There are no dates for a calendar yet"
        await talk.say("enroll case studies")
        reply = await talk.reply("settings calendar")
        assert title(reply) == "Add your dates to a calendar"
        assert reply.card is not None
        google, outlook = reply.card.links
        assert isinstance(google, Link)
        assert "dates=20261124T090000Z%2F20261124T09" in google.url
        assert "startdt=2026-11-24T09%3A00%3A00Z" in outlook.url
        (file,) = reply.files
        assert (file.name, file.media_type) == ("readings.ics", "text/calendar")
        assert len(events(file.content)) == 4


async def test_where_the_bot_keeps_the_conversation_no_address_is_told(sqlite_url: str) -> None:
    async with talk_on(sqlite_url, public_url=PUBLIC) as talk:
        talk.origin = replace(talk.origin, platform="webchat")
        await talk.say("enroll case studies")
        assert await talk.title("settings calendar") == "Add your dates to a calendar"
