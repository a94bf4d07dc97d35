"""`mlops-bot config`."""

import click

from bot.cli.context import Context
from bot.cli.output import show
from bot.settings import redacted


@click.command("config", short_help="Show the settings in force, secrets hidden.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """Show every setting in force. Secrets are never shown, only whether they are set."""
    shown = redacted(context.settings)
    show([{"setting": name, "value": value} for name, value in shown.items()], as_json=as_json)
