"""What every platform promises the delivery; each new one joins `PLATFORMS` and passes the same."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.card import Card, Untrusted, words
from bot.domain.conversation import Origin
from bot.domain.delivery import (
    Absent,
    Destination,
    Found,
    Sent,
    Unknown,
    Unreadable,
    delivery_key,
)
from bot.domain.ids import DeliveryId
from bot.domain.reaching import NotNow, Reached
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.presses import key_of
from bot.platforms.slack.teams import OneTeam, open_session, web_client
from bot.platforms.webchat.adapter import WebChatPlatform
from bot.platforms.webchat.hub import Hub
from bot.ports import Outgoing, Platform
from bot.storage.database import open_database
from bot.storage.store import open_store
from bot.usecases.reach import Reaching
from tests.fakes import slack_server
from tests.fakes.clock import FakeClock
from tests.fakes.discord_parts import discord_platform
from tests.fakes.discord_server import discord_server
from tests.fakes.sample_cards import SAMPLES
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import User

HOSTILE = "<!channel> @everyone [x](javascript:alert(1)) <script>1</script> \u202egnp\x1b[31m"


@dataclass
class Case:
    """A platform under test, what it has shown, and how to take its other end away.

    `repeatable` says that sending a key again shows nothing new there.
    """

    platform: Platform
    to: Destination
    clock: FakeClock
    shown: Callable[[], Awaitable[list[str]]]
    cut_off: Callable[[], Awaitable[None]]
    person: str
    repeatable: bool = True


@asynccontextmanager
async def web_chat(database_url: str) -> AsyncIterator[Case]:
    clock = FakeClock()
    database = open_database(database_url)
    store = open_store(database, clock)
    platform = WebChatPlatform(log=store.chat, hub=Hub(), clock=clock)
    to = Destination(platform="webchat", workspace="local", place="dm:you", is_dm=True)

    async def shown() -> list[str]:
        return [message.key for message in await store.chat.history(to.place)]

    async def cut_off() -> None:
        def drop(connection: Connection) -> None:
            connection.exec_driver_sql("DROP TABLE chat_messages")

        await database.write(drop)

    try:
        yield Case(
            platform=platform, to=to, clock=clock, shown=shown, cut_off=cut_off, person="you"
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
            return [key_of(message) or "" for message in team.direct("U1").messages]

        async def cut_off() -> None:
            server.fail("chat.postMessage", Fault(drop=True))
            server.fail("conversations.history", *[Fault(drop=True)] * 2)  # aiohttp repeats a GET

        yield Case(
            platform=platform,
            to=to,
            clock=clock,
            shown=shown,
            cut_off=cut_off,
            person="U1",
            repeatable=False,
        )


@asynccontextmanager
async def discord(database_url: str) -> AsyncIterator[Case]:
    del database_url  # Discord itself keeps what was sent
    clock = FakeClock()
    async with discord_server(clock.real) as server, discord_platform(server, clock) as platform:
        state = server.state
        to = Destination(platform="discord", workspace="1", place=state.person(""), is_dm=True)
        await platform.directs.channel(to.place)

        async def shown() -> list[str]:
            return [message.nonce for message in state.to_person(to.place)]

        async def cut_off() -> None:
            state.is_down = True

        yield Case(
            platform=platform, to=to, clock=clock, shown=shown, cut_off=cut_off, person=to.place
        )


PLATFORMS: dict[str, Callable[[str], AbstractAsyncContextManager[Case]]] = {
    "webchat": web_chat,
    "slack": slack,
    "discord": discord,
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


async def test_who_speaks_in_a_channel_is_written_to_in_private(case: Case) -> None:
    origin = Origin(
        platform=case.platform.name,
        workspace=case.to.workspace,
        place="elsewhere",
        person=case.person,
        is_dm=False,
    )
    assert case.platform.direct(origin) == case.to
    reaching = Reaching({case.platform.name: case.platform})
    for _ in range(2 if case.repeatable else 1):
        assert await reaching(origin, Card(title=words("Hello")), event_id="press") == Reached()
    assert len(await case.shown()) == 1
    await case.cut_off()
    assert await reaching(origin, Card(title=words("Hello")), event_id="other") == NotNow()


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
