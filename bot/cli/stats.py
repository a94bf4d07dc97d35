"""`mlops-bot stats`."""

import asyncio
from collections import Counter
from collections.abc import Mapping

import click

from bot.app import open_app
from bot.cli.context import Context
from bot.cli.output import show
from bot.process import migrations
from bot.settings import Settings


@click.command("stats", short_help="Count plans and deliveries.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """Count plans, deliveries and reported links by state."""
    migrations(context.settings).check()
    counts = asyncio.run(_counts(context.settings))
    rows = [
        {"what": what, "state": state, "count": count}
        for what, states in counts.items()
        for state, count in states.items()
    ]
    show(rows, as_json=as_json, empty="Nobody has started a plan yet.")


async def _counts(settings: Settings) -> Mapping[str, Mapping[str, int]]:
    async with open_app(settings) as app:
        links = Counter(
            "broken" if each.broken else "reported" for each in await app.store.links.reported()
        )
        return {**await app.store.operations.counts(), "links": links}
