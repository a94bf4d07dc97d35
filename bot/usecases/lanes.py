"""Claimed deliveries waiting in memory, by lane: who may be sent next.

Lanes take turns, each with at most so many sends under way and so much time between two of them,
without bursts. One worker holds a shard, so a lane's limiter may live here.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.ids import LaneId
from bot.ports import Claimed

FULL = 64
"""A lane with more than this waiting is left out of the next claim."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claimed delivery and when it was claimed (monotonic seconds)."""

    claimed: Claimed
    since: float


@dataclass(slots=True)
class _Lane:
    in_flight: int
    spacing_s: float
    queue: deque[Waiting] = field(default_factory=deque)
    under_way: int = 0
    next_at: float = 0.0

    def free(self, now: float) -> bool:
        return bool(self.queue) and self.under_way < self.in_flight and now >= self.next_at


class Lanes:
    """The queues of all lanes in hand."""

    def __init__(self) -> None:
        self._lanes: dict[LaneId, _Lane] = {}
        self.under_way = 0
        self.waiting = 0

    def put(self, claimed: Claimed, *, in_flight: int, spacing: timedelta, now: float) -> None:
        """Queue a claimed delivery behind the others of its lane."""
        lane = self._lanes.setdefault(
            claimed.lane_id, _Lane(in_flight=in_flight, spacing_s=spacing.total_seconds())
        )
        lane.queue.append(Waiting(claimed, now))
        self.waiting += 1

    def take(self, most: int, *, now: float) -> list[Waiting]:
        """Up to `most` deliveries that may be sent now, one of each lane in turn."""
        taken: list[Waiting] = []
        while len(taken) < most:
            before = len(taken)
            for lane in self._free(now):
                if len(taken) == most:
                    break
                taken.append(lane.queue.popleft())
                lane.under_way += 1
                lane.next_at = now + lane.spacing_s
            if len(taken) == before:
                break
        self.under_way += len(taken)
        self.waiting -= len(taken)
        return taken

    def done(self, lane_id: LaneId) -> None:
        """A taken delivery of this lane is no longer under way."""
        self._lanes[lane_id].under_way -= 1
        self.under_way -= 1

    def give_up(self, lane_id: LaneId) -> Sequence[Claimed]:
        """Empty the queue of a lane that has to wait."""
        lane = self._lanes[lane_id]
        given_up = [waiting.claimed for waiting in lane.queue]
        lane.queue.clear()
        self.waiting -= len(given_up)
        return given_up

    def full(self) -> frozenset[LaneId]:
        """Lanes that have enough waiting."""
        return frozenset(each for each, lane in self._lanes.items() if len(lane.queue) >= FULL)

    def all_ids(self) -> Sequence[LaneId]:
        """Every lane seen."""
        return tuple(self._lanes)

    def next_free_in(self, now: float) -> float | None:
        """Seconds until a lane's spacing allows the next send; None where none waits for that."""
        waits = [
            lane.next_at - now
            for lane in self._lanes.values()
            if lane.queue and lane.under_way < lane.in_flight
        ]
        return max(0.0, min(waits)) if waits else None

    def _free(self, now: float) -> Iterator[_Lane]:
        return (lane for lane in list(self._lanes.values()) if lane.free(now))
