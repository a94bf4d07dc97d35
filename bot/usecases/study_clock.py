"""Moving study time, for the web chat: forward only, and never past something due."""

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Protocol

import structlog

from bot.domain.conversation import Origin
from bot.domain.enrollment import EnrollmentState
from bot.domain.errors import UserError
from bot.domain.pace import Pace, Weekday
from bot.domain.schedule import next_slot
from bot.domain.zones import is_zone
from bot.ports import Ahead, ChatLog, Clock, ClockFace, Pauses, Store
from bot.usecases.drain import Drainer
from bot.usecases.plan_due import Planner

PLATFORM = "webchat"

log = structlog.get_logger(__name__)


class ClockFixed(UserError):
    """The study clock stands still while Slack or Discord is connected."""


class NothingPlanned(UserError):
    """There is no reading ahead to jump to. Type `enroll` to start a plan, or `resume`."""


class MovableClock(Clock, Protocol):
    """A clock whose study time can be set ahead."""

    offset: timedelta


class StudyClockUseCase:
    """Implements `ports.StudyClock`. A move stops at every due date on the way."""

    def __init__(
        self,
        store: Store,
        *,
        chat: ChatLog,
        clock: MovableClock,
        planner: Planner,
        drainer: Drainer,
        movable: bool,
        platform: str = PLATFORM,
    ) -> None:
        self._store = store
        self._chat = chat
        self._clock = clock
        self._planner = planner
        self._drainer = drainer
        self._movable = movable
        self._platform = platform
        self._one_at_a_time = asyncio.Lock()

    async def face(self, origin: Origin) -> ClockFace:
        """See `ports.StudyClock.face`."""
        party = await self._store.people.party(origin, zone=_zone(origin))
        return ClockFace(
            now=self._clock.now(),
            offset=self._clock.offset,
            zone=party.attention.zone,
            next_due_at=await self._store.plans.next_due_at(self._platform, readings=True),
            movable=self._movable,
        )

    async def ahead(self, origin: Origin) -> Ahead:
        """See `ports.StudyClock.ahead`."""
        party = await self._store.people.party(origin, zone=_zone(origin))
        running = [
            view
            for view in await self._store.people.enrollments_here(party)
            if view.enrollment.state is EnrollmentState.ACTIVE
        ]
        dates = [view.next_due_at for view in running if view.next_due_at is not None]
        left = sum(view.enrollment.left + view.enrollment.unfinished for view in running)
        return Ahead(next_at=min(dates, default=None), left=left)

    async def move(self, origin: Origin, to: Pauses, *, event_id: str = "") -> int:
        """See `ports.StudyClock.move`."""
        if not self._movable:
            raise ClockFixed
        async with self._one_at_a_time:
            if not await self._is_new(event_id):
                return 0
            return await self._move_to(await self._target(origin, to))

    async def start_over(self, origin: Origin, *, event_id: str = "") -> bool:
        """See `ports.StudyClock.start_over`."""
        del origin
        if not self._movable:
            raise ClockFixed
        async with self._one_at_a_time:
            if not await self._is_new(event_id):
                return False
            await self._chat.erase()
            await self._is_new(event_id)  # erasing forgot what came, this event too
            await self._set(self._clock.real())
            log.info("web_chat_started_over")
            return True

    async def _is_new(self, event_id: str) -> bool:
        """Whether an event comes for the first time; what has no id always does."""
        if not event_id:
            return True
        return await self._chat.once(f"clock:{event_id}", real=self._clock.real())

    async def _target(self, origin: Origin, to: Pauses) -> datetime:
        face = await self.face(origin)
        if to is Pauses.NEXT_HERE:
            face = replace(face, next_due_at=(await self.ahead(origin)).next_at)
        return _target(face, to)

    async def _move_to(self, target: datetime) -> int:
        sent = 0
        while True:
            due = await self._store.plans.next_due_at(self._platform)
            stop_at = min(target, due) if due is not None else target
            if stop_at > self._clock.now():
                await self._set(stop_at)
            await self._store.ledger.look_again()
            planned = await self._planner.plan_due()
            sent += (await self._drainer.drain()).get("sent", 0)
            if stop_at >= target or (due is not None and due <= stop_at and not planned):
                break
        if target > self._clock.now():
            await self._set(target)
        return sent

    async def _set(self, study: datetime) -> None:
        offset = max(study - self._clock.real(), timedelta(0))
        await self._store.facts.set_study_offset(offset)
        self._clock.offset = offset


def _zone(origin: Origin) -> str:
    return origin.zone if origin.zone and is_zone(origin.zone) else "UTC"


def _target(face: ClockFace, to: Pauses) -> datetime:
    match to:
        case Pauses.NEXT_DELIVERY | Pauses.NEXT_HERE:
            if face.next_due_at is None:
                raise NothingPlanned
            return max(face.next_due_at, face.now)
        case Pauses.NEXT_DAY:
            return face.now + timedelta(days=1)
        case Pauses.NEXT_MONDAY:
            monday = Pace(at=time(9), zone=face.zone, weekdays=frozenset({Weekday.MON}))
            return next_slot(monday, face.now)
