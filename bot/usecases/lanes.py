"""Claimed deliveries waiting in memory, by lane: who may be sent next.

Lanes take turns, each with at most so many sends under way and so much time between two of them,
without bursts; one place gets one message at a time, so that its readings keep their order. One
worker holds a shard, so a lane's limiter may live here.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.domain.ids import LaneId
from bot.ports import Claimed, Platform

LOOK_AHEAD = 16
"""How far a lane looks past a place that has a send under way."""
FULL = 64
"""A lane with more than this waiting is left out of the next claim."""
RESTING = 256
"""With more places noted than this, those that may be written to again are forgotten."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claimed delivery and when it was claimed (monotonic seconds)."""

    claimed: Claimed
    since: float


@dataclass(slots=True, eq=False)
class _Lane:
    in_flight: int
    spacing_s: float
    place_spacing_s: float
    queue: deque[Waiting] = field(default_factory=deque)
    busy: set[str] = field(default_factory=set)
    rests_until: dict[str, float] = field(default_factory=dict)
    next_at: float = 0.0

    def take(self, now: float) -> Waiting | None:
        """The first that waits for a place that may be written to, if the lane is free."""
        if len(self.busy) >= self.in_flight or now < self.next_at:
            return None
        for index, waiting in enumerate(islice(self.queue, LOOK_AHEAD)):
            place = waiting.claimed.to.place
            if place not in self.busy and self.rests_until.get(place, 0.0) <= now:
                del self.queue[index]
                self.busy.add(place)
                self.next_at = now + self.spacing_s
                self._let_rest(place, now)
                return waiting
        return None

    def free_at(self) -> float | None:
        """When the next may be taken; None where that depends on a send under way."""
        if len(self.busy) >= self.in_flight:
            return None
        places = {each.claimed.to.place for each in islice(self.queue, LOOK_AHEAD)} - self.busy
        rested = [self.rests_until.get(place, 0.0) for place in places]
        return max(self.next_at, min(rested)) if rested else None

    def _let_rest(self, place: str, now: float) -> None:
        if not self.place_spacing_s:
            return
        if len(self.rests_until) > RESTING:
            self.rests_until = {each: at for each, at in self.rests_until.items() if at > now}
        self.rests_until[place] = now + self.place_spacing_s


class Lanes:
    """The queues of all lanes in hand; those with something waiting take turns in a ring."""

    def __init__(self) -> None:
        self._lanes: dict[LaneId, _Lane] = {}
        self._ring: deque[_Lane] = deque()
        self.under_way = 0
        self.waiting = 0

    def put(self, claimed: Claimed, *, platform: Platform, now: float) -> None:
        """Queue a claimed delivery behind the others of its lane, which keeps these limits."""
        lane = self._lanes.get(claimed.lane_id)
        if lane is None:
            lane = _Lane(
                in_flight=platform.in_flight,
                spacing_s=platform.spacing.total_seconds(),
                place_spacing_s=platform.place_spacing.total_seconds(),
            )
            self._lanes[claimed.lane_id] = lane
        if not lane.queue:
            self._ring.append(lane)
        lane.queue.append(Waiting(claimed, now))
        self.waiting += 1

    def take(self, most: int, *, now: float) -> list[Waiting]:
        """Up to `most` deliveries that may be sent now, one of each lane in turn."""
        taken: list[Waiting] = []
        in_vain = 0
        while len(taken) < most and in_vain < len(self._ring):
            lane = self._ring.popleft()
            waiting = lane.take(now)
            in_vain = in_vain + 1 if waiting is None else 0
            if waiting is not None:
                taken.append(waiting)
            if lane.queue:
                self._ring.append(lane)
        self.under_way += len(taken)
        self.waiting -= len(taken)
        return taken

    def done(self, claimed: Claimed) -> None:
        """A taken delivery is no longer under way."""
        self._lanes[claimed.lane_id].busy.discard(claimed.to.place)
        self.under_way -= 1

    def give_up(self, lane_id: LaneId, *, place: str | None = None) -> Sequence[Claimed]:
        """Empty the queue of a lane that has to wait, or take out what is for one place of it."""
        lane = self._lanes[lane_id]
        kept = deque(each for each in lane.queue if place not in {None, each.claimed.to.place})
        given_up = [each.claimed for each in lane.queue if place in {None, each.claimed.to.place}]
        if given_up and not kept:
            self._ring.remove(lane)
        lane.queue = kept
        self.waiting -= len(given_up)
        return given_up

    def full(self) -> frozenset[LaneId]:
        """Lanes that have enough waiting."""
        return frozenset(each for each, lane in self._lanes.items() if len(lane.queue) >= FULL)

    def next_free_in(self, now: float) -> float | None:
        """Seconds until spacing allows the next send; None where none waits for that."""
        times = (lane.free_at() for lane in self._ring)
        waits = [at - now for at in times if at is not None and at > now]
        return min(waits) if waits else None
