"""`mlops-bot discord`: the menu of commands, and the links that add the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from bot.app import App, open_app
from bot.cli.context import Context
from bot.cli.output import say, show
from bot.domain.errors import Fault
from bot.lock import FileLock
from bot.platforms.discord.composition import DiscordKit
from bot.platforms.discord.install import PERMISSIONS, person_link, server_link
from bot.process import migrations
from bot.settings import BadSettings, Settings

T = TypeVar("T")


class Unreachable(Fault):
    """Discord cannot be reached. Check the network, and DISCORD_API_URL where it is set."""


@click.group("discord", short_help="Sync Discord's menu of commands; print the install links.")
def command() -> None:
    """Sync Discord's menu of commands; print the links that add the bot."""


@command.command("sync")
@click.option("--again", is_flag=True, help="Even where nothing has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def sync(context: Context, again: bool, as_json: bool) -> None:
    """Bring Discord's menu to this program's commands; run it after each update.

    Nothing is sent where the menu has not changed.
    """

    async def work(app: App, kit: DiscordKit) -> bool:
        return await kit.sync(app.store.facts, again=again)

    sent = _with(context.settings, work)
    text = "Discord has the commands now." if sent else "Nothing has changed since the last sync."
    say(text, as_json=as_json, sent=sent)


@command.command("invite")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def invite(context: Context, as_json: bool) -> None:
    """Print the links that add the bot, and why it asks for each permission."""

    async def application(_app: App, kit: DiscordKit) -> int:
        return kit.api.application_id

    number = _with(context.settings, application)
    links = {"to a server": server_link(number), "for yourself": person_link(number)}
    rows = [{"permission": each.name, "why": each.reason} for each in PERMISSIONS]
    if as_json:
        say("", as_json=True, **links, permissions=rows)
        return
    for where, link in links.items():
        click.echo(f"Add it {where}:\n  {link}\n")
    show(rows, as_json=False)


def _with(settings: Settings, work: Callable[[App, DiscordKit], Awaitable[T]]) -> T:
    """Work beside a running bot, or on a database that is made now.

    Raises:
        BadSettings: DISCORD_TOKEN is not set.
        Unreachable: there was no answer.
    """
    if settings.discord_token is None:
        raise BadSettings("DISCORD_TOKEN: set it to the bot's token; see docs/discord.md")

    async def run() -> T:
        async with open_app(settings) as app:
            assert app.kits.discord is not None  # noqa: S101 - the token is set
            if not await app.kits.discord.greet():
                raise Unreachable(" ".join((Unreachable.__doc__ or "").split()))
            return await work(app, app.kits.discord)

    if settings.is_sqlite:
        with FileLock(settings.sqlite_file) as lock:
            if lock.try_take():
                migrations(settings).upgrade()
                return asyncio.run(run())
    migrations(settings).check()
    return asyncio.run(run())
