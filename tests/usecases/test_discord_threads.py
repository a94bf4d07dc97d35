"""Threads and forums on Discord: made once, found again, and never a reason to stop readings."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.card import Button, Card, Press, Untrusted, words
from bot.domain.delivery import (
    Absent,
    Destination,
    Found,
    Outcome,
    Rejected,
    Scope,
    Sent,
    Unknown,
    Unreadable,
    delivery_key,
)
from bot.domain.ids import DeliveryId
from bot.platforms.discord.adapter import DiscordPlatform
from bot.ports import Outgoing
from tests.fakes.clock import FakeClock
from tests.fakes.curricula import QUESTIONS, with_questions
from tests.fakes.discord_bot import DiscordBot, discord_bot
from tests.fakes.discord_parts import discord_platform
from tests.fakes.discord_server import discord_server
from tests.fakes.discord_state import FORUM, PUBLIC_THREAD, Channel, Message, State, text_of

CARD = Card(title=words("A reading"), buttons=(Button("Done", Press("done")),))
MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    """A platform, a channel and a forum."""

    platform: DiscordPlatform
    state: State
    clock: FakeClock
    channel: Channel
    forum: Channel

    def to(self, channel: Channel, *, thread: str = "") -> Destination:
        return Destination(
            platform="discord",
            workspace=channel.guild,
            place=channel.id,
            is_dm=False,
            thread=thread,
        )

    async def send(self, to: Destination, number: int = 1, *, opens: bool = False) -> Outcome:
        key = delivery_key(DeliveryId(number), 7)
        return await self.platform.send(Outgoing(to=to, card=CARD, key=key, opens=opens))

    async def posted(self) -> str:
        sent = await self.send(self.to(self.channel))
        assert isinstance(sent, Sent)
        return sent.receipt

    def threads(self) -> list[Channel]:
        return [each for each in self.state.channels.values() if each.kind == PUBLIC_THREAD]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = FakeClock()
    async with discord_server(clock.real) as server, discord_platform(server, clock) as platform:
        guild = server.state.guild()
        forum = server.state.channel(guild, name="forum", kind=FORUM)
        channel = next(iter(guild.channels.values()))
        yield Desk(platform, server.state, clock, channel, forum)


async def test_a_thread_bears_the_reading_s_title_without_what_others_put_into_it(
    desk: Desk,
) -> None:
    receipt = await desk.posted()
    card = Card(title=words(Untrusted("<@&1> @everyone **bold** \u202e" + "x" * 200)))
    to = desk.to(desk.channel, thread=receipt)
    made = await desk.platform.send(Outgoing(to=to, card=card, key="1-1", opens=True))
    assert made == Sent(receipt=receipt)
    (thread,) = desk.threads()
    assert len(thread.name) <= 100
    assert "\u202e" not in thread.name


async def test_a_thread_under_a_deleted_message_is_refused_and_the_channel_stays(
    desk: Desk,
) -> None:
    receipt = await desk.posted()
    desk.state.messages[receipt].deleted = True
    made = await desk.send(desk.to(desk.channel, thread=receipt), 2, opens=True)
    assert isinstance(made, Rejected)
    assert made.scope is Scope.MESSAGE


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (403, 50001), (400, 160006)])
async def test_a_thread_that_may_not_be_opened_is_an_outcome(
    desk: Desk, status: int, code: int
) -> None:
    receipt = await desk.posted()
    desk.channel.threads_refusal = (status, code)
    made = await desk.send(desk.to(desk.channel, thread=receipt), 2, opens=True)
    assert isinstance(made, Rejected)
    assert str(code) in made.reason


async def test_an_archived_thread_wakes_and_a_locked_one_does_not(desk: Desk) -> None:
    receipt = await desk.posted()
    there = desk.to(desk.channel, thread=receipt)
    await desk.send(there, 2, opens=True)
    (thread,) = desk.threads()
    thread.archived = True
    desk.state.fail(f"POST /channels/{receipt}/messages", 400, 50083)
    assert isinstance(await desk.send(there, 3), Sent)
    assert desk.state.requested("PATCH", f"/channels/{receipt}") == [{"archived": False}]
    thread.locked = True
    assert isinstance(await desk.send(there, 4), Rejected)
    desk.state.fail(f"POST /channels/{receipt}/messages", 400, 50083)
    assert isinstance(await desk.send(there, 5), Rejected)


async def test_a_deleted_thread_refuses_and_holds_nothing(desk: Desk) -> None:
    receipt = await desk.posted()
    there = desk.to(desk.channel, thread=receipt)
    assert isinstance(await desk.send(there, 3), Rejected)
    since = desk.clock.real() - MINUTE
    assert await desk.platform.find(delivery_key(DeliveryId(3), 7), there, since=since) == Absent()


async def test_in_an_empty_thread_nothing_has_arrived_and_a_hidden_one_cannot_tell(
    desk: Desk,
) -> None:
    receipt = await desk.posted()
    there = desk.to(desk.channel, thread=receipt)
    await desk.send(there, 2, opens=True)
    since = desk.clock.real() - timedelta(hours=1)
    key = delivery_key(DeliveryId(3), 7)
    assert await desk.platform.find(key, there, since=since) == Absent()
    await desk.send(there, 3)
    desk.state.channels[receipt].readable = False
    found = await desk.platform.find(key, there, since=since)
    assert found == Unreadable(reason="the channel's history is not readable")


async def test_a_forum_gets_one_post_a_reading_whose_title_ends_with_its_key(
    desk: Desk,
) -> None:
    sent = await desk.send(desk.to(desk.forum), 46)
    assert isinstance(sent, Sent)
    (post,) = desk.threads()
    assert post.name == "A reading \u00b7 1a"
    assert sent.receipt == f"{post.id}/{post.id}"
    assert await desk.send(desk.to(desk.forum, thread=sent.receipt), 2, opens=True) == sent
    reply = await desk.send(desk.to(desk.forum, thread=sent.receipt), 3)
    assert isinstance(reply, Sent)
    assert reply.receipt.startswith(f"{post.id}/")


async def test_a_forum_is_asked_what_it_is_once(desk: Desk) -> None:
    for number in (1, 2, 3):
        await desk.send(desk.to(desk.forum), number)
    assert len(desk.state.requested("GET", f"/channels/{desk.forum.id}$")) == 1
    assert len(desk.state.requested("POST", f"/channels/{desk.forum.id}/messages")) == 1


@pytest.mark.parametrize("status", [0, 500, 502])
async def test_a_post_whose_answer_is_lost_goes_out_once_and_is_found(
    desk: Desk, status: int
) -> None:
    await desk.send(desk.to(desk.forum), 9)
    desk.state.fail(f"POST /channels/{desk.forum.id}/threads", 0, after=True)
    assert isinstance(await desk.send(desk.to(desk.forum), 1), Unknown)
    if status:
        desk.state.fail(f"POST /channels/{desk.forum.id}/threads", status)
        assert isinstance(await desk.send(desk.to(desk.forum), 2), Unknown)
    assert len(desk.threads()) == 2
    since = desk.clock.real() - MINUTE
    key, never = delivery_key(DeliveryId(1), 7), delivery_key(DeliveryId(2), 7)
    found = await desk.platform.find(key, desk.to(desk.forum), since=since)
    assert found == Found(receipt=f"{desk.threads()[1].id}/{desk.threads()[1].id}")
    assert await desk.platform.find(never, desk.to(desk.forum), since=since) == Absent()


async def test_a_post_whose_message_was_deleted_meanwhile_has_arrived(desk: Desk) -> None:
    since = desk.clock.real() - MINUTE
    await desk.send(desk.to(desk.forum), 1)
    (post,) = desk.threads()
    desk.state.messages[post.id].deleted = True
    key = delivery_key(DeliveryId(1), 7)
    found = await desk.platform.find(key, desk.to(desk.forum), since=since)
    assert found == Found(receipt=f"{post.id}/{post.id}")


async def test_an_archived_post_is_found_and_too_many_of_them_are_not_guessed_about(
    desk: Desk,
) -> None:
    since = desk.clock.real() - MINUTE
    await desk.send(desk.to(desk.forum), 1)
    (post,) = desk.threads()
    post.archived = True
    key = delivery_key(DeliveryId(1), 7)
    found = await desk.platform.find(key, desk.to(desk.forum), since=since)
    assert isinstance(found, Found)
    for number in range(100):
        made = Channel(
            id=desk.state.snowflake(),
            kind=PUBLIC_THREAD,
            name=f"Theirs {number}",
            parent=desk.forum.id,
            archived=True,
        )
        made.archived_at = desk.clock.real() + MINUTE
        desk.state.channels[made.id] = made
    found = await desk.platform.find(key, desk.to(desk.forum), since=since)
    assert found == Unreadable(reason="too many archived posts since")


async def test_a_post_of_somebody_else_with_the_same_title_is_not_ours(desk: Desk) -> None:
    since = desk.clock.real() - MINUTE
    await desk.send(desk.to(desk.forum), 1)
    key = delivery_key(DeliveryId(1), 8)  # another token: an old number after a restore
    assert await desk.platform.find(key, desk.to(desk.forum), since=since) == Absent()


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[DiscordBot]:
    async with discord_bot(sqlite_url, books=with_questions()) as made:
        yield made


def under(bot: DiscordBot, message: Message) -> list[str]:
    """What stands in the thread of a message."""
    found = bot.server.state.in_channel(message.id)
    return [text_of(each.body) for each in found if each.id != message.id]


async def everything(bot: DiscordBot) -> None:
    """Send until nothing waits any more."""
    for _ in range(4):
        await bot.deliver()
        bot.clock.advance(timedelta(seconds=2))


async def begin(bot: DiscordBot) -> None:
    """A group reads where Ada is: it gathered, and has begun."""
    bot.ada.leads = True
    preview = await bot.ada.command("enroll", plan="case-studies", where="here")
    await bot.ada.press(preview, "Start this plan")
    await bot.deliver()
    await bot.ada.press(preview, "Start now")  # the answer took its place
    await bot.deliver()


async def begun(bot: DiscordBot) -> Message:
    """A group reads in the channel; its first reading, behind the invitation."""
    await begin(bot)
    invitation, reading = [each for each in bot.server.state.messages.values() if each.nonce]
    assert "together" in text_of(invitation.body)
    return reading


async def test_discuss_in_a_channel_opens_the_thread_and_leads_there(bot: DiscordBot) -> None:
    reading = await begun(bot)
    ben = bot.person("ben")
    call = await ben.press(reading, "Discuss")
    told = call.messages[-1]
    assert told.is_ephemeral
    assert f"https://discord.com/channels/{bot.guild.id}/{reading.id}" in str(told.body)
    await everything(bot)
    asked, lead = under(bot, reading)
    assert all(each in asked for each in QUESTIONS)
    assert "opens" in lead
    await ben.press(reading, "Discuss")
    await everything(bot)
    assert under(bot, reading) == [asked, lead]


async def test_in_a_direct_message_discuss_gives_the_questions(bot: DiscordBot) -> None:
    await bot.ada.press(await bot.ada.command("enroll", plan="case-studies"), "Start this plan")
    await bot.deliver()
    (reading,) = bot.ada.directs
    call = await bot.in_direct(bot.ada).press(reading, "Discuss")
    assert QUESTIONS[0] in text_of(call.messages[-1].body)


async def test_a_plan_runs_in_a_forum_with_a_post_a_reading(bot: DiscordBot) -> None:
    forum = bot.server.state.channel(bot.guild, name="forum", kind=FORUM)
    hello = Channel(
        id=bot.server.state.snowflake(),
        kind=PUBLIC_THREAD,
        name="Hello",
        guild=bot.guild.id,
        parent=forum.id,
    )
    bot.server.state.channels[hello.id] = hello
    bot.ada = replace(bot.ada, channel=hello)
    await begin(bot)
    posts = [
        each
        for each in bot.server.state.channels.values()
        if each.parent == forum.id and each is not hello
    ]
    assert [each.name.rpartition(" \u00b7 ")[0] for each in posts] == [
        "Read Case studies together",
        "Using Machine Learning to Improve Streaming Quality at Netflix",
    ]
    first = bot.server.state.messages[posts[1].id]
    ben = replace(bot.person("ben"), channel=posts[1])
    await ben.press(first, "Discuss")
    await everything(bot)
    assert [QUESTIONS[0] in each for each in under(bot, first)] == [True, False]
    assert not bot.server.state.requested("POST", "/messages/.*/threads")
