"""One running process: prepares the database, runs every loop, and stops in an orderly way."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.app import App, open_app
from bot.heap import settle_heap
from bot.kits import Around
from bot.library.shipped import shipped
from bot.lock import FileLock
from bot.scheduler import Jobs, Scheduler
from bot.settings import Settings
from bot.storage.migrate import Migrations
from bot.storage.shifts import open_shifts
from bot.usecases.duty import Duty, Work

if TYPE_CHECKING:
    from starlette.routing import Route

    from bot.platforms.webchat.server import WebChatServer
    from bot.public import PublicServer

FINISH_WITHIN = timedelta(seconds=20)
"""How long SIGTERM waits for what is claimed; the rest is recovered at the next start."""

log = structlog.get_logger(__name__)

Announce = Callable[[str], None]


def migrations(settings: Settings) -> Migrations:
    """The migrations of this program for the database of these settings."""
    if settings.is_sqlite:
        settings.sqlite_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.sqlite_file.touch(mode=0o600, exist_ok=True)
    return Migrations(url=settings.database, folder=shipped("migrations"))


@contextmanager
def prepared(settings: Settings) -> Iterator[None]:
    """Hold the database for this process and see that it has the right version.

    The embedded default is migrated by itself, after a backup of the file; PostgreSQL by command.

    Raises:
        AlreadyRunning: another process holds the SQLite file.
        NewerDatabase: the database was made by a newer program.
        OldDatabase: PostgreSQL has not been migrated yet.
    """
    if not settings.is_sqlite:
        migrations(settings).check()
        yield
        return
    with FileLock(settings.sqlite_file) as lock:
        lock.take()
        migrations(settings).upgrade()
        yield


async def serve(settings: Settings, announce: Announce) -> None:
    """Run until SIGTERM or SIGINT; `announce` gets what the operator should read."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with prepared(settings):
        async with open_app(settings) as app:
            await app.begin()
            settle_heap()
            await _run(app, announce, stop=stop)


async def _run(app: App, announce: Announce, *, stop: asyncio.Event) -> None:
    scheduler = Scheduler(Jobs(tick=app.tick, recover=app.recover, housekeeping=app.tidy))
    server = _web_chat(app) if app.settings.web_chat_on else None  # what it lacks is said alone
    around = Around(store=app.store, painter=app.painter, engine=app.engine)
    slack = app.kits.slack_listening(app.conversation, app.studies, around=around)
    where = await slack.greet() if slack is not None else ""
    routes = (*_pages(app), *(slack.routes if slack is not None else ()))
    public = _public(app, routes) if routes else None
    discord = app.discord_gateway()
    greeting = await _discord_line(app)
    async with asyncio.TaskGroup() as tasks:
        engine = tasks.create_task(app.engine.run(stop))
        if server is not None:
            announce(_where(app, server))
            tasks.create_task(server.serve(stop))
        if slack is not None:
            over_http = public if slack.routes else None
            announce(_slack_line(app, where, public=over_http))
            alone = partial(_alone, app, slack.serve, to="slack")
            tasks.create_task(slack.serve(stop) if slack.routes else alone(stop=stop))
        if public is not None:
            announce(_public_line(app, public))
            tasks.create_task(public.serve(stop))
        if discord is not None:
            announce(greeting)
            standing_by = discord.stand_by
            tasks.create_task(
                _alone(app, discord.serve, to="discord", stop=stop, standing_by=standing_by)
            )
        app.engine.wake()
        scheduler.start()
        tasks.create_task(app.search.index())  # so that nobody's first search waits for it
        await stop.wait()
        log.info("stopping")
        scheduler.stop()
        await _finish(engine)
    log.info("stopped")


async def _alone(
    app: App,
    serve: Work,
    *,
    to: str,
    stop: asyncio.Event,
    standing_by: Callable[[], None] = lambda: None,
) -> None:
    """Listen to a platform while no other process on this database does."""
    shifts = open_shifts(app.settings.database)
    try:
        await Duty(shifts, f"{to} gateway", standing_by=standing_by).run(serve, stop)
    finally:
        await shifts.close()


async def _finish(engine: "asyncio.Task[None]") -> None:
    """Wait for what is in hand; what takes too long is recovered at the next start."""
    done, _ = await asyncio.wait({engine}, timeout=FINISH_WITHIN.total_seconds())
    if not done:
        log.warning("stopped_in_flight")
        engine.cancel()


def _web_chat(app: App) -> "WebChatServer":
    from bot.platforms.webchat.server import WebChatServer  # noqa: PLC0415 - only where it is on

    settings = app.settings
    password = settings.webchat_password
    server = WebChatServer(
        app.chat_parts(),
        session_key=app.session_key(),
        port=settings.webchat_port,
        password=password.get_secret_value() if password else None,
    )
    server.bind()
    return server


def _where(app: App, server: "WebChatServer") -> str:
    plans = sum(len(each.plans) for each in app.library.curricula.values())
    kept = app.settings.sqlite_file if app.settings.is_sqlite else "PostgreSQL"
    return (
        f"The web chat is open, with {plans} plans. Everything is kept in {kept}.\n\n"
        f"  {server.address}\n\n"
        "Open this address once in your browser. Stop with Ctrl+C; start again and it all goes on."
    )


def _public(app: App, routes: "Sequence[Route]") -> "PublicServer":
    from bot.public import PublicServer  # noqa: PLC0415 - only where something is public

    return PublicServer(routes, host=app.settings.host, port=app.settings.port)


def _pages(app: App) -> "tuple[Route, ...]":
    """What the public listener serves besides Slack's: nothing without PUBLIC_URL."""
    if app.settings.public_url is None:
        return ()
    from bot.web.public_pages import public_pages  # noqa: PLC0415 - only where it is public

    return public_pages(
        app.store,
        studies=app.studies,
        clock=app.clock,
        painter=app.painter,
        public_url=app.settings.public_url,
    )


def _public_line(app: App, public: "PublicServer") -> str:
    pages = app.settings.public_url
    served = f"Calendars and boards are given out under {pages}; " if pages else ""
    return f"{served}the public listener is {public.address}."


def _slack_line(app: App, where: str, *, public: "PublicServer | None") -> str:
    heard = f"over HTTP on {public.address}" if public else "over Socket Mode"
    address = app.settings.slack_api_url
    through = f" Everything for Slack goes to {address}." if address else ""
    return f"Slack is on {heard}, {where}. Try /mlops enroll there.{through}"


async def _discord_line(app: App) -> str:
    """What the operator reads about Discord; a token that is refused ends the start."""
    if app.kits.discord is None:
        return ""
    name = await app.kits.discord.greet()
    lines = [f"Discord is on, as {name}." if name else "Discord is on, once it can be reached."]
    if not await app.kits.discord.is_synced(app.store.facts):
        lines.append("Its menu of commands is not up to date: run mlops-bot discord sync")
    settings = app.settings
    for what, address in (
        ("Requests for Discord go to", settings.discord_api_url),
        ("Its gateway is", settings.discord_gateway_url),
    ):
        if address:
            lines.append(f"{what}: {address}")
    return "\n".join(lines)
