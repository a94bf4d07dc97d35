"""`data`: what is kept is told, handed out and erased, for the person alone."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.card import Press
from bot.domain.conversation import Reply
from bot.domain.limits import Limit
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        await made.say("enroll case studies")
        await made.say("note =HYPERLINK(1)")
        await made.say("rate 4")
        await made.say("done")
        yield made


def title(reply: Reply) -> str:
    assert reply.card is not None
    return said(reply.card.title)


async def test_an_export_is_exact_as_json_and_harmless_as_csv(talk: Talk) -> None:
    exact, table = (await talk.reply("data export")).files
    assert (exact.name, table.name) == ("study-data-2026-11-23.json", "study-data-2026-11-23.csv")
    kept = json.loads(exact.content)["kept"]
    assert [note["body"] for note in kept["notes"]] == ["=HYPERLINK(1)"]
    assert kept["people"][0]["external_id"] == "ada"
    assert kept["progress"][0]["done_at"] == "2026-11-23T08:00:00.000000Z"
    assert {"enrollments", "handled", "deliveries", "ratings", "schedules"} <= set(kept)
    assert not {"token", "lane_id", "person_id"} & set(kept["deliveries"][0])
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0] == ["what", "plan or guide", "reading", "title", "when", "value"]
    assert [row[0] for row in rows[1:]] == ["plan", "done", "rating", "note"]
    assert rows[-1][-1] == "'=HYPERLINK(1)"
    assert rows[-1][3] == "Using Machine Learning to Improve Streaming Quality at Netflix"


@pytest.mark.parametrize("text", ["data", "data export", "data forget", "forget me", "export"])
async def test_it_is_told_in_a_direct_message_only(talk: Talk, text: str) -> None:
    talk.origin = replace(talk.origin, place="#study", is_dm=False)
    reply = await talk.reply(text)
    assert title(reply) == "That is for you alone"
    assert reply.files == ()


async def test_forgetting_asks_first_and_the_press_erases(talk: Talk) -> None:
    asked = await talk.reply("forget me")
    assert asked.card is not None
    assert "Notes: 1" in plain(asked.card)
    assert not asked.erased
    press = asked.card.buttons[0].press
    reply = await talk.reply(press=press)
    assert reply.erased
    assert title(reply) == "Everything about you here is erased"
    assert await talk.title("note") == "No notes yet"
    assert await talk.title("progress") == "You are not on a plan here yet"
    assert title(await talk.reply(press=press)) == "That is not the word, or it is too old"


async def test_what_waited_is_not_sent_after_an_erasure(talk: Talk) -> None:
    await talk.say("next")
    asked = await talk.reply("data forget")
    assert asked.card is not None
    word = asked.card.buttons[0].press.arg
    assert title(await talk.reply(f"Data Forget {word.upper()}!")).endswith("erased")
    await talk.drainer.drain()
    talk.clock.advance(timedelta(days=30))
    assert await talk.planner.plan_due() == 0
    await talk.drainer.drain()
    assert talk.platform.messages == []


@pytest.mark.parametrize("said_text", ["data forget yes", "data forget", "forget zzzzzz"])
async def test_no_guess_erases(talk: Talk, said_text: str) -> None:
    await talk.reply("data forget")
    assert not (await talk.reply(said_text)).erased
    assert "«=HYPERLINK(1)»" in await talk.say("note")


async def test_another_persons_word_erases_nothing(talk: Talk) -> None:
    asked = await talk.reply("data forget")
    assert asked.card is not None
    mine = talk.origin
    talk.origin = replace(mine, person="bob", place="dm-bob")
    assert not (await talk.reply(press=asked.card.buttons[0].press)).erased
    talk.origin = mine
    assert "«=HYPERLINK(1)»" in await talk.say("note")


async def test_a_word_lasts_ten_minutes(talk: Talk) -> None:
    asked = await talk.reply("data forget")
    assert asked.card is not None
    talk.clock.advance(timedelta(minutes=10))
    assert not (await talk.reply(press=asked.card.buttons[0].press)).erased


async def test_a_slip_below_data_is_answered_with_the_nearest(talk: Talk) -> None:
    assert "Did you mean `data forget`?" in await talk.say("data forgte me")
    assert "Did you mean `data`?" in await talk.say("data qwx")


async def test_plans_of_a_person_a_channel_and_a_workspace_have_limits(database_url: str) -> None:
    async with talk_on(database_url) as talk:
        await talk.say("help")
        where = ("recording", "team")
        for limit in (Limit.PLANS_A_PERSON, Limit.PLANS_A_CHANNEL):
            assert await talk.store.limits.set(where, limit, value=1)
        await talk.say("enroll case studies")
        assert "You are on 1 plan already" in await talk.say("enroll core")
        assert "You are on «Case studies» already" in await talk.say("enroll case studies")
        assert len(await talk.views()) == 1
        talk.origin = replace(talk.origin, place="#study", person="bob", is_dm=False)
        await talk.say("enroll case studies")
        talk.origin = replace(talk.origin, person="cy")
        assert "This channel follows 1 plan already" in await talk.say("enroll core")
        await talk.store.limits.set(where, Limit.PLANS_A_CHANNEL, value=None)
        await talk.store.limits.set(where, Limit.PLANS_A_WORKSPACE, value=2)
        assert "This workspace has 2 plans already" in await talk.say("enroll core")


async def test_two_plans_at_once_do_not_pass_the_limit(database_url: str) -> None:
    async with talk_on(database_url) as talk:
        await talk.say("help")
        await talk.store.limits.set(("recording", "team"), Limit.PLANS_A_PERSON, value=1)
        plans = ("case studies", "core", "whole path")
        replies = await asyncio.gather(*(talk.reply(f"enroll {plan}") for plan in plans))
        assert len(await talk.views()) == 1
        assert sum("You are on 1 plan already" in title(reply) for reply in replies) == 2


async def test_about_says_which_guide_and_that_nobody_of_it_stands_behind(talk: Talk) -> None:
    for text in ("about", "help about", "credits", "Version?"):
        assert "Licence: MIT" in await talk.say(text)
    assert (await talk.reply(press=Press("about"))).card
