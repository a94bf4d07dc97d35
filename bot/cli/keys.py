"""`mlops-bot keys`: changing the secret keys, with a proof that an old one is not needed."""

import asyncio
import sys

import click

from bot.app import open_app
from bot.cli.context import Context
from bot.cli.output import say, show
from bot.ports import KeyUse
from bot.process import migrations
from bot.settings import Settings

_HOW = (
    "To change them: SECRET_KEYS=NEW,OLD everywhere and restart; mlops-bot keys rotate; then NEW."
)


@click.group("keys", short_help="Change the secret keys; prove that an old one is not needed.")
def command() -> None:
    """Change the secret keys (SECRET_KEYS), the newest first, while the bot runs."""


@command.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def status(context: Context, as_json: bool) -> None:
    """Count what is encrypted under each key; exit code 1 while an older key is still needed."""
    use = asyncio.run(_use(context.settings))
    rows = [
        {"key": "newest" if not number else f"older {number}", "values": values}
        for number, values in enumerate(use.values)
    ]
    rows.append({"key": "none of them", "values": use.unreadable})
    if as_json:
        say(_verdict(use), as_json=True, keys=rows, left=use.left, unreadable=use.unreadable)
    else:
        show(rows, as_json=False)
        click.echo(_verdict(use))
    if use.left:
        sys.exit(1)


@command.command("rotate")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def rotate(context: Context, as_json: bool) -> None:
    """Encrypt everything under the newest key, then look that nothing is left under another."""
    changed, use = asyncio.run(_rotate(context.settings))
    what = "1 value" if changed == 1 else f"{changed:,} values"
    text = f"{what} encrypted under the newest key. {_verdict(use)}"
    say(text, as_json=as_json, changed=changed, left=use.left, unreadable=use.unreadable)
    if use.left:
        sys.exit(1)


def _verdict(use: KeyUse) -> str:
    if use.unreadable:
        return (
            f"{use.unreadable:,} cannot be read with any of these keys: put the missing one at "
            "the end of SECRET_KEYS, or let those workspaces install again."
        )
    if use.left:
        return f"{use.left:,} still need an older key. Run: mlops-bot keys rotate"
    if len(use.values) > 1:
        return "Nothing is left under an older key: SECRET_KEYS may hold the newest alone."
    return _HOW


async def _use(settings: Settings) -> KeyUse:
    migrations(settings).check()
    async with open_app(settings) as app:
        return await app.store.seals.keys_in_use()


async def _rotate(settings: Settings) -> tuple[int, KeyUse]:
    migrations(settings).check()
    async with open_app(settings) as app:
        changed = await app.store.seals.reseal()
        return changed, await app.store.seals.keys_in_use()
