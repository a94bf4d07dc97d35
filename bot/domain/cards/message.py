"""What a message is about, and when it goes out."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import Enrollment
from bot.domain.ids import PlanId, ResourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """All that the card of a reading depends on but its last line.

    Many people are sent the same reading of the same plan: those with equal subjects may share
    what was made of one. `expanded` names the shelf items opened.
    """

    kind: DeliveryKind
    variant: str
    covered: int
    resource_id: ResourceId
    plan: PlanId
    expanded: tuple[ResourceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of an enrollment; `subject` is None where it only reminds.

    `next_due_at` is when the next reading comes.
    """

    subject: Subject | None
    enrollment: Enrollment
    paused: bool
    next_due_at: datetime | None

    @property
    def zone(self) -> str:
        """The zone that dates are shown in."""
        return self.enrollment.pace.zone


def message_of(
    enrollment: Enrollment,
    *,
    kind: DeliveryKind,
    resource_id: ResourceId | None,
    next_due_at: datetime | None,
    variant: str = "",
    covered: int = 1,
) -> Message:
    """What a delivery of this enrollment is about."""
    subject = resource_id and Subject(
        kind=kind,
        variant=variant,
        covered=covered,
        resource_id=resource_id,
        plan=enrollment.plan,
        expanded=enrollment.expanded,
    )
    return Message(
        subject=subject or None,
        enrollment=enrollment,
        paused=variant == "paused",
        next_due_at=next_due_at,
    )
