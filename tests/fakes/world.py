"""The real use cases on a real database, with a clock and a platform that tests can steer."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, time

from bot.domain.conversation import Origin
from bot.domain.curriculum import Curriculum, Kind, Plan, Resource, Section
from bot.domain.enrollment import Attention, EnrollmentView, Policy
from bot.domain.ids import CurriculumId, PlanId, ResourceId, Revision, SectionId
from bot.domain.pace import Pace, Weekday
from bot.domain.steering import Wish, begin
from bot.ports import Party
from bot.storage.database import open_database
from bot.storage.store import SqlStore, open_store
from bot.usecases.drain import Desk, Drainer
from bot.usecases.failpoints import Failpoint, nothing
from bot.usecases.letters import Letters
from bot.usecases.plan_due import Planner
from bot.usecases.publish import publish
from bot.usecases.recover import Recovery
from bot.usecases.study import Studies
from tests.fakes.clock import FakeClock
from tests.fakes.recording import RecordingPlatform

COURSE = CurriculumId("course")
PLAN = PlanId("plan")
DAILY = Pace(at=time(9), zone="Europe/Paris", weekdays=frozenset(Weekday))


@dataclass
class Shelf:
    """Implements `ports.Library`; tests put curricula in and take them out."""

    curricula: dict[CurriculumId, Curriculum]


class NoHolidays:
    """Implements `ports.Holidays`: a country without any."""

    def dates(self, country: str, years: Iterable[int]) -> frozenset[date]:
        assert country
        assert list(years)
        return frozenset()

    def countries(self) -> frozenset[str]:
        return frozenset({"XX"})


def course(count: int = 12, *, revision: str = "1", retired: Iterable[int] = ()) -> Curriculum:
    """A curriculum of `count` articles in one section, with one plan of all."""
    gone = set(retired)
    resources = {
        ResourceId(f"r{number}"): Resource(
            id=ResourceId(f"r{number}"),
            section=SectionId("section"),
            title=f"Reading {number}",
            kind=Kind.ARTICLE,
            url=f"https://example.org/{number}",
            minutes=20,
            retired=number in gone,
        )
        for number in range(count)
    }
    return Curriculum(
        id=COURSE,
        title="Course",
        credit="",
        url="https://example.org",
        revision=Revision(revision),
        sections=(Section(id=SectionId("section"), title="Section"),),
        resources=resources,
        plans=(Plan(id=PLAN, title="Plan", summary="All of it", resources=tuple(resources)),),
    )


@dataclass
class World:
    """Everything a test of the delivery needs."""

    store: SqlStore
    clock: FakeClock
    shelf: Shelf
    studies: Studies
    platform: RecordingPlatform
    planner: Planner
    drainer: Drainer
    recovery: Recovery
    events: int = 0

    async def enroll(
        self,
        name: str = "ada",
        *,
        workspace: str = "",
        pace: Pace = DAILY,
        policy: Policy = Policy.DRIP,
        attention: Attention | None = None,
    ) -> EnrollmentView:
        """Start the plan for somebody in a workspace of their own, or the named one."""
        party = await self.party(name, workspace=workspace)
        if attention is not None:
            await self.store.people.set_attention(party, attention)
            party = await self.party(name, workspace=workspace)
        wish = Wish(plan=PLAN, pace=pace, policy=policy)
        beginning = begin(wish, self.studies.of(COURSE), attention=party.attention)
        view = await self.store.people.enroll(party, beginning, event_id=self.event())
        assert view is not None
        return view

    async def party(self, name: str = "ada", *, workspace: str = "") -> Party:
        origin = Origin(
            platform=self.platform.name,
            workspace=workspace or f"team-{name}",
            place=f"dm-{name}",
            person=name,
            person_name=name,
        )
        return await self.store.people.party(origin, zone="Europe/Paris")

    async def view(self, name: str = "ada", *, workspace: str = "") -> EnrollmentView:
        party = await self.party(name, workspace=workspace)
        return (await self.store.people.enrollments_here(party))[0]

    async def states(self) -> dict[str, int]:
        """How many deliveries stand in which state."""
        return dict((await self.store.operations.counts())["deliveries"])

    def event(self) -> str:
        self.events += 1
        return f"event-{self.events}"

    def crashing_at(self, name: str, error: type[BaseException]) -> Drainer:
        """A drainer that dies where it reaches the named place."""

        def reach(place: str) -> None:
            if place == name:
                raise error

        return self.another_drainer(reach)

    def another_drainer(self, failpoint: Failpoint = nothing) -> Drainer:
        return Drainer(
            Desk(
                ledger=self.store.ledger,
                platforms={self.platform.name: self.platform},
                letters=Letters(self.shelf, self.clock),
                clock=self.clock,
                failpoint=failpoint,
            )
        )


@asynccontextmanager
async def world_on(url: str, *, clock: FakeClock | None = None) -> AsyncIterator[World]:
    """A world on the migrated database of this address, its course published."""
    clock = clock or FakeClock()
    database = open_database(url)
    try:
        store = open_store(database, clock)
        shelf = Shelf({COURSE: course()})
        studies = Studies(shelf, clock=clock, holidays=NoHolidays())
        platform = RecordingPlatform()
        platforms = {platform.name: platform}
        world = World(
            store=store,
            clock=clock,
            shelf=shelf,
            studies=studies,
            platform=platform,
            planner=Planner(store.plans, studies=studies, clock=clock),
            drainer=Drainer(
                Desk(
                    ledger=store.ledger,
                    platforms=platforms,
                    letters=Letters(shelf, clock),
                    clock=clock,
                )
            ),
            recovery=Recovery(store.ledger, platforms=platforms, clock=clock),
        )
        await publish(store, studies)
        yield world
    finally:
        await database.close()
