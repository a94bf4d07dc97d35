"""Operators' verbs for Discord, against a local one on a thread of its own."""

from collections.abc import Iterator

import pytest

from tests.fakes.command_line import CommandLine
from tests.fakes.discord_server import DiscordServer, on_a_thread
from tests.fakes.discord_state import TOKEN


@pytest.fixture
def server() -> Iterator[DiscordServer]:
    with on_a_thread() as made:
        yield made


@pytest.fixture
def with_discord(mlops_bot: CommandLine, server: DiscordServer) -> CommandLine:
    mlops_bot.set(DISCORD_TOKEN=TOKEN, DISCORD_API_URL=server.api_url)
    return mlops_bot


def test_sync_sends_the_menu_once(with_discord: CommandLine, server: DiscordServer) -> None:
    assert with_discord("discord", "sync", "--json").json["sent"] is True
    again = with_discord("discord", "sync")
    assert (again.code, again.out) == (0, "Nothing has changed since the last sync.\n")
    assert len(server.state.requested("PUT", "/commands$")) == 1
    assert with_discord("discord", "sync", "--again", "--json").json["sent"] is True


def test_invite_prints_two_links_and_every_reason(with_discord: CommandLine) -> None:
    ran = with_discord("discord", "invite")
    assert ran.out.count("https://discord.com/oauth2/authorize?client_id=") == 2
    assert "instead of sending it twice" in ran.out
    assert len(with_discord("discord", "invite", "--json").json["permissions"]) == 7


def test_without_a_token_the_variable_is_named(mlops_bot: CommandLine) -> None:
    ran = mlops_bot("discord", "sync")
    assert ran.code == 2
    assert "DISCORD_TOKEN" in ran.err


def test_a_wrong_token_is_named_and_never_shown(with_discord: CommandLine) -> None:
    with_discord.set(DISCORD_TOKEN="bad.secret.token")
    for verb in (("discord", "sync"), ("serve",)):
        ran = with_discord(*verb)
        assert ran.code == 2
        assert "DISCORD_TOKEN" in ran.err
        assert "secret" not in ran.err + ran.out
    assert "not accepted" in with_discord("doctor").out


def test_doctor_tells_as_whom_the_bot_is_on(with_discord: CommandLine) -> None:
    assert "answers as Study bot" in with_discord("doctor").out


def test_a_discord_that_does_not_answer_is_said(with_discord: CommandLine) -> None:
    with_discord.set(DISCORD_API_URL="http://127.0.0.1:1/api")
    ran = with_discord("discord", "invite")
    assert ran.code == 2
    assert "cannot be reached" in ran.err
    assert "check the network" in with_discord("doctor").out
