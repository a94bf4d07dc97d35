"""Threads under readings: opened once, whoever asks, and filled in order."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.card import Card, Press, words
from bot.domain.conversation import Inbound, Reply
from bot.domain.delivery import DeliveryKind, Outcome, Rejected, Scope, Sent, Throttled, Unknown
from bot.domain.enrollment import EnrollmentState
from bot.domain.threads import LEAD, OPEN, QUESTIONS, Threaded, line, line_of
from bot.ports import Claimed, Outgoing
from bot.usecases import failpoints
from bot.usecases.drain import Desk, Drainer
from bot.usecases.letters import Letters
from bot.usecases.recover import Recovery
from tests.fakes.curricula import QUESTIONS as ASKED
from tests.fakes.curricula import library, with_questions
from tests.fakes.plain import plain, said
from tests.fakes.recording import RecordingPlatform
from tests.fakes.talk import Talk, talk_on

HOUR = timedelta(hours=1)
IN_A_GROUP = ["Two questions to talk about", "Who opens the discussion?"]


class Crash(BaseException):
    """The process dies."""


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Talk]:
    async with talk_on(database_url, books=with_questions()) as made:
        yield made


async def in_channel(talk: Talk) -> Outgoing:
    """A group reads in a channel; its first reading, behind the card that invites."""
    talk.origin = replace(talk.origin, place="C1", is_dm=False, place_name="readers")
    await talk.reply("enroll case studies daily 9:00 start now")
    return await talk.send()


def in_thread(talk: Talk) -> list[Outgoing]:
    return [each for each in talk.platform.messages if each.to.thread]


def titles(sent: list[Outgoing]) -> list[str]:
    return [said(each.card.title) for each in sent]


def answer(reply: Reply) -> str:
    assert reply.card is not None
    return plain(reply.card)


async def everything(talk: Talk) -> None:
    """Send until nothing waits any more: the thread, its questions, who opens the discussion."""
    for _ in range(4):
        await talk.drainer.drain()
        talk.clock.advance(timedelta(seconds=2))


def refusing(reason: str = "50013 missing permissions") -> RecordingPlatform:
    platform = RecordingPlatform()

    async def refuse(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        refused = Rejected(reason=reason, scope=Scope.DESTINATION)
        return refused if message.to.thread else platform.accept(message)

    platform.on_send = refuse
    return platform


async def test_discuss_opens_the_thread_of_the_pressed_reading_with_its_questions(
    talk: Talk,
) -> None:
    reading = await in_channel(talk)
    reply = await talk.press("Discuss", reading)
    assert "A thread opens under" in answer(reply)
    assert reply.thread == "2"
    assert not reply.public
    assert talk.engine.wakes
    await everything(talk)
    opened, asked, led = in_thread(talk)
    assert (opened.opens, asked.opens, led.opens) == (True, False, False)
    assert said(opened.card.title) == said(reading.card.title)
    assert {opened.to.thread, asked.to.thread, led.to.thread} == {"2"}
    assert said(asked.card.title) == "Two questions to talk about"
    assert [said(each) for each in asked.card.points] == [f"«{each}»" for each in ASKED]
    assert said(led.card.title) == "Who opens the discussion?"


async def test_twenty_people_at_once_open_one_thread_with_its_questions_once(talk: Talk) -> None:
    reading = await in_channel(talk)

    async def press(number: int) -> str:
        """Press until it is heard: a busy moment asks to try again."""
        origin = replace(talk.origin, person=f"p{number}", person_name=f"P{number}")
        inbound = Inbound(event_id="", origin=origin, press=Press("discuss"), key=reading.key)
        thread = ""
        for attempt in range(20):
            event = f"at-once-{number}-{attempt}"
            thread = thread or (await talk.dispatch(replace(inbound, event_id=event))).thread
        return thread

    assert set(await asyncio.gather(*map(press, range(20)))) == {"2"}
    await everything(talk)
    assert titles(in_thread(talk))[1:] == IN_A_GROUP
    again = await talk.press("Discuss", reading)
    assert "It is being discussed" in answer(again)
    await everything(talk)
    assert len(in_thread(talk)) == 3


async def test_a_repeated_event_is_answered_and_opens_nothing_twice(talk: Talk) -> None:
    reading = await in_channel(talk)
    for _ in range(2):
        await talk.reply(press=Press("discuss"), key=reading.key, event="the same")
    await everything(talk)
    assert len(in_thread(talk)) == 3


async def test_done_in_a_channel_opens_the_thread_and_in_a_direct_message_none(
    talk: Talk,
) -> None:
    await talk.reply("enroll case studies daily 9:00")
    await talk.press("Done", await talk.send())
    await everything(talk)
    assert in_thread(talk) == []
    reading = await in_channel(talk)
    await talk.press("Done", reading)
    await everything(talk)
    assert len(in_thread(talk)) == 3


async def test_a_second_done_does_not_take_back_questions_that_wait(talk: Talk) -> None:
    reading = await in_channel(talk)
    await talk.press("Discuss", reading)
    await talk.press("Done", reading)
    await everything(talk)
    assert len(in_thread(talk)) == 3


async def test_alone_the_questions_come_as_a_reply_and_no_word_more(talk: Talk) -> None:
    await talk.reply("enroll case studies daily 9:00")
    reading = await talk.send()
    reply = await talk.press("Discuss", reading)
    assert reply.card is None
    await everything(talk)
    (asked,) = in_thread(talk)
    assert said(asked.card.title) == "Two questions to think about"
    assert "They stand under" in answer(await talk.press("Discuss", reading))
    assert "They stand under" in await talk.say("discuss")


async def test_who_types_discuss_alone_is_told_where_the_questions_come(talk: Talk) -> None:
    await talk.reply("enroll case studies daily 9:00")
    await talk.send()
    assert "They come as a reply under" in await talk.say("discuss")


async def test_a_reading_without_questions_has_a_thread_in_a_channel_alone(talk: Talk) -> None:
    talk.library.curricula.update(library().curricula)
    await talk.reply("enroll case studies daily 9:00")
    await talk.send()
    assert "Nothing is prepared" in await talk.say("discuss")
    await talk.press("Discuss", await in_channel(talk))
    await everything(talk)
    assert [each.opens for each in in_thread(talk)] == [True, False]
    assert titles(in_thread(talk))[1:] == IN_A_GROUP[1:]


async def test_where_messages_have_no_threads_the_questions_are_the_answer(talk: Talk) -> None:
    talk.origin = replace(talk.origin, threads=False)
    await talk.reply("enroll case studies daily 9:00")
    reply = await talk.press("Discuss", await talk.send())
    assert all(each in answer(reply) for each in ASKED)
    await everything(talk)
    assert in_thread(talk) == []


async def test_before_anything_was_sent_discuss_gives_the_questions(talk: Talk) -> None:
    await talk.reply("enroll case studies daily 9:00")
    told = await talk.say("discuss 1")
    assert all(each in told for each in ASKED)


async def test_a_reading_that_comes_again_keeps_its_first_thread(talk: Talk) -> None:
    reading = await in_channel(talk)
    await talk.press("Discuss", reading)
    await everything(talk)
    await talk.reply("repeat")
    again = await talk.send()
    assert again.key != reading.key
    assert (await talk.press("Discuss", again)).thread == "2"
    await everything(talk)
    assert len(in_thread(talk)) == 3


async def test_pieces_wait_for_the_thread_and_the_thread_for_its_message(talk: Talk) -> None:
    reading = await in_channel(talk)
    await talk.press("Discuss", reading)
    waiting = [Throttled(retry_in=timedelta(seconds=5), scope=Scope.DESTINATION)]

    async def slow(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        return waiting.pop() if message.opens and waiting else platform.accept(message)

    talk.platform.on_send = slow
    await talk.drainer.drain()
    assert in_thread(talk) == []
    talk.clock.advance(timedelta(seconds=3))
    await talk.drainer.drain()
    assert in_thread(talk) == []
    await everything(talk)
    assert [each.opens for each in in_thread(talk)] == [True, False, False]


async def test_a_platform_without_threads_to_make_is_sent_the_questions_alone(talk: Talk) -> None:
    talk.platform.makes_threads = False
    await talk.press("Discuss", await in_channel(talk))
    await talk.drainer.drain()
    assert [each.opens for each in in_thread(talk)] == [False, False]
    assert titles(in_thread(talk)) == IN_A_GROUP
    assert (await talk.store.operations.counts())["deliveries"] == {"sent": 5}


async def test_a_refused_thread_pauses_nothing_and_discuss_gives_the_questions(
    talk: Talk,
) -> None:
    reading = await in_channel(talk)
    talk.platform.on_send = refusing().on_send
    await talk.press("Discuss", reading)
    await everything(talk)
    assert (await talk.view()).enrollment.state is EnrollmentState.ACTIVE
    assert (await talk.store.operations.counts())["deliveries"] == {
        "sent": 2, "rejected": 1, "dropped": 2,
    }  # fmt: skip
    told = answer(await talk.press("Discuss", reading))
    assert "I may not open a thread here" in told
    assert all(each in told for each in ASKED)
    await everything(talk)
    counts = (await talk.store.operations.counts())["deliveries"]
    assert counts["rejected"] == 1  # nobody knocked again


async def test_a_thread_that_is_allowed_later_opens_when_somebody_asks(talk: Talk) -> None:
    reading = await in_channel(talk)
    talk.platform.on_send = refusing().on_send
    await talk.press("Discuss", reading)
    await everything(talk)
    talk.platform.on_send = RecordingPlatform().on_send
    talk.clock.advance(HOUR)
    await talk.press("Discuss", reading)
    await everything(talk)
    assert len(in_thread(talk)) == 3


async def test_a_paused_plan_is_still_discussed_and_a_left_one_is_not(talk: Talk) -> None:
    reading = await in_channel(talk)
    await talk.reply("pause")
    await talk.press("Discuss", reading)
    await everything(talk)
    assert len(in_thread(talk)) == 3
    await talk.reply("leave yes")
    assert "has ended here" in answer(await talk.press("Discuss", reading))


async def test_killed_between_the_request_and_its_note_the_thread_is_looked_up(
    talk: Talk,
) -> None:
    reading = await in_channel(talk)
    await talk.press("Discuss", reading)

    def die(place: str) -> None:
        if place == failpoints.SENT:
            raise Crash

    books = Letters(talk.library, talk.clock)
    platforms = {talk.platform.name: talk.platform}
    desk = Desk(
        ledger=talk.store.ledger,
        platforms=platforms,
        letters=books,
        clock=talk.clock,
        failpoint=die,
    )
    with pytest.raises(BaseExceptionGroup):
        await Drainer(desk).drain()
    assert [each.opens for each in in_thread(talk)] == [True]
    talk.clock.advance(timedelta(minutes=1))
    await Recovery(talk.store.ledger, platforms=platforms, clock=talk.clock).recover()
    await everything(talk)
    assert [each.opens for each in in_thread(talk)] == [True, False, False]


async def test_a_thread_that_nobody_can_tell_of_is_looked_up_and_not_made_twice(
    talk: Talk,
) -> None:
    reading = await in_channel(talk)
    await talk.press("Discuss", reading)

    async def lost(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        platform.accept(message)
        return Unknown(cause="timeout") if message.opens else Sent(receipt="x")

    talk.platform.on_send = lost
    await talk.drainer.drain()
    talk.clock.advance(timedelta(minutes=1))
    platforms = {talk.platform.name: talk.platform}
    await Recovery(talk.store.ledger, platforms=platforms, clock=talk.clock).recover()
    await everything(talk)
    assert [each.opens for each in in_thread(talk)] == [True, False, False]


async def test_what_a_use_case_puts_into_a_thread_is_written_as_it_is_sent(talk: Talk) -> None:
    await in_channel(talk)
    view = await talk.view()
    (resource,) = view.handled
    talk_about = ["Ana leads this one"]

    async def lead(claimed: Claimed) -> Card | None:
        assert claimed.kind is DeliveryKind.OPENER
        return Card(title=words(talk_about[0])) if talk_about else None

    letters = Letters(talk.library, talk.clock, makers={LEAD: lead, "line": lead})
    desk = Desk(
        ledger=talk.store.ledger,
        platforms={talk.platform.name: talk.platform},
        letters=letters,
        clock=talk.clock,
    )
    talk.drainer = Drainer(desk)
    piece = line("learned", view.enrollment.person_id)
    pieces = (OPEN, QUESTIONS, LEAD)
    threads, number = talk.store.threads, view.enrollment.id
    assert await threads.plan(number, Threaded(resource_id=resource, pieces=pieces))
    assert await threads.plan(number, Threaded(resource_id=resource, pieces=(*pieces, piece)))
    talk_about[0] = "Kenji leads this one"
    await everything(talk)
    assert titles(in_thread(talk))[2:] == ["Kenji leads this one"] * 2
    talk_about.clear()
    other = Threaded(resource_id=resource, pieces=("line:liked:1",))
    await threads.plan(number, other)
    await everything(talk)
    assert len(in_thread(talk)) == 4
    assert line_of(piece) == ("learned", view.enrollment.person_id)
    assert line_of(QUESTIONS) is None


async def test_a_piece_that_cannot_be_written_stops_no_other(talk: Talk) -> None:
    await in_channel(talk)
    view = await talk.view()
    (resource,) = view.handled

    async def broken(_claimed: Claimed) -> Card | None:
        raise ConnectionError("the database is away")

    letters = Letters(talk.library, talk.clock, makers={LEAD: broken})
    desk = Desk(
        ledger=talk.store.ledger,
        platforms={talk.platform.name: talk.platform},
        letters=letters,
        clock=talk.clock,
    )
    talk.drainer = Drainer(desk)
    pieces = (OPEN, LEAD, QUESTIONS)
    await talk.store.threads.plan(view.enrollment.id, Threaded(resource_id=resource, pieces=pieces))
    await everything(talk)
    assert [each.opens for each in in_thread(talk)] == [True, False]
    assert titles(in_thread(talk))[1:] == IN_A_GROUP[:1]
    assert (await talk.store.operations.counts())["deliveries"]["ready"] == 1
