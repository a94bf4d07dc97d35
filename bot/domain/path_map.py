"""A plan as a map: sections in order with their stops, where somebody is, and when it ends.

Plain values, so that a map can be kept, compared and drawn again. Titles are other people's
words on one line, capped; dates are local ones of the plan's zone.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_IN_ROW = 10
"""How many stops stand beside each other on a picture."""


class StopState(StrEnum):
    """What became of a stop, as far as one can tell today."""

    DONE = "done"
    CURRENT = "current"  # with the person now
    LEFT_OUT = "left out"
    TO_COME = "to come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One place on the map: a reading, or `count` of them that stand together.

    `number` is the place of its first reading on the plan, `done` how many of it are done.
    `due` is when the first of it that is to come is expected. `here` marks where the person is.
    """

    number: int
    state: StopState = StopState.TO_COME
    count: int = 1
    done: int = 0
    due: date | None = None
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The stops of one section, or of some that stand together, and how many readings are done."""

    title: str
    done: int
    total: int
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The reading where somebody is: with them now (`is_open`), or the one that comes next."""

    number: int
    title: str
    is_open: bool


class Standing(StrEnum):
    """Whether a plan goes on."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathMap:
    """A whole plan.

    `left_out` counts what was skipped or passed by, `with_you` what is with the person now.
    `next_on` and `last_on` are None while nothing new is planned, `finished_on` until the end.
    """

    title: str
    standing: Standing
    done: int
    total: int
    left_out: int
    with_you: int
    stretches: tuple[Stretch, ...]
    here: Here | None = None
    next_on: date | None = None
    last_on: date | None = None
    finished_on: date | None = None
