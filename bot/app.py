"""The composition root: settings become a store, platforms, use cases and the loops around them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.clock import SystemClock
from bot.desks import desks_on
from bot.engine.inline import InlineEngine
from bot.faults import killer
from bot.kits import Kits, open_kits
from bot.library.holidays import CountryHolidays
from bot.library.live import LiveLibrary
from bot.library.search import LiveSearch
from bot.library.shipped import shipped
from bot.pictures.painter import PillowPainter
from bot.platforms.webchat.adapter import WebChatPlatform
from bot.platforms.webchat.hub import Hub
from bot.platforms.webchat.parts import ChatParts
from bot.ports import Painter, Platform
from bot.settings import Settings, derived_key, derived_keys
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from bot.storage.text_index import FtsIndex
from bot.tzversion import tz_fingerprint
from bot.usecases.dispatch import Dispatch
from bot.usecases.drain import Drainer
from bot.usecases.edits import Editor
from bot.usecases.link_state import BrokenLinks
from bot.usecases.plan_due import Planner
from bot.usecases.publish import publish
from bot.usecases.rates import CommandRates
from bot.usecases.recover import Recovery
from bot.usecases.sharing import Sharing
from bot.usecases.study import Studies
from bot.usecases.study_clock import MovableClock, StudyClockUseCase
from bot.usecases.zones_changed import keep_local_times
from bot.web.books import Binder
from bot.web.ics import IcsWriter

if TYPE_CHECKING:
    from bot.platforms.discord.gateway import DiscordGateway

KEEP_EVENTS = timedelta(days=7)
KEEP_DELIVERIES = timedelta(days=90)
KEEP_SUSPENDED = timedelta(days=30)
"""How long a workspace that removed us finds everything as it was."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything that runs, built once."""

    settings: Settings
    clock: MovableClock
    library: LiveLibrary
    store: SqlStore
    studies: Studies
    planner: Planner
    drainer: Drainer
    editor: Editor
    recovery: Recovery
    engine: InlineEngine
    search: LiveSearch
    conversation: Dispatch
    unhurried: Dispatch
    broken: BrokenLinks
    hub: Hub
    painter: Painter
    kits: Kits

    async def begin(self) -> None:
        """Publish the curricula and settle what a crash left behind; before anything is sent."""
        await publish(self.store, self.studies)
        await keep_local_times(self.store, self.studies, fingerprint=tz_fingerprint())
        recovered = await self.recovery.recover(everything=self.settings.is_sqlite)
        if recovered:
            log.info("recovered_at_start", deliveries=recovered)

    async def tick(self) -> None:
        """Plan what is due, and wake the engine where something is ready, whatever went wrong."""
        try:
            await self._follow_publication()
            await self.broken.refresh(self.store.links)
            await self.planner.plan_due(self.engine.wake)
        finally:
            await self._wake()

    async def _wake(self) -> None:
        if await self.store.ledger.ready_shards() or await self.store.edits.waiting():
            self.engine.wake()

    async def _follow_publication(self) -> None:
        """Read the curricula anew once another revision than ours was published."""
        if self.library.is_behind(await self.store.facts.published()):
            changed = await asyncio.to_thread(self.library.reload)
            log.info("curricula_reloaded", changed=changed)

    async def recover(self) -> None:
        """Look up what was in flight when its process stopped."""
        if await self.recovery.recover():
            self.engine.wake()

    async def tidy(self) -> None:
        """Forget what nobody needs any more, and who has been without us for long enough."""
        await self.store.facts.tidy(events=KEEP_EVENTS, deliveries=KEEP_DELIVERIES)
        await self.store.tenants.erase_suspended(since=KEEP_SUSPENDED)
        await self.store.doors.tidy(before=self.clock.real() - KEEP_DELIVERIES)
        await self.store.home.tidy()
        await self.store.presses.tidy(before=self.clock.real() - KEEP_DELIVERIES)
        await self.kits.tidy()  # last: platforms may take all the time there is

    def chat_parts(self) -> ChatParts:
        """What the web chat's server talks to."""
        study_clock = StudyClockUseCase(
            self.store,
            chat=self.store.chat,
            clock=self.clock,
            planner=self.planner,
            drainer=self.drainer,
            movable=not self.settings.other_platform,
        )
        return ChatParts(
            conversation=self.conversation,
            plays=self.unhurried,
            log=self.store.chat,
            clock=study_clock,
            study=self.clock,
            hub=self.hub,
            painter=self.painter,
        )

    def discord_gateway(self) -> "DiscordGateway | None":
        """What listens to Discord, where it is configured."""
        if self.kits.discord is None:
            return None
        from bot.platforms.discord.composition import Uses  # noqa: PLC0415 - only where it is used

        uses = Uses(
            conversation=self.conversation,
            studies=self.studies,
            search=self.search,
            painter=self.painter,
            store=self.store,
            tenants=self.store.tenants,
            engine=self.engine,
        )
        return self.kits.discord.gateway(uses)

    def session_key(self) -> bytes:
        """The key that signs the web chat's cookies."""
        return derived_key(self.settings, "web chat session")


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    around: Callable[[Platform], Platform] = lambda platform: platform,
    clock: MovableClock | None = None,
) -> AsyncIterator[App]:
    """Build the app on its database, which must be at this code's version.

    `around` wraps each platform where a command wants to see what is sent; `clock` stands in for
    the system's.
    """
    library = load(settings)
    clock = clock or SystemClock()
    database = open_database(settings.database)
    try:
        store = open_store(
            database,
            clock,
            database_time=not settings.is_sqlite,
            erase_keys=lambda: derived_keys(settings, "erasures"),
            token_keys=lambda: derived_keys(settings, "platform tokens"),
        )
        clock.offset = await _offset(settings, store)
        async with open_kits(settings, clock, store=store) as kits:
            app = _assemble(store, around=around, clock=clock, library=library, kits=kits)
            await app.broken.refresh(store.links)
            yield app
    finally:
        await database.close()


