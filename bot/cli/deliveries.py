"""`mlops-bot deliveries`."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

import click

from bot.app import App, open_app
from bot.cli.context import Context
from bot.cli.output import say, show
from bot.domain.delivery import DeliveryState
from bot.domain.errors import Fault
from bot.process import migrations
from bot.settings import Settings
from bot.storage.operations import LedgerLine

T = TypeVar("T")


class NoSuchDelivery(Fault):
    """No delivery with that key is uncertain. See: mlops-bot deliveries list --state uncertain."""


@click.group("deliveries", short_help="Look at deliveries; resend, hold or release them.")
def command() -> None:
    """Look at deliveries; resend, hold or release them."""


@command.command("list")
@click.option(
    "--state",
    type=click.Choice([each.value for each in DeliveryState]),
    help="Only those in this state.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=50,
    show_default=True,
    help="How many, the newest first.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_deliveries(context: Context, state: str | None, limit: int, as_json: bool) -> None:
    """List deliveries, the newest first."""
    wanted = DeliveryState(state) if state else None

    async def lines(app: App) -> Sequence[LedgerLine]:
        return await app.store.operations.deliveries(wanted, limit=limit)

    rows = [asdict(line) for line in _with(context.settings, lines)]
    show(rows, as_json=as_json, empty="No deliveries yet.")


@command.command("resend")
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def resend(context: Context, key: str, as_json: bool) -> None:
    """Send an uncertain delivery again, after looking that it has not arrived."""
    if not _with(context.settings, lambda app: app.store.operations.resend(key)):
        raise NoSuchDelivery
    say("It goes out with the next tick.", as_json=as_json, key=key)


@command.command("hold")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def hold(context: Context, as_json: bool) -> None:
    """Hold every send, for example after a long stop. Planning goes on."""
    _with(context.settings, lambda app: app.store.facts.hold(held=True))
    say("All sends are held. Release them: mlops-bot deliveries release", as_json=as_json)


@command.command("release")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def release(context: Context, as_json: bool) -> None:
    """Let sends go out again; what has become too late is dropped and comes with the next."""
    _with(context.settings, lambda app: app.store.facts.hold(held=False))
    say("Sends go out again.", as_json=as_json)


def _with(settings: Settings, work: Callable[[App], Awaitable[T]]) -> T:
    """Work on the database beside a running bot: short transactions, no claims."""
    migrations(settings).check()

    async def run() -> T:
        async with open_app(settings) as app:
            return await work(app)

    return asyncio.run(run())
