"""What waits on a plan: its readings in order, and the first of them that are not handled."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import NEXT_IDS, Enrollment, Handled
from bot.domain.ids import PlanId, ResourceId

WAIT_AT = 2
"""Under "wait for me", so many unfinished readings bring a reminder instead of a new one."""


def order(
    curriculum: Curriculum, plan: PlanId, *, expanded: tuple[ResourceId, ...] = ()
) -> tuple[ResourceId, ...]:
    """The readings of a plan in order, retired ones left out.

    The parts of an opened shelf item follow its own card.
    """
    return curriculum.order(plan, expanded)


def refilled(
    enrollment: Enrollment, curriculum: Curriculum, *, handled: Mapping[ResourceId, Handled]
) -> Enrollment:
    """The enrollment with its next ids and counts taken anew from what it has handled."""
    ids = order(curriculum, enrollment.plan, expanded=enrollment.expanded)
    waiting = [each for each in ids if each not in handled]
    return replace(
        enrollment,
        next_ids=tuple(waiting[:NEXT_IDS]),
        left=len(waiting),
        unfinished=sum(1 for each in ids if handled.get(each) is Handled.SENT),
        revision=curriculum.revision,
    )


def is_new(enrollment: Enrollment, curriculum: Curriculum, *, reading: ResourceId) -> bool:
    """Whether a reading joined the curriculum after this enrollment began."""
    added = curriculum.resource(reading).added
    return added is not None and added > enrollment.started_at.date()


def needs_refill(enrollment: Enrollment, curriculum: Curriculum) -> bool:
    """Whether the kept ids are too few for the next slot, or from another revision."""
    short = len(enrollment.next_ids) < min(enrollment.pace.per_slot, enrollment.left)
    return short or enrollment.revision != curriculum.revision
