"""The conversation on a real database: what one person says, presses and is sent."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.desks import Desks, desks_on
from bot.domain.card import Card, Press
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.enrollment import EnrollmentView
from bot.library.search import LiveSearch
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.slack.adapter import SlackPlatform
from bot.ports import Holidays, Outgoing
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from bot.storage.text_index import FtsIndex
from bot.usecases.dispatch import Dispatch
from bot.usecases.drain import Drainer
from bot.usecases.edits import Editor
from bot.usecases.letters import Letters
from bot.usecases.link_state import BrokenLinks
from bot.usecases.plan_due import Planner
from bot.usecases.publish import publish
from bot.usecases.sharing import Sharing
from bot.usecases.study import Studies
from bot.web.books import Binder
from bot.web.ics import IcsWriter
from tests.fakes.clock import FakeClock
from tests.fakes.curricula import SmallLibrary, SomeHolidays, library
from tests.fakes.plain import OUR_WORDS, plain, said
from tests.fakes.recording import RecordingPlatform

TOKEN_KEY = bytes(range(32))


@dataclass
class CountingEngine:
    """Implements `ports.Engine`: counts how often it was woken."""

    wakes: int = 0

    def wake(self) -> None:
        self.wakes += 1


@dataclass
class Talk:
    """A conversation in Paris, from Monday 23 November 2026, 09:00 there."""

    dispatch: Dispatch
    store: SqlStore
    clock: FakeClock
    engine: CountingEngine
    platform: RecordingPlatform
    desks: Desks
    planner: Planner
    drainer: Drainer
    editor: Editor
    letters: Letters
    library: SmallLibrary
    broken: BrokenLinks
    studies: Studies
    search: LiveSearch
    origin: Origin = field(
        default_factory=lambda: Origin(
            platform="recording",
            workspace="team",
            place="dm-ada",
            person="ada",
            zone="Europe/Paris",
        )
    )
    events: int = 0

    async def reply(
        self,
        text: str = "",
        *,
        press: Press | None = None,
        key: str | None = None,
        event: str = "",
        values: Mapping[str, str] | None = None,
    ) -> Reply:
        """Say or press something; `values` are what stood in the boxes of the pressed card."""
        self.events += 1
        inbound = Inbound(
            event_id=event or f"event-{self.events}",
            origin=self.origin,
            text=text,
            press=press,
            key=key,
            values=values or {},
        )
        reply = await self.dispatch(inbound)
        for card in (reply.card, reply.update):
            assert card is None or not OUR_WORDS.search(plain(card)), plain(card)
        return reply

    async def say(self, text: str) -> str:
        """What a text is answered with, as plain lines."""
        return plain(_card(await self.reply(text)))

    async def title(self, text: str) -> str:
        """The title of the answer alone."""
        return said(_card(await self.reply(text)).title)

    async def press(self, label: str, message: Outgoing) -> Reply:
        """Press the button of this label on a message that was sent."""
        press = next(each.press for each in message.card.buttons if each.label == label)
        return await self.reply(press=press, key=message.key)

    async def send(self) -> Outgoing:
        """Send what is ready; the last message."""
        await self.drainer.drain()
        return self.platform.messages[-1]

    async def wait_until(self, study: datetime) -> Outgoing:
        """Go to a moment, plan and send what is due; the last message."""
        self.clock.advance_to(study)
        await self.planner.plan_due()
        return await self.send()

    async def view(self) -> EnrollmentView:
        """The plan of this place that was delivered last."""
        return (await self.views())[0]

    async def views(self) -> list[EnrollmentView]:
        """Every plan of this place."""
        party = await self.store.people.party(self.origin, zone="UTC")
        return list(await self.store.people.enrollments_here(party))


def at_once(platform: DiscordPlatform | SlackPlatform) -> None:
    """Send without a space between messages: a clock that stands still in a drain would wait."""
    platform.spacing = platform.place_spacing = timedelta(0)


@asynccontextmanager
async def talk_on(
    url: str,
    *,
    books: SmallLibrary | None = None,
    public_url: str | None = None,
    holidays: Holidays | None = None,
) -> AsyncIterator[Talk]:
    """A conversation on the migrated database of this address, its curriculum published.

    Calendars are given out under `public_url`, where there is one.
    """
    database = open_database(url)
    try:
        clock, books, engine = FakeClock(), books or library(), CountingEngine()
        store = open_store(database, clock, token_keys=lambda: (TOKEN_KEY,))
        platform = RecordingPlatform()
        studies = Studies(books, clock=clock, holidays=holidays or SomeHolidays())
        search = LiveSearch(books, folders=dict, texts=FtsIndex)
        await publish(store, studies)
        desks, platforms = (
            desks_on(store, studies, clock=clock, search=search),
            {platform.name: platform},
        )
        await search.index()  # as at start, so that no answer's time holds the making of it
        yield Talk(
            dispatch=Dispatch(
                store=store,
                studies=studies,
                engine=engine,
                broken=desks.letters.broken,
                search=search,
                platforms=platforms,
                sharing=Sharing(calendars=IcsWriter(), binder=Binder(), public_url=public_url),
            ),
            store=store,
            clock=clock,
            engine=engine,
            platform=platform,
            desks=desks,
            planner=desks.planner,
            drainer=desks.drainer(platforms),
            editor=desks.editor(platforms),
            letters=desks.letters,
            library=books,
            broken=desks.letters.broken,
            studies=studies,
            search=search,
        )
    finally:
        await database.close()


def _card(reply: Reply) -> Card:
    assert reply.card is not None
    return reply.card
