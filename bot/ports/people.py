"""Places, people and the commands they give: each method is one short transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Origin
from bot.domain.enrollment import Attention, EnrollmentView
from bot.domain.ids import (
    CurriculumId,
    EnrollmentId,
    ResourceId,
)
from bot.domain.steering import Beginning
from bot.ports.kept import Changed, Decide, Party, Pressed


class People(Protocol):
    """Places, people, and the commands they give. Everything is scoped to the workspace."""

    async def party(self, origin: Origin, *, zone: str) -> Party:
        """Our ids of an origin, made on first sight with this IANA zone.

        Where it is empty, with the zone that was chosen for new people, or else UTC.
        """
        ...

    async def enrollments_here(self, party: Party) -> Sequence[EnrollmentView]:
        """The enrollments of this place with their history, the one delivered last first."""
        ...

    async def pressed(self, party: Party, key: str) -> Pressed | None:
        """What a delivery key is about; None where it is not of this workspace."""
        ...

    async def sent_from(self, own: Origin, key: str) -> str:
        """The platform's id of the workspace that sent this message to the private place `own`.

        Empty where there is no such message: its key may be anybody's.
        """
        ...

    async def enroll(
        self, party: Party, beginning: Beginning, *, event_id: str
    ) -> EnrollmentView | None:
        """Begin a plan; None where this place follows it already.

        Raises:
            AlreadyHandled: this event was handled before.
            LimitReached: the person, the channel or the workspace has as many as it may have.
        """
        ...

    async def change(
        self,
        party: Party,
        enrollment_id: EnrollmentId,
        *,
        decide: Decide,
        event_id: str,
        key: str | None = None,
        receipt: str = "",
    ) -> Changed | None:
        """Decide under the lock and write, in one transaction with the event's id.

        A key in hand settles its delivery as sent, with `receipt` as the platform's id. None where
        this workspace has no such enrollment.

        Raises:
            AlreadyHandled: this event was handled before.
            UserError: the decision refused; nothing is written.
        """
        ...

    async def progress(
        self, party: Party, curriculum: CurriculumId
    ) -> Mapping[ResourceId, datetime]:
        """What this person finished and when (study time), the oldest first."""
        ...

    async def set_attention(self, party: Party, attention: Attention) -> None:
        """Write when this person wants to hear nothing."""
        ...
