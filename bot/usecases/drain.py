"""Draining: claim fairly, mark in groups, send, settle in groups.

A row is `queued` while it is certainly not sent and `sending` from just before its request
leaves, so that after a crash only what was in flight, and one group marked ahead, is ambiguous.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.domain.delivery import (
    LEASE,
    SEND_DEADLINE,
    Claim,
    DeliveryState,
    Outcome,
    Rejected,
    Scope,
    Sent,
    Settlement,
    Throttled,
    Unknown,
)
from bot.domain.ids import SHARDS, Shard
from bot.ports import Claimed, Clock, Cursor, Ledger, Outgoing, Platform
from bot.usecases import failpoints
from bot.usecases.lanes import Lanes, Waiting
from bot.usecases.letters import Letters
from bot.usecases.senders import Marked, Senders, outcome_of
from bot.usecases.settler import Settler, again, refused
from bot.usecases.writing import letter_of

CLAIM = 500
SENDERS = 64
GROUP = 64
GROUP_WAIT_S = 0.005
CLAIM_BELOW = 250
"""With fewer rows than this in hand the next claim starts beside the sends."""
UNSERVED_WAITS = timedelta(minutes=1)
"""How long a delivery of a platform that this process does not serve is left alone."""
BUDGET = timedelta(seconds=20)
"""A drain ends after this long and is woken again if something is left."""
ALL_SHARDS = (Shard(0), Shard(SHARDS - 1))

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a drain works with."""

    ledger: Ledger
    platforms: Mapping[str, Platform]
    letters: Letters
    clock: Clock
    failpoint: failpoints.Failpoint = failpoints.nothing


