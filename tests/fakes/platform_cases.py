"""Every platform on a local other end, for the suite that asks the same of all of them."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain.delivery import Destination
from bot.platforms.discord.presses import keys_in
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.presses import key_of
from bot.platforms.slack.teams import OneTeam, open_session, web_client
from bot.platforms.webchat.adapter import WebChatPlatform
from bot.platforms.webchat.hub import Hub
from bot.ports import Platform
from bot.storage.database import open_database
from bot.storage.store import open_store
from tests.fakes import slack_server
from tests.fakes.clock import FakeClock
from tests.fakes.discord_parts import discord_platform
from tests.fakes.discord_server import discord_server
from tests.fakes.discord_state import FORUM, TEXT, text_of
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import User
from tests.fakes.slack_threads import replies as slack_replies
from tests.fakes.slack_threads import without_replies


@dataclass
class Case:
    """A platform under test, what it has shown, and how to take its other end away.

    `repeatable` says that sending a key again shows nothing new there. `shown` are the keys of
    what stands in the place itself, `replies` of what stands in the thread of a message, `words`
    what a message says now. `vanish` deletes a message, where there is such a thing. `own` is where
    `person` is written to in private, `heard` how much stands there.
    """

    platform: Platform
    to: Destination
    clock: FakeClock
    shown: Callable[[], Awaitable[list[str]]]
    cut_off: Callable[[], Awaitable[None]]
    person: str
    replies: Callable[[str], Awaitable[list[str]]]
    words: Callable[[str], Awaitable[str]]
    own: Destination
    heard: Callable[[], Awaitable[int]]
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

    async def heard() -> int:
        return len(await shown())

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
            person="you",
            own=to,
            heard=heard,
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

        async def heard() -> int:
            return len(await shown())

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
            person="U1",
            own=to,
            heard=heard,
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
        person = state.person("")
        own = replace(to, place=person, is_dm=True)
        if is_dm:
            to, place = own, state.direct(person)
            await platform.directs.channel(person)

        async def heard() -> int:
            return len(state.to_person(person))

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
            person=person,
            own=own,
            heard=heard,
        )


PLATFORMS: dict[str, Callable[[str], AbstractAsyncContextManager[Case]]] = {
    "webchat": web_chat,
    "slack": slack,
    "discord": discord,
    "discord channel": discord_channel,
    "discord forum": discord_forum,
}
