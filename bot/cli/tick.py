"""`mlops-bot tick`."""

import asyncio

import click

from bot.app import open_app
from bot.cli.context import Context
from bot.cli.output import say
from bot.logs import set_up_logs
from bot.process import prepared
from bot.settings import Settings, secrets_of


@click.command("tick", short_help="Plan and send what is due now, once.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """Plan what is due, send what is ready, look up what was in flight; then stop."""
    settings = context.settings
    set_up_logs(as_json=settings.log_json, secrets=secrets_of(settings))
    counts = asyncio.run(_tick(settings))
    planned = counts.pop("planned")
    ends = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none sent"
    say(f"Planned {planned}; {ends}.", as_json=as_json, planned=planned, deliveries=counts)


async def _tick(settings: Settings) -> dict[str, int]:
    with prepared(settings):
        async with open_app(settings) as app:
            await app.begin()
            planned = await app.planner.plan_due()
            drained = await app.drainer.drain()
            await app.editor.edit()
            return {**drained, "planned": planned}
