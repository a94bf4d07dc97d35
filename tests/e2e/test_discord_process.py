"""The whole program on a local Discord: real process, real gateway connection, real file."""

import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.discord_person import Person
from tests.fakes.discord_process import DiscordProcess
from tests.fakes.discord_server import DiscordServer, discord_server
from tests.fakes.discord_state import text_of


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as made:
        yield made


def newcomer(server: DiscordServer) -> Person:
    guild = server.state.guild()
    channel = next(iter(guild.channels.values()))
    number = server.state.person("ada")
    return Person(server=server, id=number, name="ada", guild=guild, channel=channel)


async def enroll(ada: Person) -> None:
    preview = await ada.command("enroll", plan="case-studies", zone="Europe/Paris")
    await ada.press(preview, "Start this plan")


async def test_from_the_install_to_a_restart(server: DiscordServer, tmp_path: Path) -> None:
    ada = newcomer(server)
    bot = DiscordProcess(tmp_path, server)
    await bot.start()
    await enroll(ada)
    await bot.delivered(ada.id, 1)
    bot.make_due()
    first, second = await bot.delivered(ada.id, 2)
    own = Person(server=server, id=ada.id, name="ada")
    await own.press(first, "Done")
    assert "Done" in text_of(first.body)
    await server.gateway.drop()
    assert "1 of" in await ada.say("progress")
    assert await bot.stop() == 0
    bot = DiscordProcess(tmp_path, server)
    await bot.start()
    await own.press(second, "Done")
    assert "2 of" in await ada.say("progress")
    assert await bot.stop() == 0
    assert server.gateway.resumed == 1


@pytest.mark.parametrize(
    ("place", "later"), [("marked", timedelta(0)), ("sent", timedelta(minutes=10))]
)
async def test_a_kill_around_a_send_leaves_one_message(
    server: DiscordServer, tmp_path: Path, place: str, later: timedelta
) -> None:
    ada = newcomer(server)
    bot = DiscordProcess(tmp_path, server, failpoint=place)
    await bot.start()
    await enroll(ada)
    assert await bot.gone() == -signal.SIGKILL
    server.state.advance(later)  # beyond it Discord has forgotten the nonce
    bot = DiscordProcess(tmp_path, server)
    await bot.start()
    await bot.delivered(ada.id, 1)
    assert "1. " in (await ada.suggest("go to", "place", ""))[0]["name"]  # it is up and answers
    assert await bot.stop() == 0
    assert len(ada.directs) == 1


async def test_a_kill_after_a_thread_was_opened_leaves_one_thread_with_its_questions_once(
    server: DiscordServer, tmp_path: Path
) -> None:
    ada = newcomer(server)
    ada.leads = True
    assert ada.channel is not None
    bot = DiscordProcess(tmp_path, server, failpoint="sent:3")  # the invitation's, the reading's
    await bot.start()
    preview = await ada.command("enroll", plan="case-studies", where="here", zone="Europe/Paris")
    await ada.press(preview, "Start this plan")
    await ada.press(preview, "Start now")  # the answer took its place
    _, reading = await bot.arrived(ada.channel.id, 2)
    await ada.press(reading, "Discuss")
    assert await bot.gone() == -signal.SIGKILL
    server.state.advance(timedelta(minutes=10))
    bot = DiscordProcess(tmp_path, server)
    await bot.start()
    told = [text_of(each.body) for each in await bot.arrived(reading.id, 2)]
    assert ["Two questions" in each for each in told] == [True, False]
    assert "opens the discussion" in told[1]
    assert await bot.stop() == 0
    opened = server.state.requested("POST", "/messages/.*/threads")
    assert len(opened) == 2  # asked for again, and it was there
    assert len(server.state.in_channel(reading.id)) == 2
