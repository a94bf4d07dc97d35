"""What every platform promises the delivery; each new one joins `PLATFORMS` and passes the same."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.card import Card, Untrusted, words
from bot.domain.delivery import (
    Absent,
    Destination,
    Found,
    Sent,
    Unknown,
    Unreadable,
    delivery_key,
)
from bot.domain.edits import Edited, Gone
from bot.domain.ids import DeliveryId
from bot.platforms.discord.presses import keys_in
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.presses import key_of
from bot.platforms.slack.teams import OneTeam, open_session, web_client
from bot.platforms.webchat.adapter import WebChatPlatform
from bot.platforms.webchat.hub import Hub
from bot.ports import Outgoing, Platform, Rewrite
from bot.storage.database import open_database
from bot.storage.store import open_store
from tests.fakes import slack_server
from tests.fakes.clock import FakeClock
from tests.fakes.discord_parts import discord_platform
from tests.fakes.discord_server import discord_server
from tests.fakes.discord_state import FORUM, TEXT, text_of
from tests.fakes.sample_cards import SAMPLES
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import User
from tests.fakes.slack_threads import replies as slack_replies
from tests.fakes.slack_threads import without_replies

HOSTILE = "<!channel> @everyone [x](javascript:alert(1)) <script>1</script> \u202egnp\x1b[31m"


@dataclass
class Case:
    """A platform under test, what it has shown, and how to take its other end away.

    `repeatable` says that sending a key again shows nothing new there. `shown` are the keys of
    what stands in the place itself, `replies` of what stands in the thread of a message, `words`
    what a message says now. `vanish` deletes a message, where there is such a thing.
    """

    platform: Platform
    to: Destination
    clock: FakeClock
    shown: Callable[[], Awaitable[list[str]]]
    cut_off: Callable[[], Awaitable[None]]
    replies: Callable[[str], Awaitable[list[str]]]
    words: Callable[[str], Awaitable[str]]
    repeatable: bool = True
    vanish: Callable[[str], None] | None = None

    def under(self, receipt: str) -> Destination:
        """The thread of a message."""
        return replace(self.to, thread=receipt)


@asynccontextmanager
async def web_chat(database_url: str) -> AsyncIterator[Case]:
    clock = FakeClock()
    database = open_database(database_url)
    store = open_store(database, clock)
    platform = WebChatPlatform(log=store.chat, hub=Hub(), clock=clock)
    to = Destination(platform="webchat", workspace="local", place="dm:you", is_dm=True)

    async def shown() -> list[str]:
        found = await store.chat.history(to.place)
        return [message.key for message in found if message.under is None]

    async def replies(receipt: str) -> list[str]:
        found = await store.chat.history(to.place)
        return [message.key for message in found if message.under == int(receipt)]

    async def look(receipt: str) -> str:
        message = await store.chat.by_id(int(receipt))
        assert message is not None
        return message.payload

    async def cut_off() -> None:
        def drop(connection: Connection) -> None:
            connection.exec_driver_sql("DROP TABLE chat_messages")

        await database.write(drop)

    try:
        yield Case(
            platform=platform,
            to=to,
            clock=clock,
            shown=shown,
            cut_off=cut_off,
            replies=replies,
            words=look,
        )
    finally:
        await database.close()


@asynccontextmanager
async def slack(database_url: str) -> AsyncIterator[Case]:
    del database_url  # Slack keeps its own history
    clock = FakeClock()
    async with slack_server.running(clock.real) as server, open_session() as session:
        team = server.state.workspace()
        team.users["U1"] = User(id="U1", name="ada", home=team.id)
        client = web_client(session, token=team.bot_token, api_url=server.api_url)
        platform = SlackPlatform(OneTeam(client), clock=clock, reads_a_minute=50)
        to = Destination(platform="slack", workspace=team.id, place="U1", is_dm=True)

        async def shown() -> list[str]:
            return [key_of(each) or "" for each in without_replies(team.direct("U1").messages)]

        async def replies(receipt: str) -> list[str]:
            everything = slack_replies(team.direct("U1"), {"ts": receipt})
            return [key_of(each) or "" for each in everything[1:]]

        async def look(receipt: str) -> str:
            return json.dumps(team.direct("U1").message(receipt))

        def vanish(receipt: str) -> None:
            place = team.direct("U1")
            place.messages = [each for each in place.messages if each["ts"] != receipt]

        async def cut_off() -> None:
            server.fail("chat.postMessage", Fault(drop=True))
            server.fail("chat.update", Fault(drop=True))
            for method in ("conversations.history", "conversations.replies"):
                server.fail(method, *[Fault(drop=True)] * 2)  # aiohttp repeats a GET

        yield Case(
            platform=platform,
            to=to,
            clock=clock,
            shown=shown,
            cut_off=cut_off,
            replies=replies,
            words=look,
            repeatable=False,
            vanish=vanish,
        )


@asynccontextmanager
async def discord(database_url: str) -> AsyncIterator[Case]:
    del database_url  # Discord itself keeps what was sent
    async with on_discord(is_dm=True) as case:
        yield case


@asynccontextmanager
async def discord_channel(database_url: str) -> AsyncIterator[Case]:
    del database_url
    async with on_discord(is_dm=False) as case:
        yield case


@asynccontextmanager
async def discord_forum(database_url: str) -> AsyncIterator[Case]:
    del database_url
    async with on_discord(is_dm=False, kind=FORUM) as case:
        yield replace(case, repeatable=False)  # Discord has no nonce for posts


@asynccontextmanager
async def on_discord(*, is_dm: bool, kind: int = TEXT) -> AsyncIterator[Case]:
    clock = FakeClock()
    async with discord_server(clock.real) as server, discord_platform(server, clock) as platform:
        state = server.state
        guild = state.guild()
        place = state.channel(guild, name="readers", kind=kind)
        to = Destination(platform="discord", workspace=guild.id, place=place.id, is_dm=False)
        if is_dm:
            to = replace(to, workspace="1", place=state.person(""), is_dm=True)
            place = state.direct(to.place)
            await platform.directs.channel(to.place)

        def keys(channel: str) -> list[str]:
            found = state.in_channel(channel)
            return [key for each in found for key in sorted({*keys_in(each.body["components"])})]

        async def shown() -> list[str]:
            posts = [each for each in state.channels.values() if each.parent == place.id]
            return [keys(each.id)[0] for each in posts] if kind else keys(place.id)

        async def replies(receipt: str) -> list[str]:
            found = keys(receipt.rpartition("/")[2])
            return found[1:] if kind else found

        async def look(receipt: str) -> str:
            return text_of(state.messages[receipt.rpartition("/")[2]].body)

        def vanish(receipt: str) -> None:
            state.messages[receipt.rpartition("/")[2]].deleted = True

        async def cut_off() -> None:
            state.is_down = True

        yield Case(
            platform=platform,
            to=to,
            clock=clock,
            shown=shown,
            cut_off=cut_off,
            replies=replies,
            words=look,
            vanish=vanish,
        )


PLATFORMS: dict[str, Callable[[str], AbstractAsyncContextManager[Case]]] = {
    "webchat": web_chat,
    "slack": slack,
    "discord": discord,
    "discord channel": discord_channel,
    "discord forum": discord_forum,
}


@pytest.fixture(params=PLATFORMS)
async def case(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Case]:
    async with PLATFORMS[request.param](database_url) as made:
        yield made


def outgoing(case: Case, number: int, *, card: Card | None = None) -> Outgoing:
    card = card or Card(title=words(f"Reading {number}"))
    return Outgoing(to=case.to, card=card, key=delivery_key(DeliveryId(number), 2**39 + number))


async def test_it_has_a_name_and_limits_that_a_drain_can_keep(case: Case) -> None:
    assert case.platform.name == case.to.platform
    assert case.platform.in_flight >= 1
    assert case.platform.spacing >= timedelta(0)
    assert case.platform.place_spacing >= timedelta(0)
    assert case.platform.edit_spacing >= timedelta(0)


async def test_what_was_sent_is_found_by_its_key_and_what_was_not_is_absent(case: Case) -> None:
    sent = await case.platform.send(outgoing(case, 1))
    assert isinstance(sent, Sent)
    since = case.clock.real() - timedelta(minutes=1)
    key, other = outgoing(case, 1).key, outgoing(case, 2).key
    assert await case.platform.find(key, case.to, since=since) == Found(receipt=sent.receipt)
    assert await case.platform.find(other, case.to, since=since) == Absent()


async def test_the_same_key_stands_once_however_often_it_is_sent(case: Case) -> None:
    if not case.repeatable:
        pytest.skip("a resend doubles there: only a look-up by key may come before one")
    first = await case.platform.send(outgoing(case, 1))
    assert await case.platform.send(outgoing(case, 1)) == first
    assert await case.shown() == [outgoing(case, 1).key]


async def test_messages_stand_in_the_order_in_which_they_were_sent(case: Case) -> None:
    for number in (3, 1, 2):
        await case.platform.send(outgoing(case, number))
    assert await case.shown() == [outgoing(case, number).key for number in (3, 1, 2)]


async def test_every_card_of_the_product_can_be_sent(case: Case) -> None:
    for number, card in enumerate(SAMPLES.values(), start=1):
        assert isinstance(await case.platform.send(outgoing(case, number, card=card)), Sent)


async def test_other_peoples_text_is_never_a_reason_to_fail(case: Case) -> None:
    card = Card(title=words(Untrusted(HOSTILE)), text=(words(Untrusted(HOSTILE * 50)),))
    assert isinstance(await case.platform.send(outgoing(case, 1, card=card)), Sent)


async def test_a_platform_that_cannot_be_reached_is_an_outcome_and_not_an_exception(
    case: Case,
) -> None:
    await case.cut_off()
    assert isinstance(await case.platform.send(outgoing(case, 1)), Unknown)
    lookup = await case.platform.find(outgoing(case, 1).key, case.to, since=case.clock.real())
    assert isinstance(lookup, Unreadable)
    assert lookup.retry_in is not None
    assert isinstance(await case.platform.edit(rewrite(case, "1/1")), Unknown)


async def sent(case: Case, number: int, *, to: Destination | None = None) -> str:
    """Send; the receipt."""
    message = outgoing(case, number)
    outcome = await case.platform.send(replace(message, to=to or case.to))
    assert isinstance(outcome, Sent)
    return outcome.receipt


async def opened(case: Case, number: int) -> str:
    """A message with a thread under it; its receipt."""
    receipt = await sent(case, number)
    if case.platform.makes_threads and not case.to.is_dm:
        message = replace(outgoing(case, number + 100), to=case.under(receipt), opens=True)
        assert isinstance(await case.platform.send(message), Sent)
    return receipt


def rewrite(case: Case, receipt: str, *, title: str = "Changed", number: int = 1) -> Rewrite:
    key = outgoing(case, number).key
    return Rewrite(to=case.to, receipt=receipt, card=Card(title=words(title)), key=key)


def skip_without_threads(case: Case) -> None:
    if case.platform.makes_threads and case.to.is_dm:
        pytest.skip("there are no threads there")


async def test_what_is_sent_into_a_thread_stands_in_it_alone_and_is_found_there(
    case: Case,
) -> None:
    skip_without_threads(case)
    first, second = await opened(case, 1), await opened(case, 2)
    since = case.clock.real() - timedelta(minutes=1)
    reply = await sent(case, 3, to=case.under(first))
    key = outgoing(case, 3).key
    assert await case.replies(first) == [key]
    assert await case.replies(second) == []
    assert await case.shown() == [outgoing(case, 1).key, outgoing(case, 2).key]
    found = await case.platform.find(key, case.under(first), since=since)
    assert found == Found(receipt=reply)
    other = outgoing(case, 4).key
    assert await case.platform.find(other, case.under(first), since=since) == Absent()


async def test_a_thread_that_is_there_already_is_as_good_as_a_new_one(case: Case) -> None:
    skip_without_threads(case)
    if not case.platform.makes_threads:
        pytest.skip("threads need no making there")
    receipt = await opened(case, 1)
    message = replace(outgoing(case, 9), to=case.under(receipt), opens=True)
    assert await case.platform.send(message) == await case.platform.send(message)


async def test_an_edit_changes_the_message_in_place_which_keeps_its_key(case: Case) -> None:
    receipt = await sent(case, 1)
    assert await case.platform.edit(rewrite(case, receipt)) == Edited()
    assert "Changed" in await case.words(receipt)
    assert await case.shown() == [outgoing(case, 1).key]
    since = case.clock.real() - timedelta(minutes=1)
    assert await case.platform.find(outgoing(case, 1).key, case.to, since=since) == Found(
        receipt=receipt
    )


async def test_a_reply_is_edited_where_it_stands(case: Case) -> None:
    skip_without_threads(case)
    parent = await opened(case, 1)
    reply = await sent(case, 3, to=case.under(parent))
    change = replace(rewrite(case, reply, number=3), to=case.under(parent))
    assert await case.platform.edit(change) == Edited()
    assert "Changed" in await case.words(reply)
    assert "Changed" not in await case.words(parent)


async def test_a_message_that_is_not_there_any_more_is_gone(case: Case) -> None:
    receipt = await sent(case, 1)
    if case.vanish is not None:
        case.vanish(receipt)
    number = 1 if case.vanish else 2  # the web chat deletes none: here is one it never had
    assert isinstance(await case.platform.edit(rewrite(case, receipt, number=number)), Gone)


async def test_every_card_of_the_product_can_be_shown_by_an_edit(case: Case) -> None:
    receipt = await sent(case, 1)
    for card in SAMPLES.values():
        change = replace(rewrite(case, receipt), card=card)
        assert await case.platform.edit(change) == Edited()
