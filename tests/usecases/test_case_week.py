"""`casestudy weekly` on a real database: what comes, when, and how it ends."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.authority import Standing
from bot.domain.schedule import local
from tests.fakes.channel import Channel, Heard
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Paris
WEEK = timedelta(weeks=1)


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[Talk]:
    """The same on each kind of database."""
    async with talk_on(database_url) as made:
        yield made


def cases(heard: list[Heard]) -> list[Heard]:
    return [each for each in heard if "Case study of the week" in each.text]


def titles(heard: list[Heard]) -> list[str]:
    return [said(each.message.card.title) for each in cases(heard)]


async def test_one_comes_each_week_never_the_same_and_ends_kindly(either: Talk) -> None:
    ada = Channel(either)
    answer = await ada.say("ada", "casestudy weekly", private=True)
    assert "Day and time: Tuesdays at 10:00 (Europe/Paris time)" in answer
    assert "Next: Tue 24 Nov, 10:00" in answer
    heard = cases(await ada.until(MONDAY + 8 * WEEK))
    assert len(heard) == 4
    assert len(set(titles(heard))) == 4
    assert {f"{local(each.at, 'Europe/Paris'):%a %H:%M}" for each in heard} == {"Tue 10:00"}
    assert "This was the last one that is new to you." in heard[-1].text
    assert all("last one" not in each.text for each in heard[:-1])
    assert "casestudy weekly" in await ada.say("ada", "casestudy weekly stop", private=True)


async def test_a_topic_or_company_comes_first_to_last_and_nothing_else(talk: Talk) -> None:
    ada = Channel(talk)
    await ada.say("ada", "casestudy weekly about fraud friday 9am", private=True)
    heard = cases(await ada.until(MONDAY + 3 * WEEK))
    assert titles(heard) == ["«From shallow to deep learning in fraud»"]
    assert f"{local(heard[0].at, 'Europe/Paris'):%a %H:%M}" == "Fri 09:00"
    assert "last one" in heard[0].text


async def test_what_was_read_on_a_plan_does_not_come(either: Talk) -> None:
    ada = Channel(either)
    await ada.say("ada", "enroll case studies", private=True)
    await ada.tick()
    await ada.say("ada", "done", private=True)
    await ada.say("ada", "pause", private=True)
    await ada.say("ada", "casestudy weekly", private=True)
    heard = cases(await ada.until(MONDAY + 5 * WEEK))
    assert len(heard) == 3
    assert not any("Netflix" in title for title in titles(heard))


async def test_none_of_those_before_a_stop_comes_again_after_it(either: Talk) -> None:
    ada = Channel(either)
    await ada.say("ada", "casestudy weekly", private=True)
    before = cases(await ada.until(MONDAY + WEEK))
    reply = await ada.press("ada", "Stop these", before[0])
    assert reply.card is not None
    assert "No more case studies of the week" in plain(reply.card)
    assert cases(await ada.until(MONDAY + 3 * WEEK)) == []
    await ada.say("ada", "casestudy weekly", private=True)
    after = cases(await ada.until(MONDAY + 9 * WEEK))
    assert len({*titles(before), *titles(after)}) == len(before) + len(after) == 4


async def test_pause_resume_and_another_day(talk: Talk) -> None:
    ada = Channel(talk)
    await ada.say("ada", "casestudy weekly", private=True)
    assert "Paused" in await ada.say("ada", "casestudy weekly pause", private=True)
    assert await ada.until(MONDAY + 2 * WEEK) == []
    assert "Next: Tue 8 Dec, 10:00" in await ada.say("ada", "casestudy weekly resume", private=True)
    changed = await ada.say("ada", "casestudy weekly thursday 18:00", private=True)
    assert "Thursdays at 18:00" in changed
    heard = cases(await ada.until(MONDAY + 3 * WEEK))
    assert [f"{local(each.at, 'Europe/Paris'):%a %H:%M}" for each in heard] == ["Thu 18:00"]


async def test_it_waits_for_quiet_hours_and_for_somebody_who_is_away(talk: Talk) -> None:
    ada = Channel(talk)
    await ada.say("ada", "casestudy weekly", private=True)
    await ada.say("ada", "quiet 09:00-11:30", private=True)
    heard = cases(await ada.until(MONDAY + 2 * timedelta(days=1)))
    assert [f"{local(each.at, 'Europe/Paris'):%a %H:%M}" for each in heard] == ["Tue 11:30"]
    await ada.say("ada", "away until 2026-12-09", private=True)
    assert cases(await ada.until(MONDAY + 2 * WEEK)) == []
    assert len(cases(await ada.until(MONDAY + 3 * WEEK))) == 1


async def test_a_channel_hears_of_one_while_who_began_it_is_away(talk: Talk) -> None:
    channel = Channel(talk)
    await channel.say("ada", "away until 2027-03-01", private=True)
    await channel.say("ada", "casestudy weekly")
    assert len(cases(await channel.until(MONDAY + 2 * WEEK))) == 2


async def test_what_nobody_wrote_about_changes_nothing(talk: Talk) -> None:
    ada = Channel(talk)
    assert "No case study for" in await ada.say("ada", "casestudy weekly zzzz", private=True)
    assert "No case study of the week comes here" in await ada.say(
        "ada", "casestudy weekly stop", private=True
    )
    assert "name one day" in await ada.say("ada", "casestudy weekly mon,thu 9am", private=True)


async def test_a_plan_beside_it_stays_the_one_that_commands_mean(talk: Talk) -> None:
    ada = Channel(talk)
    await ada.say("ada", "enroll core", private=True)
    await ada.say("ada", "casestudy weekly", private=True)
    heard = await ada.until(MONDAY + WEEK)
    assert len(cases(heard)) == 1
    assert "«MLOps core»" in await ada.say("ada", "progress", private=True)


async def test_in_a_channel_whoever_began_it_or_manages_the_channel_changes_it(talk: Talk) -> None:
    channel = Channel(talk)
    await channel.say("ada", "casestudy weekly")
    refused = await channel.say("bob", "casestudy weekly stop")
    assert "Ada" in refused
    (heard,) = cases(await channel.until(MONDAY + WEEK))
    assert heard.place == "#study"
    assert "Ada" in plain_of(await channel.press("bob", "Stop these", heard))
    assert "No more" in plain_of(await channel.press("bob", "Stop these", heard, admin=True))


async def test_an_outsider_begins_nothing(talk: Talk) -> None:
    talk.origin = replace(Channel(talk).origin("eve"), standing=Standing.OUTSIDER)
    assert "members decide" in await talk.say("casestudy weekly")


async def test_without_a_plan_the_plain_words_mean_it(talk: Talk) -> None:
    ada = Channel(talk)
    await ada.say("ada", "casestudy weekly", private=True)
    assert "A case study a week" in await ada.say("ada", "progress", private=True)
    assert "Paused" in await ada.say("ada", "pause", private=True)
    assert "Next: Tue 24 Nov, 10:00" in await ada.say("ada", "resume", private=True)


async def test_it_keeps_its_local_time_in_another_zone(talk: Talk) -> None:
    ada = Channel(talk)
    await ada.say("ada", "casestudy weekly", private=True)
    await ada.say("ada", "timezone Tokyo", private=True)
    heard = cases(await ada.until(MONDAY + 2 * timedelta(days=1)))
    assert [f"{local(each.at, 'Asia/Tokyo'):%a %H:%M}" for each in heard] == ["Tue 10:00"]


def plain_of(reply: object) -> str:
    card = getattr(reply, "card", None)
    assert card is not None
    return plain(card)


async def test_who_may_begin_nothing_any_more_still_decides_on_what_they_began(talk: Talk) -> None:
    channel = Channel(talk)
    await channel.say("ada", "casestudy weekly fraud")
    await channel.reply("zed", "settings workspace who admins", admin=True)
    assert "Next: Tue 24 Nov" in await channel.say("bob", "casestudy weekly")
    assert "decides" in await channel.say("bob", "casestudy weekly stop")
    assert "No more case studies" in await channel.say("ada", "casestudy weekly stop")
    assert "Only admins can start" in await channel.say("ada", "casestudy weekly fraud")
