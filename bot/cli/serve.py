"""`mlops-bot serve`."""

import asyncio

import click

from bot.cli.context import Context
from bot.logs import set_up_logs
from bot.process import serve
from bot.settings import secrets_of


@click.command("serve", short_help="Run the bot.")
@click.pass_obj
def command(context: Context) -> None:
    """Run the bot until Ctrl+C: the web chat, the scheduler and all that sends.

    Without any setting it opens the web chat on this computer and keeps everything in one file.
    """
    settings = context.settings
    set_up_logs(as_json=settings.log_json, secrets=secrets_of(settings))
    asyncio.run(serve(settings, click.echo))
