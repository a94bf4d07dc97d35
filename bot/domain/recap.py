"""A look back at one plan: what was finished, and what waits. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import Enrollment, Handled
from bot.domain.ids import ResourceId
from bot.domain.outlook import reading_minutes
from bot.domain.waiting import order

LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """The history of one plan.

    How its readings were handled, the oldest first, and what its person finished and when (study
    time, UTC).
    """

    handled: Mapping[ResourceId, Handled] = field(default_factory=dict)
    done_at: Mapping[ResourceId, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """What a reminder tells: readings done of all, those of the last seven days, what waits.

    `waiting` stands in the order in which it was sent, `minutes` is the time it takes.
    """

    total: int
    done: int
    lately: int
    waiting: Sequence[ResourceId]
    minutes: int


def look_back(
    recap: Recap, enrollment: Enrollment, *, curriculum: Curriculum, now: datetime
) -> LookBack:
    """Where an enrollment stands at `now` (study time)."""
    ids = order(curriculum, enrollment.plan, expanded=enrollment.expanded)
    on_plan = frozenset(ids)
    waiting = [r for r, how in recap.handled.items() if how is Handled.SENT and r in on_plan]
    since = now - LOOKED_BACK
    return LookBack(
        total=len(ids),
        done=sum(1 for each in ids if recap.handled.get(each) is Handled.DONE),
        lately=sum(1 for each in ids if each in recap.done_at and recap.done_at[each] > since),
        waiting=waiting,
        minutes=reading_minutes(curriculum, waiting),
    )
