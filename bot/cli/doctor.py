"""`mlops-bot doctor`: what is missing, with the fix."""

import asyncio
import socket
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from bot.cli.context import Context
from bot.cli.output import show
from bot.domain.errors import Fault
from bot.kits import many_workspaces
from bot.library.loader import load_library
from bot.library.shipped import shipped
from bot.lock import FileLock
from bot.process import migrations
from bot.settings import Settings, secret_key
from bot.storage.text_index import FtsIndex

PYTHON = (3, 11)
SQLITE = (3, 35, 0)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `ok`, or what to do about it."""

    what: str
    state: str
    fix: str = ""


@click.command("doctor", short_help="Name what is missing, with the fix.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """Look at everything the bot needs; exit code 1 when something has to be fixed."""
    findings = list(examine(context.settings))
    show([asdict(each) for each in findings], as_json=as_json)
    if any(each.fix for each in findings):
        sys.exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which a start would meet it."""
    yield _versions()
    yield _search()
    yield _secret_key(settings)
    yield _database(settings)
    yield _running(settings)
    yield from _curricula(settings)
    yield _web_chat(settings)
    yield from _slack(settings)
    yield _discord(settings)


def _versions() -> Finding:
    python = ".".join(map(str, sys.version_info[:3]))
    state = f"Python {python}, SQLite {sqlite3.sqlite_version}"
    if sys.version_info[:2] < PYTHON:
        return Finding("versions", state, "install Python 3.11 or newer")
    if sqlite3.sqlite_version_info < SQLITE:
        return Finding("versions", state, "use a Python with SQLite 3.35 or newer, or PostgreSQL")
    return Finding("versions", state)


def _search() -> Finding:
    """Searching uses SQLite's FTS5, which nearly every build has."""
    try:
        FtsIndex(())
    except sqlite3.OperationalError:
        return Finding("search", "SQLite lacks FTS5", "use a Python whose SQLite has FTS5")
    return Finding("search", "ok")


def _secret_key(settings: Settings) -> Finding:
    try:
        secret_key(settings)
    except Fault as error:
        return Finding("secret keys", "missing or unusable", str(error))
    return Finding("secret keys", "ok")


def _database(settings: Settings) -> Finding:
    name = str(settings.sqlite_file) if settings.is_sqlite else "PostgreSQL"
    try:
        plan = migrations(settings)
        version = plan.current()
    except Fault as error:
        return Finding("database", name, str(error))
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering is the finding
        return Finding(
            "database", f"{name} does not answer", f"{type(error).__name__}: see DATABASE_URL"
        )
    if version == plan.head():
        return Finding("database", f"{name}, version {version}")
    if settings.is_sqlite:
        return Finding("database", f"{name}, made or migrated at the next start")
    return Finding("database", f"{name}, version {version or 'none'}", "run: mlops-bot migrate")


def _running(settings: Settings) -> Finding:
    if not settings.is_sqlite:
        return Finding("process", "PostgreSQL serves several processes")
    with FileLock(settings.sqlite_file) as lock:
        if lock.try_take():
            return Finding("process", "not running")
    return Finding("process", "running now")


def _slack(settings: Settings) -> Iterator[Finding]:
    """A token to send with and one to listen with; Slack is asked about them at the start."""
    if settings.slack_client_id is not None:
        yield _many_workspaces(settings)
        return
    sends, hears = settings.slack_bot_token, settings.slack_app_token
    signed = settings.slack_signing_secret
    if sends is None and hears is None and signed is None:
        return
    if sends is None:
        yield Finding("Slack", "SLACK_BOT_TOKEN is missing", _WHERE_TO_SEND)
    elif hears is None and signed is None:
        yield Finding("Slack", "SLACK_APP_TOKEN is missing", _WHERE_TO_LISTEN)
    elif not sends.get_secret_value().startswith("xoxb-"):
        yield Finding("Slack", "SLACK_BOT_TOKEN is another kind of token", "it begins with xoxb-")
    elif hears is not None and not hears.get_secret_value().startswith("xapp-"):
        yield Finding("Slack", "SLACK_APP_TOKEN is another kind of token", "it begins with xapp-")
    else:
        how = "over Socket Mode" if hears is not None else f"over HTTP on port {settings.port}"
        yield Finding("Slack", f"one workspace {how}")


def _many_workspaces(settings: Settings) -> Finding:
    """What an app needs that others install."""
    try:
        many_workspaces(settings)
    except Fault as error:
        return Finding("Slack", "set up for many workspaces, but not wholly", str(error))
    port = f"over HTTP on port {settings.port}"
    url = (settings.public_url or "").rstrip("/")
    return Finding("Slack", f"many workspaces {port}; they install it at {url}/slack/install")


_WHERE_TO_SEND = "copy it from OAuth & Permissions on your app's page; see docs/slack.md"
_WHERE_TO_LISTEN = (
    "make it under Basic Information, App-Level Tokens, with connections:write; or set "
    "SLACK_SIGNING_SECRET for HTTP; see docs/slack.md"
)


def _curricula(settings: Settings) -> Iterator[Finding]:
    roots = [shipped("curriculum")]
    if settings.curriculum_dir is not None:
        roots.append(settings.curriculum_dir)
        if not settings.curriculum_dir.is_dir():
            yield Finding(
                "CURRICULUM_DIR",
                f"{settings.curriculum_dir} is no folder",
                "name an existing folder",
            )
    library = load_library(roots)
    for each in library.curricula.values():
        yield Finding(f"curriculum {each.id}", f"{len(each.plans)} plans, revision {each.revision}")
    for refused in library.refused:
        yield Finding("curriculum refused", str(refused), "run: mlops-bot curriculum check")


def _discord(settings: Settings) -> Finding:
    """Whether Discord answers, and to whom."""
    if settings.discord_token is None:
        return Finding("Discord", "off; set DISCORD_TOKEN to use it (docs/discord.md)")
    from bot.platforms.discord.look import look  # noqa: PLC0415 - only where it is used

    token = settings.discord_token.get_secret_value()
    name, problem = asyncio.run(look(token, api_url=settings.discord_api_url))
    return Finding("Discord", f"answers as {name}" if name else "no answer", problem)


def _web_chat(settings: Settings) -> Finding:
    if not settings.web_chat_on:
        return Finding("web chat", "off")
    with socket.socket() as probe:
        probe.settimeout(0.2)
        taken = probe.connect_ex(("127.0.0.1", settings.webchat_port)) == 0
    if taken:
        return Finding("web chat", f"port {settings.webchat_port} answers already", "")
    return Finding("web chat", f"on, port {settings.webchat_port} is free")
