"""`mlops-bot slack`: what setting up Slack needs."""

import json

import click

from bot.cli.context import Context
from bot.settings import BadSettings


@click.group("slack", short_help="Set up Slack.")
def command() -> None:
    """Set up Slack."""


@command.command("manifest")
@click.option("--http", is_flag=True, help="For HTTP under PUBLIC_URL instead of Socket Mode.")
@click.option("--many", is_flag=True, help="As --http, for an app that many workspaces install.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, without the reasons.")
@click.pass_obj
def manifest(context: Context, http: bool, many: bool, as_json: bool) -> None:
    """Print the app manifest to paste where Slack asks for one, with each permission's reason."""
    from bot.platforms.slack import manifest as made  # noqa: PLC0415 - imported only when used

    url = context.settings.public_url if http or many else None
    if (http or many) and url is None:
        raise BadSettings("PUBLIC_URL: the https address under which Slack reaches this bot")
    if as_json:
        click.echo(json.dumps(made.manifest(url, many=many), indent=2))
    else:
        click.echo(made.manifest_yaml(url, many=many))
