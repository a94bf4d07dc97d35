"""Changing the secret keys from a shell, with the proof that an old one is not needed."""

import asyncio
import base64
from dataclasses import replace

from bot.app import open_app
from bot.settings import load_settings
from tests.fakes.command_line import CommandLine
from tests.fakes.sample_installations import installation

OLD, NEW = (base64.b64encode(bytes([number] * 32)).decode() for number in (1, 2))


async def install(**settings: str) -> None:
    """Two workspaces, one with a token that is renewed."""
    async with open_app(load_settings(**settings)) as app:
        first = installation("T1")
        await app.store.installations.save(first, installer="UADA")
        kept = replace(first.tokens, refresh="")
        second = replace(first, workspace="T2", tokens=kept)
        await app.store.installations.save(second, installer="UADA")


def test_keys_are_changed_and_looked_at_from_a_shell(mlops_bot: CommandLine) -> None:
    mlops_bot("migrate")
    mlops_bot.set(SECRET_KEYS=OLD)
    ran = mlops_bot("keys", "status")
    assert (ran.code, "To change them" in ran.out) == (0, True)
    asyncio.run(install())
    mlops_bot.set(SECRET_KEYS=f"{NEW},{OLD}")
    ran = mlops_bot("keys", "status", "--json")
    assert (ran.code, ran.json["left"], ran.json["unreadable"]) == (1, 3, 0)
    assert "3 still need an older key" in ran.json["text"]
    assert mlops_bot("keys", "rotate").out.startswith(
        "3 values encrypted under the newest key. Nothing is left under an older key"
    )
    assert mlops_bot("keys", "status", "--json").json["keys"] == [
        {"key": "newest", "values": 3},
        {"key": "older 1", "values": 0},
        {"key": "none of them", "values": 0},
    ]
    mlops_bot.set(SECRET_KEYS=OLD)
    ran = mlops_bot("keys", "rotate", "--json")
    assert (ran.code, ran.json["unreadable"], ran.json["changed"]) == (1, 3, 0)
    assert "cannot be read with any of these keys" in mlops_bot("keys", "status").out
