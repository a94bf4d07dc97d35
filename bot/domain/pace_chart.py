"""What the picture of a group's progress shows: the plan's line and the group's own."""

from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 1200, 640
"""In pixels."""
UNIT = 2.0
"""Pixels a unit, as in the picture of a path."""
MOST_POINTS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How many readings by the end of a local date."""

    on: date
    readings: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceChart:
    """A group against its plan; `planned` and `read` are in the order of their dates.

    `read` is the average of its members, who are `members`. `title` is what others wrote.
    """

    title: str
    total: int
    members: int
    today: date
    planned: tuple[Point, ...]
    read: tuple[Point, ...]

    @property
    def first(self) -> date:
        """Where the time line begins."""
        return self.planned[0].on if self.planned else self.today

    @property
    def last(self) -> date:
        """Where it ends: at the plan's last date, or today where that has passed."""
        return max([self.today, *(each.on for each in self.planned)])


def thinned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """At most MOST_POINTS of them, the first and the last among them."""
    step = -(-len(points) // MOST_POINTS) or 1
    kept = points[::step]
    return kept if not points or kept[-1] == points[-1] else (*kept, points[-1])
