"""`mlops-bot say`: the same conversation from a shell, through the same dispatch."""

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from bot.app import App, open_app
from bot.cli.answer_files import write_files
from bot.cli.context import Context
from bot.cli.picture_file import check_is_new, write_picture
from bot.domain.authority import Standing
from bot.domain.card import Card
from bot.domain.conversation import Attachment, Inbound, Origin
from bot.domain.delivery import Destination, Lookup, Outcome
from bot.domain.edits import EditOutcome
from bot.domain.errors import Fault
from bot.domain.text import clean_name
from bot.lock import FileLock
from bot.logs import set_up_logs
from bot.platforms.terminal.render import render_text
from bot.ports import Outgoing, Platform, Rewrite
from bot.process import migrations
from bot.settings import Settings, secrets_of


class BadName(Fault):
    """A name has 1 to 80 plain letters. For example: --as ada --in "#study"."""


OWNER = "you"
"""Whoever runs this program manages its web chat; under another name they try a member's part."""
ELSEWHERE = "The bot is running: what it sends appears in the open web chat."


@dataclass(slots=True)
class Overheard:
    """A platform that notes what it passes on to the real one."""

    inner: Platform
    place: str
    heard: list[Card] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The real platform's name."""
        return self.inner.name

    @property
    def in_flight(self) -> int:
        """As the real platform's."""
        return self.inner.in_flight

    @property
    def spacing(self) -> timedelta:
        """As the real platform's."""
        return self.inner.spacing

    @property
    def place_spacing(self) -> timedelta:
        """As the real platform's."""
        return self.inner.place_spacing

    @property
    def makes_threads(self) -> bool:
        """As on the real platform."""
        return self.inner.makes_threads

    @property
    def edit_spacing(self) -> timedelta:
        """As the real platform's."""
        return self.inner.edit_spacing

    async def send(self, message: Outgoing) -> Outcome:
        """Send, and note what went to our place."""
        if message.to.place == self.place:
            self.heard.append(message.card)
        return await self.inner.send(message)

    async def edit(self, change: Rewrite) -> EditOutcome:
        """As the real platform."""
        return await self.inner.edit(change)

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
        """As the real platform."""
        return await self.inner.find(key, to, since=since)


@click.command("say", short_help="Say something to the bot and read its answer here.")
@click.argument("text")
@click.option("--as", "name", default=OWNER, show_default=True, help="Who says it.")
@click.option("--in", "place", default="", help="Where: a channel such as #study; else a DM.")
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the answer's picture into this new PNG file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(  # noqa: PLR0917 - click passes them by name
    context: Context, text: str, name: str, place: str, picture: Path | None, as_json: bool
) -> None:
    """Say TEXT to the bot, as in the web chat: mlops-bot say "enroll case studies"."""
    settings = context.settings
    set_up_logs(as_json=settings.log_json, level=30, secrets=secrets_of(settings))
    if picture is not None:
        check_is_new(picture)
    told, running = asyncio.run(_say(settings, _inbound(text, name=name, place=place)))
    cards, written = told.cards, write_files(told.files, Path.cwd())
    if as_json:
        said: dict[str, Any] = {"cards": [render_text(each) for each in cards], "running": running}
        said["files"] = [str(path) for path in written]
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        click.echo("\n\n".join(render_text(each) for each in cards))
        for path in written:
            click.echo(f"Written: {path}")
    if picture is not None:
        asyncio.run(write_picture(cards, picture))
    if running and not as_json:
        click.echo(f"\n{ELSEWHERE}")


@dataclass(frozen=True, slots=True)
class _Told:
    """What an answer brought."""

    cards: list[Card]
    files: tuple[Attachment, ...]


async def _say(settings: Settings, inbound: Inbound) -> tuple[_Told, bool]:
    """The reply, and what was sent because of it where no other process does the sending."""
    if not settings.is_sqlite:
        migrations(settings).check()
        return await _reply_only(settings, inbound), True
    with FileLock(settings.sqlite_file) as lock:
        if not lock.try_take():
            return await _reply_only(settings, inbound), True
        migrations(settings).upgrade()
        return await _reply_and_deliver(settings, inbound), False


async def _reply_only(settings: Settings, inbound: Inbound) -> _Told:
    async with open_app(settings) as app:
        return await _reply(app, inbound)


async def _reply_and_deliver(settings: Settings, inbound: Inbound) -> _Told:
    overheard: list[Overheard] = []

    def listen(platform: Platform) -> Platform:
        overheard.append(Overheard(platform, inbound.origin.place))
        return overheard[-1]

    async with open_app(settings, around=listen) as app:
        await app.begin()
        told = await _reply(app, inbound)
        await app.planner.plan_due()
        await app.drainer.drain()
    return _Told([*told.cards, *(card for each in overheard for card in each.heard)], told.files)


async def _reply(app: App, inbound: Inbound) -> _Told:
    reply = await app.conversation(inbound)
    cards = [card for card in (reply.card, reply.update if not reply.card else None) if card]
    return _Told(cards, reply.files)


def _inbound(text: str, *, name: str, place: str) -> Inbound:
    """What is said, by whom and where; names are the ids of this platform.

    Raises:
        BadName: a name is empty, longer than 80 letters, or holds what cannot be kept.
    """
    if not name or clean_name(name) != name or clean_name(place) != place:
        raise BadName
    origin = Origin(
        platform="webchat",
        workspace="local",
        place=place or f"dm:{name}",
        person=name,
        is_dm=not place,
        person_name=name,
        standing=Standing.ADMIN if name == OWNER else Standing.MEMBER,
    )
    return Inbound(event_id=f"say:{uuid.uuid4()}", origin=origin, text=text)
