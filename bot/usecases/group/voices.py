"""Messages of a study group that are made from what is kept, as they are sent and drawn anew."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.domain.card import Card
from bot.domain.cards.group_reading import finished_card
from bot.domain.cards.group_threads import lead_card, line_card
from bot.domain.cards.together import invitation_card, reads_fact
from bot.domain.delivery import ENDED
from bot.domain.enrollment import Enrollment
from bot.domain.gathering import invitation
from bot.domain.group import Face, LineKind
from bot.domain.ids import ResourceId
from bot.domain.position import Study
from bot.domain.threads import LEAD, LINE, line_of
from bot.ports import Groups
from bot.usecases.pieces import INVITATION, Maker
from bot.usecases.study import Studies

_KINDS = {each.value for each in LineKind}


class Told(Protocol):
    """A message of a plan: about to be sent, or sent and to be drawn anew."""

    @property
    def enrollment(self) -> Enrollment:
        """Its plan."""
        ...

    @property
    def resource_id(self) -> ResourceId | None:
        """The reading that it is about."""
        ...

    @property
    def variant(self) -> str:
        """Which piece of a thread it is."""
        ...

    @property
    def next_due_at(self) -> datetime | None:
        """When the plan's next reading comes (study time)."""
        ...


@dataclass(frozen=True, slots=True)
class Voices:
    """Makes a group's invitation, and the pieces of its threads."""

    groups: Groups
    studies: Studies

    def makers(self) -> Mapping[str, Maker]:
        """Who makes which piece, by its first word."""
        return {
            LEAD: self.lead,
            LINE: self.line,
            INVITATION: self.invitation,
            ENDED: self.farewell,
        }

    async def invitation(self, told: Told) -> Card | None:
        """The one card that invites, with its dates and its count."""
        found = await self._standing(told)
        if found is None:
            return None
        enrollment, (study, face) = told.enrollment, found
        invited = invitation(
            enrollment,
            study.curriculum,
            face=face,
            next_at=told.next_due_at,
            free=study.free(enrollment.calendar),
        )
        return invitation_card(invited)

    async def farewell(self, told: Told) -> Card | None:
        """The one card of a plan's end."""
        found = await self._standing(told)
        if found is None:
            return None
        enrollment, (study, face) = told.enrollment, found
        plan = study.curriculum.plan(enrollment.plan)
        return finished_card(plan, enrollment, readings=face.group.rounds)

    async def _standing(self, told: Told) -> tuple[Study, Face] | None:
        """The group of a message as it stands; None where it, or its curriculum, is not here."""
        enrollment = told.enrollment
        if enrollment.curriculum not in self.studies.library.curricula:
            return None
        study = self.studies.of(enrollment.curriculum)
        face = await self.groups.face(enrollment, now=study.now)
        return (study, face) if face is not None else None

    async def lead(self, told: Told) -> Card | None:
        """Who opens the discussion of a reading."""
        if told.resource_id is None:
            return None
        round_ = await self.groups.opening(told.enrollment, told.resource_id)
        return lead_card(round_, plan=told.enrollment.plan) if round_ else None

    async def line(self, told: Told) -> Card | None:
        """What a member wrote; None where they have taken it back."""
        said = line_of(told.variant)
        if said is None or told.resource_id is None or said[0] not in _KINDS:
            return None
        kind, by = LineKind(said[0]), said[1]
        kept = await self.groups.line(told.enrollment, told.resource_id, kind=kind, by=by)
        return line_card(kept.name, kind, text=kept.text) if kept else None

    async def piece(self, told: Told) -> Card | None:
        """A piece of a thread as it is now; None for what never changes."""
        maker = {LEAD: self.lead, LINE: self.line}.get(told.variant.partition(":")[0])
        return await maker(told) if maker is not None else None

    async def counted(self, card: Card, enrollment: Enrollment, *, reading: ResourceId) -> Card:
        """A reading's card with how many of the group have read it, once somebody has."""
        now = self.studies.now()
        reads = await self.groups.counts(enrollment, reading, now=now)
        if reads is None or not reads.done:
            return card
        return replace(card, facts=(*card.facts, reads_fact(reads)))
