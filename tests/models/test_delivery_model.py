"""Planners, drains, crashes, failing sends and recoveries in any order: nothing lost or doubled."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.delivery import LEASE, Outcome, Rejected, Scope, Throttled, Unknown
from bot.domain.enrollment import Handled
from bot.domain.errors import UserError
from bot.domain.position import hand_out
from bot.domain.steering import pause, resume
from bot.ports import Decide, Outgoing
from bot.usecases import failpoints
from tests.fakes.recording import OnSend, RecordingPlatform, deliver
from tests.fakes.world import COURSE, World, world_on

PEOPLE = ("ada", "bob", "cy")
CRASHES = (failpoints.CLAIMED, failpoints.MARKED, failpoints.SENT, failpoints.SETTLED)
HALF_A_DAY = timedelta(hours=12)


class Crash(Exception):
    """A process dies."""


async def arrives_unheard(platform: RecordingPlatform, message: Outgoing) -> Outcome:
    """The platform has it, the answer is lost."""
    platform.accept(message)
    return Unknown(cause="connection lost")


async def gets_lost(_platform: RecordingPlatform, _message: Outgoing) -> Outcome:
    """Nobody knows, and it never arrived."""
    return Unknown(cause="connection lost")


async def is_throttled(_platform: RecordingPlatform, _message: Outgoing) -> Outcome:
    return Throttled(retry_in=timedelta(seconds=5))


async def is_refused(_platform: RecordingPlatform, _message: Outgoing) -> Outcome:
    return Rejected(reason="too long", scope=Scope.MESSAGE)


SENDS: dict[str, OnSend] = {
    "arrives": deliver,
    "arrives_unheard": arrives_unheard,
    "gets_lost": gets_lost,
    "throttled": is_throttled,
    "refused": is_refused,
}

STEPS = st.one_of(
    st.tuples(st.just("crash"), st.sampled_from(CRASHES)),
    st.tuples(st.just("drain"), st.sampled_from(sorted(SENDS))),
    st.tuples(st.just("two_drains"), st.sampled_from(sorted(SENDS))),
    st.tuples(
        st.sampled_from(["plan", "two_planners", "recover", "half_a_day", "lease"]), st.none()
    ),
    st.tuples(st.sampled_from(["pause", "resume", "next"]), st.sampled_from(PEOPLE)),
)


class Play:
    """One example: three people in workspaces of their own on a shared database."""

    def __init__(self, world: World, number: int) -> None:
        self.world = world
        self.number = number
        self.platform = world.platform
        self.crashes = 0

    async def run(self, steps: Sequence[tuple[str, str | None]]) -> None:
        self.platform.messages.clear()
        self.platform.on_send = deliver
        for name in PEOPLE:
            await self.world.enroll(self.named(name))
        for what, detail in steps:
            await getattr(self, what)(detail)
        await self.come_to_rest()
        await self.check()

    def named(self, name: str) -> str:
        return f"{name}-{self.number}"

    async def plan(self, _: None) -> None:
        await self.world.planner.plan_due()

    async def two_planners(self, _: None) -> None:
        await asyncio.gather(self.world.planner.plan_due(), self.world.planner.plan_due())

    async def drain(self, send: str) -> None:
        self.platform.on_send = SENDS[send]
        await self.world.drainer.drain()
        self.platform.on_send = deliver

    async def two_drains(self, send: str) -> None:
        self.platform.on_send = SENDS[send]
        other = self.world.another_drainer()
        await asyncio.gather(self.world.drainer.drain(), other.drain())
        self.platform.on_send = deliver

    async def crash(self, place: str) -> None:
        try:
            await self.world.crashing_at(place, Crash).drain()
        except* Crash:
            self.crashes += 1

    async def recover(self, _: None) -> None:
        await asyncio.gather(self.world.recovery.recover(), self.world.recovery.recover())

    async def half_a_day(self, _: None) -> None:
        self.world.clock.advance(HALF_A_DAY)

    async def lease(self, _: None) -> None:
        self.world.clock.advance(LEASE + timedelta(seconds=1))

    async def pause(self, name: str) -> None:
        study = self.world.studies.of(COURSE)
        await self._change(name, lambda view: pause(view, study, until=None))

    async def resume(self, name: str) -> None:
        study = self.world.studies.of(COURSE)
        await self._change(name, lambda view: resume(view, study))

    async def next(self, name: str) -> None:
        study = self.world.studies.of(COURSE)
        await self._change(name, lambda view: hand_out(view, study))

    async def _change(self, name: str, decide: Decide) -> None:
        world = self.world
        party = await world.party(self.named(name))
        view = await world.view(self.named(name))
        event = f"{self.number}-{world.event()}"
        try:
            await world.store.people.change(
                party, view.enrollment.id, decide=decide, event_id=event
            )
        except UserError:
            return

    async def come_to_rest(self) -> None:
        """Every lease passes, everything is looked up, and nobody is left waiting."""
        for name in PEOPLE:
            await self.pause(name)
        for _ in range(3):
            self.world.clock.advance(LEASE + timedelta(seconds=6))
            await self.world.recovery.recover()
            await self.world.drainer.drain()

    async def check(self) -> None:
        states = await self.world.states()
        assert not {"ready", "queued", "sending", "uncertain"} & states.keys(), states
        assert set(self.platform.keys.values()) <= {1}, "a delivery arrived twice"
        for name in PEOPLE:
            view = await self.world.view(self.named(name))
            arrived = [
                "r" + title.removeprefix("Reading ")
                for title, message in zip(self.platform.titles, self.platform.messages, strict=True)
                if message.to.workspace == f"team-{self.named(name)}"
            ]
            handled = [each for each, how in view.handled.items() if how is Handled.SENT]
            assert Counter(arrived) == Counter(handled), "what is handled is what arrived, once"


def test_nothing_is_lost_or_doubled_whatever_happens_in_between(database_url: str) -> None:
    with asyncio.Runner() as runner:
        opened = world_on(database_url)
        world = runner.run(opened.__aenter__())
        numbers = iter(range(10_000))

        @settings(max_examples=40, deadline=None)
        @given(steps=st.lists(STEPS, max_size=14))
        def example(steps: Sequence[tuple[str, str | None]]) -> None:
            runner.run(Play(world, next(numbers)).run(steps))

        try:
            example()
        finally:
            runner.run(opened.__aexit__(None, None, None))
