"""Messages, forms and channels of one workspace in the hands of another: Slack and Discord.

Whatever is copied is answered as if it had never been, and next door not a byte changes.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.conversation import Origin
from bot.platforms.slack.presses import key_of
from bot.storage.store import SqlStore
from tests.fakes.discord_bot import DiscordBot, discord_bot
from tests.fakes.discord_person import Person as DiscordPerson
from tests.fakes.discord_state import Message as DiscordMessage
from tests.fakes.discord_state import every_component
from tests.fakes.slack_checks import interactive
from tests.fakes.slack_many import ManyBot, many_bot
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_state import Channel, Json
from tests.fakes.tenant_rows import never_was, rows_of

SHARED = "C0SHARED"
"""The id of a Slack Connect channel is the same in both workspaces."""


@dataclass
class NextDoor:
    """Ada's workspace runs a plan in a shared channel and one of her own; Eve's has us too."""

    bot: ManyBot
    ada: Person
    eve: Person
    readings: list[Json]
    workspace_id: int

    async def rows(self) -> dict[str, list[str]]:
        return await rows_of(self.bot.talk.store, self.workspace_id)

    async def pressed(self, label: str, copied: Json) -> str:
        """All that Eve sees when she presses something on a copied message."""
        place = self.eve.direct
        message = json.loads(json.dumps(copied)) | {"ts": self.bot.server.state.ts()}
        place.messages = [message]
        await self.eve.presses(label, message)
        await self.bot.web._listener.settled()
        windows = list(self.eve.team.modals.values())
        self.eve.team.modals.clear()
        return " | ".join(shown(each) for each in [*place.messages, *windows])


async def workspace_of(store: SqlStore, origin: Origin) -> int:
    return (await store.people.party(origin, zone="UTC")).workspace_id


@pytest.fixture
async def next_door(sqlite_url: str) -> AsyncIterator[NextDoor]:
    async with many_bot(sqlite_url) as bot:
        ada, eve = bot.team(), bot.team("T0002", name="Other")
        eve.user.id = ada.user.id  # two people, and yet
        eve.team.users[eve.user.id] = eve.user
        for each in (ada, eve):
            await bot.installs(each)
            members = {each.user.id, each.team.bot_user.id}
            place = Channel(id=SHARED, name="reading", members=members)
            each.team.channels[SHARED] = place
        shared = ada.team.channels[SHARED]
        await ada.types("enroll case studies mon 9:00")
        await bot.deliver()
        await ada.types("enroll", shared)
        assert await ada.sends(ada.window) == {}
        await ada.message("You are on", shared)
        await bot.deliver()
        await ada.types("start now", shared)
        for _ in range(4):  # the reading, and what belongs below it
            await bot.deliver()
            bot.talk.clock.advance(timedelta(seconds=2))
        readings = [await ada.message("Welcome to"), await ada.message("Welcome to", shared)]
        who = ada.user.id
        origin = Origin(platform="slack", workspace="T0001", place=who, person=who)
        found = await workspace_of(bot.talk.store, origin)
        yield NextDoor(bot, ada, eve, readings, found)


def labels(message: Json) -> list[str]:
    """Everything on a message that can be pressed and is no link."""
    found = [each for each in interactive(message["blocks"]) if "url" not in each]
    options = [option for each in found for option in each.get("options", ())]
    return [each["text"]["text"] for each in (*found, *options) if "text" in each]


async def test_every_button_of_a_copied_slack_message_is_one_of_a_message_that_never_was(
    next_door: NextDoor,
) -> None:
    before = await next_door.rows()
    for reading in next_door.readings:
        key = key_of(reading)
        assert key is not None
        forged = json.loads(json.dumps(reading).replace(key, never_was(key)))
        assert {"Done", "Later"} <= set(labels(reading))
        for label in labels(reading):
            found = await next_door.pressed(label, reading)
            assert found == await next_door.pressed(label, forged), label
    assert await next_door.rows() == before


async def test_a_form_opened_for_a_channel_elsewhere_starts_nothing_there(
    next_door: NextDoor,
) -> None:
    eve, before = next_door.eve, await next_door.rows()
    next_door.ada.team.channels["C0ADA"] = Channel(id="C0ADA", name="secret")
    answers = []
    for guess in ("C0ADA", "C0NOWHERE"):
        await eve.types("enroll", eve.team.channels[SHARED])
        window = eve.window
        kept = json.loads(window["private_metadata"])
        window["private_metadata"] = json.dumps(kept | {"channel": guess})
        assert await eve.sends(window) == {}
        answers.append(shown(await eve.message("/invite", eve.team.channels[SHARED])))
    assert answers[0] == answers[1]
    assert await next_door.rows() == before


async def test_a_channel_with_the_same_id_is_another_one_in_each_workspace(
    next_door: NextDoor,
) -> None:
    eve, before = next_door.eve, await next_door.rows()
    theirs = eve.team.channels[SHARED]
    await eve.types("progress", theirs)
    assert await eve.message("not on a plan here", theirs)
    for words in ("leave", "pause", "next", "done", "notes"):
        await eve.types(words, theirs)
    await eve.types("enroll", theirs)
    assert await eve.sends(eve.window) == {}
    next_door.bot.talk.clock.advance(timedelta(seconds=2))
    await next_door.bot.deliver()
    assert await eve.message("Study group", theirs)
    assert await next_door.rows() == before
    mine = next_door.ada.team.channels[SHARED]
    assert sum("Study group" in shown(each) for each in mine.messages) == 1


async def test_a_call_that_names_another_workspace_than_its_channel_s_stays_in_its_own(
    next_door: NextDoor,
) -> None:
    ada, eve, before = next_door.ada, next_door.eve, await next_door.rows()
    eve.team.channels[ada.direct.id] = ada.direct
    seen = len(ada.direct.messages)
    await eve.types("leave", ada.direct)
    await eve.types("done", ada.direct)
    assert await next_door.rows() == before
    assert len(ada.direct.messages) == seen


@pytest.fixture
async def discord(sqlite_url: str) -> AsyncIterator[DiscordBot]:
    async with discord_bot(sqlite_url) as made:
        yield made


def pressable(message: DiscordMessage) -> list[str]:
    """The ids of everything on a message that can be pressed."""
    found = every_component(message.body["components"])
    return [each["custom_id"] for each in found if "custom_id" in each]


async def test_every_button_of_a_copied_discord_message_is_one_of_a_message_that_never_was(
    discord: DiscordBot,
) -> None:
    leader = discord.person("ada", leads=True)
    preview = await leader.command("enroll", plan="case-studies", where="here")
    await leader.press(preview, "Start this plan")
    await discord.deliver()
    await leader.command("group start")
    await discord.deliver()
    invitation, reading = [
        each for each in discord.server.state.in_channel(discord.channel.id) if each.nonce
    ]
    other = discord.server.state.guild("Other")
    channel = next(iter(other.channels.values()))
    await discord.server.rejoin(other)
    eve = DiscordPerson(
        server=discord.server,
        id=leader.id,
        name="eve",
        guild=other,
        channel=channel,
        leads=True,
    )
    origin = Origin(
        platform="discord",
        workspace=discord.guild.id,
        place=discord.channel.id,
        person=leader.id,
        is_dm=False,
    )
    found = await workspace_of(discord.store, origin)
    before = await rows_of(discord.store, found)
    assert before["deliveries"]
    assert len([each for each in pressable(reading) if reading.nonce in each]) > 2
    for copied in (invitation, reading):
        for name in pressable(copied):
            forged = name.replace(copied.nonce, never_was(copied.nonce))
            calls = [await eve.press_id(copied, each) for each in (name, forged)]
            told = [json.dumps([each.answer, [m.body for m in each.messages]]) for each in calls]
            assert told[0] == told[1].replace(never_was(copied.nonce), copied.nonce), name
    assert await rows_of(discord.store, found) == before
