"""`mlops-bot limits`."""

import asyncio

import click

from bot.app import open_app
from bot.cli.context import Context
from bot.cli.output import show
from bot.domain.errors import Fault
from bot.domain.limits import DEFAULTS, Limit, parse_limit
from bot.ports.limits import WorkspaceName
from bot.process import migrations
from bot.settings import Settings

HERE = "webchat/local"


class NoSuchWorkspace(Fault):
    """There is no such workspace. Name it PLATFORM/ID, for example webchat/local."""


@click.command("limits", short_help="Show or change how much a workspace may have.")
@click.argument("workspace", default=HERE)
@click.option("--set", "changes", multiple=True, help="NAME=NUMBER, or NAME=default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, workspace: str, changes: tuple[str, ...], as_json: bool) -> None:
    """Show the limits of WORKSPACE (PLATFORM/ID), or change them with --set."""
    platform, _, name = workspace.partition("/")
    wanted = [parse_limit(each) for each in changes]
    migrations(context.settings).check()
    found = asyncio.run(_limits(context.settings, (platform, name), wanted=wanted))
    rows = [
        {"limit": each.value, "value": found.get(each, usual), "usual": usual}
        for each, usual in DEFAULTS.items()
    ]
    show(rows, as_json=as_json)


async def _limits(
    settings: Settings, workspace: WorkspaceName, *, wanted: list[tuple[Limit, int | None]]
) -> dict[Limit, int]:
    async with open_app(settings) as app:
        for limit, value in wanted:
            if not await app.store.limits.set(workspace, limit, value=value):
                raise NoSuchWorkspace
        return dict((await app.store.limits.changed()).get(workspace, {}))
