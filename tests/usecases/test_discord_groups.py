"""Study groups on Discord: the one role that is ever called, and what comes in private.

Their whole life stands in `test_discord_group_life.py`.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.platforms.discord.adapter import NO_MENTIONS
from tests.fakes.discord_bot import DiscordBot, discord_bot
from tests.fakes.discord_person import Person
from tests.fakes.discord_state import Message, every_component, text_of

ROLE = "77"
CLOSED = 50007
"""Cannot send messages to this user (discord-api-docs, topics/opcodes-and-status-codes)."""


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[DiscordBot]:
    async with discord_bot(sqlite_url) as made:
        yield made


async def begun(bot: DiscordBot) -> Person:
    """Ada's group reads its first; Ben, who has joined."""
    bot.ada.leads = True
    preview = await bot.ada.command("enroll", plan="case-studies", where="here")
    await bot.ada.press(preview, "Start this plan")
    ben = bot.person("ben")
    await ben.command("group join")
    await bot.ada.press(preview, "Start now")
    await bot.deliver()
    return ben


async def choose_role(bot: DiscordBot) -> None:
    """Whoever manages the server lets one role be called."""
    boss = bot.person("boss")
    boss.manages = True
    form = await boss.begin("settings workspace")
    await boss.fill_in(form, "", starters="everybody", channels="", new_zone="", ping_role=ROLE)


def readings(bot: DiscordBot) -> list[Message]:
    found = bot.server.state.in_channel(bot.channel.id)
    return [each for each in found if each.nonce and "Done" in labels(each)]


def labels(message: Message) -> list[str]:
    found = every_component(message.body["components"])
    return [each["label"] for each in found if "label" in each]


async def test_a_new_reading_calls_the_chosen_role_and_nobody_else(bot: DiscordBot) -> None:
    ben = await begun(bot)
    await choose_role(bot)
    answer = await bot.person("cleo").begin("group join")
    await bot.until_due()
    await bot.deliver()
    assert "calls the role" in await ben.say("group tell", how="role")
    await bot.until_due()
    await bot.deliver()
    before, called = readings(bot)[-2:]
    assert before.body["allowed_mentions"] == NO_MENTIONS
    assert called.body["allowed_mentions"] == {"parse": [], "roles": [ROLE]}
    assert called.body["components"][0]["content"] == f"<@&{ROLE}>"
    assert "<@&" not in str(called.body["components"][1:])
    assert "Role ping" in labels(answer.messages[-1])


async def test_a_reading_drawn_anew_names_the_role_still_and_calls_nobody(bot: DiscordBot) -> None:
    ben = await begun(bot)
    await choose_role(bot)
    await ben.say("group tell", how="role")
    await bot.person("cleo").command("group join")
    await bot.until_due()
    await bot.deliver()
    called = readings(bot)[-1]
    await ben.say("group tell", how="nothing")
    await ben.press(called, "Done")
    await bot.editor.edit()
    named(called, words="1 of 3")
    await bot.ada.press(called, "Skip")
    named(called, words="Left out")


def named(message: Message, *, words: str) -> None:
    """A message that was changed: the role stands there, and nobody was called."""
    assert message.body["components"][0]["content"] == f"<@&{ROLE}>"
    assert message.body["allowed_mentions"] == NO_MENTIONS
    assert words in text_of(message.body)


async def test_later_in_a_group_opens_a_direct_message_and_its_done_counts_for_the_group(
    bot: DiscordBot,
) -> None:
    ben = await begun(bot)
    reading = readings(bot)[0]
    bot.server.state.closed_to_us[ben.id] = CLOSED
    call = await ben.press(reading, "Later")
    assert "Privacy Settings" in text_of(call.messages[-1].body)
    assert ben.directs == []
    del bot.server.state.closed_to_us[ben.id]
    call = await ben.press(reading, "Later")
    assert "in our direct message" in text_of(call.messages[-1].body)
    bot.clock.advance(timedelta(days=1, hours=3))
    await bot.deliver()
    promise, again = ben.directs
    assert "in our direct message" in text_of(promise.body)
    own = bot.in_direct(ben)
    call = await own.press(again, "Done")
    assert "1 of 2 has read it" in text_of(call.messages[-1].body)
    eve = bot.in_direct(bot.person("eve"))
    call = await eve.press(again, "Done")
    assert "1 of 2" not in text_of(call.messages[-1].body)
