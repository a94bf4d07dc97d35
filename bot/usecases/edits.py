"""Changing sent messages: each is drawn anew from what is kept, in the time that sends leave."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import assert_never

import structlog

from bot.domain.card import Card
from bot.domain.delivery import LEASE, SEND_TIMEOUT, DeliveryKind, Scope, Throttled, Unknown
from bot.domain.edits import EVERY, MOST_FAILED, Edited, EditOutcome, Gone, Stale
from bot.domain.ids import SHARDS, LaneId, Shard
from bot.ports import Clock, Edits, Ledger, Platform, Rewrite

BATCH = 200
BUDGET = timedelta(seconds=5)
"""A run ends after this long, so that sends do not wait for it."""
ALL_SHARDS = (Shard(0), Shard(SHARDS - 1))
_REMEMBERED = 10_000

Look = Callable[[Stale], Awaitable[Card | None]]
"""How a message looks now, from what is kept; None where it stays as it is for good."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDesk:
    """What edits need; `looks` draw messages by their kind, and what has none is left alone."""

    edits: Edits
    ledger: Ledger
    platforms: Mapping[str, Platform]
    looks: Mapping[DeliveryKind, Look]
    clock: Clock


@dataclass(slots=True)
class _Run:
    """One run: when it has to end, and what has to wait."""

    ends_at: float
    interrupted: asyncio.Event
    shut: set[LaneId] = field(default_factory=set)
    edited: int = 0


class Editor:
    """Brings stale messages up to date, lane by lane, one at a time and well apart."""

    def __init__(self, desk: EditDesk) -> None:
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()
        self._next_at: dict[LaneId, float] = {}

    async def edit(
        self,
        shards: tuple[Shard, Shard] = ALL_SHARDS,
        *,
        interrupted: asyncio.Event | None = None,
    ) -> int:
        """Change what may be changed now; returns how many messages were.

        Whatever is left when `interrupted` is set or the time is up stays for the next run.
        """
        run = _Run(
            ends_at=self._desk.clock.monotonic() + BUDGET.total_seconds(),
            interrupted=interrupted or asyncio.Event(),
        )
        async with self._one_at_a_time:
            stale = await self._desk.edits.take(shards, limit=BATCH)
            lanes: defaultdict[LaneId, list[Stale]] = defaultdict(list)
            for each in stale:
                lanes[each.lane_id].append(each)
            await asyncio.gather(*(self._lane(run, each) for each in lanes.values()))
        return run.edited

    async def _lane(self, run: _Run, waiting: Sequence[Stale]) -> None:
        for each in waiting:
            platform = self._desk.platforms.get(each.to.platform)
            if platform is None:
                await self._again(each, wait=LEASE)
            elif await self._may_go(run, each.lane_id, platform=platform):
                await self._change(run, each, platform=platform)
            else:
                await self._again(each, wait=timedelta(0))

    async def _may_go(self, run: _Run, lane: LaneId, *, platform: Platform) -> bool:
        """Wait until the lane is free again; not beyond the run's end."""
        wait = self._next_at.get(lane, 0.0) - self._desk.clock.monotonic()
        if wait > 0 and lane not in run.shut and not run.interrupted.is_set():
            await _unless(run.interrupted, wait)
        now = self._desk.clock.monotonic()
        if run.interrupted.is_set() or lane in run.shut or now > run.ends_at:
            return False
        if len(self._next_at) > _REMEMBERED:
            self._next_at.clear()
        self._next_at[lane] = now + platform.edit_spacing.total_seconds()
        return True

    async def _change(self, run: _Run, stale: Stale, *, platform: Platform) -> None:
        """Draw and change one message; whatever goes wrong stops no other."""
        try:
            look = self._desk.looks.get(stale.kind)
            card = await look(stale) if look is not None else None
            if card is None:
                await self._desk.edits.forget(stale.id)
                return
            outcome = await _outcome(platform, stale, card=card)
            await self._conclude(run, stale, outcome=outcome)
        except Exception:
            log.exception("edit_failed", delivery_id=stale.id)
            await self._failed(stale)

    async def _conclude(self, run: _Run, stale: Stale, *, outcome: EditOutcome) -> None:
        match outcome:
            case Edited():
                run.edited += 1
                await self._desk.edits.shown(stale)
            case Gone():
                log.info("edit_forgotten", delivery_id=stale.id, reason=outcome.reason)
                await self._desk.edits.forget(stale.id)
            case Throttled():
                await self._throttled(run, stale, outcome=outcome)
            case Unknown():
                log.warning("edit_unknown", delivery_id=stale.id, cause=outcome.cause)
                await self._failed(stale)
            case _:
                assert_never(outcome)

    async def _failed(self, stale: Stale) -> None:
        """Try once more, but not for ever."""
        if stale.failed + 1 >= MOST_FAILED:
            await self._desk.edits.forget(stale.id)
            return
        at = self._desk.clock.real() + LEASE
        await self._desk.edits.again(stale, at=at, failed=True)

    async def _throttled(self, run: _Run, stale: Stale, *, outcome: Throttled) -> None:
        """The lane waits in the database, for sends too, or this message alone."""
        if outcome.scope is not Scope.DESTINATION:
            run.shut.add(stale.lane_id)
            until = self._desk.clock.real() + outcome.retry_in
            await self._desk.ledger.park_lane(stale.lane_id, until=until)
        await self._again(stale, wait=max(outcome.retry_in, EVERY))

    async def _again(self, stale: Stale, *, wait: timedelta) -> None:
        await self._desk.edits.again(stale, at=self._desk.clock.real() + wait)


async def _outcome(platform: Platform, stale: Stale, *, card: Card) -> EditOutcome:
    change = Rewrite(
        to=stale.to, receipt=stale.receipt, card=card, key=stale.key, calls=stale.calls
    )
    try:
        async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
            return await platform.edit(change)
    except TimeoutError:
        return Unknown(cause="timeout")


async def _unless(interrupted: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await interrupted.wait()
    except TimeoutError:
        return
