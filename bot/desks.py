"""Who plans, sends, draws anew and looks up, put together on one database."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.threads import REVEAL
from bot.ports import Clock, Platform, Searcher
from bot.storage.store import SqlStore
from bot.usecases.cases_at_hand import CasesAtHand
from bot.usecases.drain import Desk, Drainer
from bot.usecases.edits import EditDesk, Editor
from bot.usecases.failpoints import Failpoint, nothing
from bot.usecases.group.appoint import Appointer
from bot.usecases.group.voices import Voices
from bot.usecases.letters import Letters
from bot.usecases.looks import looks
from bot.usecases.plan_due import Planner
from bot.usecases.recover import Recovery
from bot.usecases.reveals import Reveals
from bot.usecases.study import Studies


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """What works through the ledger; the same for every platform."""

    store: SqlStore
    clock: Clock
    voices: Voices
    letters: Letters
    planner: Planner
    failpoint: Failpoint

    def drainer(self, platforms: Mapping[str, Platform]) -> Drainer:
        """Sends what is ready on these platforms."""
        desk = Desk(
            ledger=self.store.ledger,
            platforms=platforms,
            letters=self.letters,
            clock=self.clock,
            failpoint=self.failpoint,
        )
        return Drainer(desk)

    def editor(self, platforms: Mapping[str, Platform]) -> Editor:
        """Draws sent messages of these platforms anew."""
        desk = EditDesk(
            edits=self.store.edits,
            ledger=self.store.ledger,
            platforms=platforms,
            looks=looks(self.store, self.letters, voices=self.voices),
            clock=self.clock,
        )
        return Editor(desk)

    def recovery(self, platforms: Mapping[str, Platform]) -> Recovery:
        """Looks up on these platforms what was in flight when its process stopped."""
        ledger = self.store.ledger
        return Recovery(ledger, platforms=platforms, clock=self.clock, failpoint=self.failpoint)


def desks_on(
    store: SqlStore,
    studies: Studies,
    *,
    clock: Clock,
    search: Searcher,
    failpoint: Failpoint = nothing,
) -> Desks:
    """The desks on this database."""
    voices = Voices(store.groups, studies)
    library = studies.library
    reveals = Reveals(store.votes, threads=store.threads, library=library, clock=clock)
    letters = Letters(
        library,
        clock,
        cases=CasesAtHand(search),
        free=studies.free_days,
        makers={**voices.makers(), REVEAL: reveals.card},
    )
    planner = Planner(
        store.plans,
        studies=studies,
        clock=clock,
        failpoint=failpoint,
        appointer=Appointer(store.groups, studies=studies, clock=clock),
        cases=letters.cases,
        reveals=reveals,
    )
    return Desks(
        store=store,
        clock=clock,
        voices=voices,
        letters=letters,
        planner=planner,
        failpoint=failpoint,
    )
