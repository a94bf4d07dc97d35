"""The conversation on a real database: what one person says, presses and is sent."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.card import Card, Press
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.threads import REVEAL
from bot.library.search import LiveSearch
from bot.ports import Holidays, Outgoing
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from bot.storage.text_index import FtsIndex
from bot.usecases.cases_at_hand import CasesAtHand
from bot.usecases.dispatch import Dispatch
from bot.usecases.drain import Desk, Drainer
from bot.usecases.edits import EditDesk, Editor
from bot.usecases.group.appoint import Appointer
from bot.usecases.group.voices import Voices
from bot.usecases.letters import Letters
from bot.usecases.link_state import BrokenLinks
from bot.usecases.looks import looks
from bot.usecases.plan_due import Planner
from bot.usecases.publish import publish
from bot.usecases.reveals import Reveals
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
        broken = BrokenLinks()
        studies = Studies(books, clock=clock, holidays=holidays or SomeHolidays())
        search = LiveSearch(books, folders=dict, texts=FtsIndex)
        await publish(store, studies)
        voices = Voices(store.groups, studies)
        reveals = Reveals(store.votes, threads=store.threads, library=books, clock=clock)
        letters = Letters(
            books,
            clock,
            broken,
            cases=CasesAtHand(search),
            free=studies.free_days,
            makers={**voices.makers(), REVEAL: reveals.card},
        )
        edits = EditDesk(
            edits=store.edits,
            ledger=store.ledger,
            platforms={platform.name: platform},
            looks=looks(store, letters, voices=voices),
            clock=clock,
        )
        desk = Desk(
            ledger=store.ledger,
            platforms={platform.name: platform},
            letters=letters,
            clock=clock,
        )
        await search.index()  # as at start, so that no answer's time holds the making of it
        yield Talk(
            dispatch=Dispatch(
                store=store,
                studies=studies,
                engine=engine,
                broken=broken,
                search=search,
                platforms={platform.name: platform},
                sharing=Sharing(calendars=IcsWriter(), binder=Binder(), public_url=public_url),
            ),
            store=store,
            clock=clock,
            engine=engine,
            platform=platform,
            planner=Planner(
                store.plans,
                studies=studies,
                clock=clock,
                appointer=Appointer(store.groups, studies=studies, clock=clock),
                reveals=reveals,
                cases=letters.cases,
            ),
            drainer=Drainer(desk),
            editor=Editor(edits),
            letters=letters,
            library=books,
            broken=broken,
            studies=studies,
            search=search,
        )
    finally:
        await database.close()


def _card(reply: Reply) -> Card:
    assert reply.card is not None
    return reply.card