class Drainer:
    """Drains shards, one drain at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()
        self._cursor = Cursor()

    async def drain(
        self,
        shards: tuple[Shard, Shard] = ALL_SHARDS,
        *,
        stop: asyncio.Event | None = None,
        budget: timedelta = BUDGET,
    ) -> Mapping[str, int]:
        """Send everything that is ready; returns how many deliveries came to which end.

        After `stop` or `budget` nothing more is claimed and what is in hand is finished.
        """
        async with self._one_at_a_time:
            run = _Run(
                desk=self._desk,
                shards=shards,
                stop=stop or asyncio.Event(),
                ends_at=self._desk.clock.monotonic() + budget.total_seconds(),
                cursor=self._cursor,
                claimed_this_lap=self._cursor.workspace,
                settler=Settler(self._desk.ledger, self._desk.failpoint),
            )
            await run.to_the_end()
            self._cursor = run.cursor
        return run.tally


@dataclass(slots=True)
class _Run:
    """One drain from its first claim to its last settle."""

    desk: Desk
    shards: tuple[Shard, Shard]
    stop: asyncio.Event
    ends_at: float
    cursor: Cursor
    claimed_this_lap: int
    settler: Settler
    lanes: Lanes = field(default_factory=Lanes)
    tally: Counter[str] = field(default_factory=Counter)
    per_workspace: int = 16
    exhausted: bool = False
    nothing_new: bool = False
    claiming: "asyncio.Task[None] | None" = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def to_the_end(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.settler.run())
            senders = Senders(tasks, self._send, most=SENDERS)
            while self._go_on(tasks):
                group = await self._next_group()
                if group:
                    await self._start(group, senders)
            senders.finish()
            self.settler.finish()

    def _go_on(self, tasks: asyncio.TaskGroup) -> bool:
        """Whether anything is left to do; starts the next claim where there is room for it."""
        if self.stop.is_set() or self.desk.clock.monotonic() > self.ends_at:
            self.exhausted = True
        room = self.lanes.waiting < CLAIM_BELOW and not (self.nothing_new and self.lanes.full())
        if self.claiming is None and not self.exhausted and room:
            self.claiming = tasks.create_task(self._claim())
        return bool(self.claiming or self.lanes.waiting or self.lanes.under_way)

    async def _claim(self) -> None:
        """Claim the next stretch of the lap; a whole lap without a row ends the drain."""
        batch = await self.desk.ledger.claim(
            self.shards,
            cursor=self.cursor,
            per_workspace=self.per_workspace,
            limit=CLAIM,
            lease=LEASE,
            busy=self.lanes.full(),
        )
        self.desk.failpoint(failpoints.CLAIMED)
        await self.desk.letters.prepare(batch.claimed)
        now = self.desk.clock.monotonic()
        for claimed in batch.claimed:
            platform = self.desk.platforms.get(claimed.to.platform)
            if platform is None:
                self._leave_to_others(claimed)
                continue
            self.lanes.put(claimed, platform=platform, now=now)
        self.cursor = batch.cursor
        self.per_workspace = min(CLAIM, max(1, CLAIM // max(1, batch.visited)))
        self.claimed_this_lap += len(batch.claimed)
        self.nothing_new = not batch.claimed
        if batch.exhausted:
            self.exhausted = not self.claimed_this_lap and not self.lanes.full()
            self.claimed_this_lap = 0
        self.claiming = None
        self.changed.set()

    def _leave_to_others(self, claimed: Claimed) -> None:
        """This process does not serve that platform: the row waits for one that does."""
        self.settler.put(again(claimed.claim, at=self.desk.clock.real() + UNSERVED_WAITS))
        self.tally["unserved"] += 1

    async def _next_group(self) -> list[Waiting]:
        """What may be marked next: at most one group ahead of the senders, and no crumbs."""
        while self.lanes.under_way > SENDERS:
            self.changed.clear()
            await self.changed.wait()
        if self.lanes.under_way:
            await asyncio.sleep(GROUP_WAIT_S)
        self.changed.clear()
        now = self.desk.clock.monotonic()
        group = self.lanes.take(GROUP, now=now)
        something_comes = self.claiming or self.lanes.under_way or self.lanes.waiting
        if not group and something_comes:
            await self._wait(self.lanes.next_free_in(now))
        return group

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.changed.wait()
        except TimeoutError:
            return

    async def _start(self, group: Sequence[Waiting], senders: Senders) -> None:
        """Write the letters, mark those that may go, and start their sends."""
        letters = {each.claimed.claim.id: each for each in group if self._is_fresh(each)}
        outgoing: dict[Claim, tuple[Claimed, Outgoing]] = {}
        for each in letters.values():
            letter = await self._letter(each.claimed)
            if isinstance(letter, Settlement):
                self._settle(letter, each.claimed)
            else:
                outgoing[each.claimed.claim] = (each.claimed, letter)
        deadline = self.desk.clock.monotonic() + SEND_DEADLINE.total_seconds()
        marked = await self.desk.ledger.mark_sending(list(outgoing), lease=LEASE)
        self.desk.failpoint(failpoints.MARKED)
        for claim, (claimed, letter) in outgoing.items():
            if claim.id in marked:
                senders.put(Marked(claimed, letter, deadline))
            else:
                self._refused_mark(claimed)
        stale = [each for each in group if each.claimed.claim.id not in letters]
        await self._release([each.claimed for each in stale])
        for each in stale:
            self._finished(each.claimed)

    async def _letter(self, claimed: Claimed) -> Outgoing | Settlement:
        return await letter_of(
            claimed,
            ledger=self.desk.ledger,
            letters=self.desk.letters,
            makes_threads=self.desk.platforms[claimed.to.platform].makes_threads,
            clock=self.desk.clock,
        )

    def _refused_mark(self, claimed: Claimed) -> None:
        """What its plan or its workspace lets out no more ends here; what ended before, stays."""
        self.settler.put(again(claimed.claim))
        self._finished(claimed)

    def _is_fresh(self, waiting: Waiting) -> bool:
        """Whether enough of the lease is left; the rest goes back and is claimed again."""
        return self.desk.clock.monotonic() - waiting.since < LEASE.total_seconds() / 2

    async def _send(self, marked: Marked) -> None:
        claimed = marked.claimed
        if self.desk.clock.monotonic() > marked.deadline:
            self._settle(again(claimed.claim), claimed)
            return
        platform = self.desk.platforms[claimed.to.platform]
        outcome = await outcome_of(marked, platform)
        self.desk.failpoint(failpoints.SENT)
        await self._conclude(claimed, outcome)

    async def _conclude(self, claimed: Claimed, outcome: Outcome) -> None:
        match outcome:
            case Sent():
                log.info(
                    "delivery_sent", delivery_id=claimed.claim.id, platform=claimed.to.platform
                )
                done = Settlement(
                    claim=claimed.claim, state=DeliveryState.SENT, receipt=outcome.receipt
                )
                self._settle(done, claimed)
            case Rejected():
                log.warning(
                    "delivery_rejected", delivery_id=claimed.claim.id, reason=outcome.reason
                )
                self._settle(refused(claimed, outcome), claimed)
            case Throttled():
                await self._throttled(claimed, outcome)
            case Unknown():
                # The row stays `sending`: after its lease it is looked up by its key.
                log.warning("delivery_unknown", delivery_id=claimed.claim.id, cause=outcome.cause)
                self.tally["unknown"] += 1
                self._finished(claimed)
            case _:
                assert_never(outcome)

    async def _throttled(self, claimed: Claimed, outcome: Throttled) -> None:
        """The lane, or this row alone, waits in the database; nobody sleeps."""
        until = self.desk.clock.real() + outcome.retry_in
        if outcome.scope is Scope.DESTINATION:
            self._hold(claimed, until=until)
            return
        log.info("lane_throttled", lane_id=claimed.lane_id, retry_in_s=outcome.retry_in.seconds)
        await self.desk.ledger.park_lane(claimed.lane_id, until=until)
        await self._release(self.lanes.give_up(claimed.lane_id))
        self._settle(again(claimed.claim), claimed)  # its lane waits; it keeps its turn there

    def _hold(self, claimed: Claimed, *, until: datetime) -> None:
        """A row waits, and behind it whatever is to come to its place: they keep their order."""
        for each in self.lanes.give_up(claimed.lane_id, place=claimed.to.place):
            self.settler.put(again(each.claim, at=until))
        self._settle(again(claimed.claim, at=until), claimed)

    async def _release(self, rows: Sequence[Claimed]) -> None:
        if rows:
            await self.desk.ledger.release([each.claim for each in rows])

    def _settle(self, settlement: Settlement, claimed: Claimed) -> None:
        self.settler.put(settlement)
        self.tally[settlement.state.value] += 1
        self._finished(claimed)

    def _finished(self, claimed: Claimed) -> None:
        self.lanes.done(claimed)
        self.changed.set()
