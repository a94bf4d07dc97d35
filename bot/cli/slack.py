"""`mlops-bot slack`: what setting up Slack needs."""

import json

import click


@click.group("slack", short_help="Set up Slack.")
def command() -> None:
    """Set up Slack."""


@command.command("manifest")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, without the reasons.")
def manifest(as_json: bool) -> None:
    """Print the app manifest to paste where Slack asks for one, with each permission's reason."""
    from bot.platforms.slack import manifest as made  # noqa: PLC0415 - imported only when used

    text = json.dumps(made.manifest(), indent=2) if as_json else made.manifest_yaml()
    click.echo(text)