async def _offset(settings: Settings, store: SqlStore) -> timedelta:
    """How far study time is ahead: not at all for people on Slack or Discord."""
    kept = await store.facts.study_offset()
    if not (kept and settings.other_platform):
        return kept
    log.warning("study_offset_ignored", days=kept.days)
    return timedelta(0)


def load(settings: Settings) -> LiveLibrary:
    """The shipped curricula and those of CURRICULUM_DIR; refused ones are named in the log."""
    roots = [shipped("curriculum")]
    if settings.curriculum_dir is not None:
        roots.append(settings.curriculum_dir)
    library = LiveLibrary(roots)
    for refused in library.content.refused:
        log.error("curriculum_refused", problems=str(refused))
    return library


def _assemble(
    store: SqlStore,
    *,
    clock: MovableClock,
    library: LiveLibrary,
    around: Callable[[Platform], Platform],
    kits: Kits,
) -> App:
    settings, hub = kits.settings, Hub()
    studies = Studies(library, clock=clock, holidays=CountryHolidays())
    search = LiveSearch(library, folders=lambda: library.content.folders, texts=FtsIndex)
    failpoint = killer(settings.failpoint)
    desks = desks_on(store, studies, clock=clock, search=search, failpoint=failpoint)
    platforms = (WebChatPlatform(log=store.chat, hub=hub, clock=clock), *kits.platforms())
    serving = {each.name: around(each) for each in platforms}
    drainer, editor = desks.drainer(serving), desks.editor(serving)
    engine, broken = InlineEngine(drainer, editor), desks.letters.broken
    dispatch = partial(Dispatch, store=store, studies=studies, engine=engine, search=search)
    sharing = Sharing(calendars=IcsWriter(), binder=Binder(), public_url=settings.public_url)
    dispatch = partial(dispatch, broken=broken, platforms=serving, sharing=sharing)
    return App(
        settings=settings,
        clock=clock,
        library=library,
        store=store,
        studies=studies,
        planner=desks.planner,
        drainer=drainer,
        editor=editor,
        recovery=desks.recovery(serving),
        engine=engine,
        search=search,
        conversation=dispatch(rates=CommandRates(store.limits, clock)),
        unhurried=dispatch(),
        broken=broken,
        hub=hub,
        painter=PillowPainter(),
        kits=kits,
    )
