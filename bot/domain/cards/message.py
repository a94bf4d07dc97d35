"""What a message is about: everything that its card depends on, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import Enrollment, EnrollmentState
from bot.domain.ids import PlanId, ResourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """All that the card of a message depends on, so that equal messages may share one card.

    `resource_id` is None where it only reminds. `expanded` names the shelf items opened,
    `more` says whether readings are left and `unfinished` counts those sent but not done.
    `zone` is the one that dates are shown in, `next_due_at` when the next reading comes.
    """

    kind: DeliveryKind
    variant: str
    covered: int
    resource_id: ResourceId | None
    plan: PlanId
    expanded: tuple[ResourceId, ...]
    state: EnrollmentState
    more: bool
    unfinished: int
    zone: str
    next_due_at: datetime | None


def message_of(
    enrollment: Enrollment,
    *,
    kind: DeliveryKind,
    resource_id: ResourceId | None,
    next_due_at: datetime | None,
    variant: str = "",
    covered: int = 1,
) -> Message:
    """What a delivery of this enrollment is about; readings do not tell what is unfinished."""
    return Message(
        kind=kind,
        variant=variant,
        covered=covered,
        resource_id=resource_id,
        plan=enrollment.plan,
        expanded=enrollment.expanded,
        state=enrollment.state,
        more=enrollment.left > 0,
        unfinished=enrollment.unfinished if resource_id is None else 0,
        zone=enrollment.pace.zone,
        next_due_at=next_due_at,
    )
