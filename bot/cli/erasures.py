"""`mlops-bot erasures`: who was erased, as keyed hashes, and putting a restored backup right."""

import asyncio
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from bot.app import open_app
from bot.cli.context import Context
from bot.cli.output import say, show
from bot.domain.errors import Fault
from bot.ports import Erased
from bot.process import migrations
from bot.settings import Settings

_DIGEST = re.compile(r"[0-9a-f]{64}")


class NoJournal(Fault):
    """That file is not what `mlops-bot erasures list --json` prints."""


@click.group("erasures", short_help="Who was erased, as hashes; erase them from a restored backup.")
def command() -> None:
    """Who was erased, as keyed hashes; erase them again after a backup was restored."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, to be kept with the backups.")
@click.pass_obj
def list_erasures(context: Context, as_json: bool) -> None:
    """List the hashes of everybody who was erased, the first first."""
    rows = [
        {"digest": each.digest, "at": each.at.isoformat()}
        for each in asyncio.run(_erased(context.settings))
    ]
    show(rows, as_json=as_json, empty="Nobody was erased.")


@command.command("apply")
@click.argument("journal", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def apply(context: Context, journal: Path, as_json: bool) -> None:
    """Erase again whom JOURNAL names: after a restore, before the bot starts."""
    erased = _journal(journal.read_text(encoding="utf-8"))
    gone = asyncio.run(_apply(context.settings, erased))
    people = "1 person" if gone == 1 else f"{gone} people"
    say(f"{people} erased again.", as_json=as_json, erased=gone)


def _journal(text: str) -> list[Erased]:
    try:
        rows = json.loads(text)
        found = [Erased(digest=r["digest"], at=datetime.fromisoformat(r["at"])) for r in rows]
        if isinstance(rows, list) and all(
            _DIGEST.fullmatch(each.digest) and each.at.tzinfo for each in found
        ):
            return found
    except (ValueError, TypeError, KeyError) as error:
        raise NoJournal from error
    raise NoJournal


async def _erased(settings: Settings) -> Sequence[Erased]:
    migrations(settings).check()
    async with open_app(settings) as app:
        return await app.store.personal.erased()


async def _apply(settings: Settings, journal: Sequence[Erased]) -> int:
    migrations(settings).check()
    async with open_app(settings) as app:
        return await app.store.personal.erase_again(journal)
