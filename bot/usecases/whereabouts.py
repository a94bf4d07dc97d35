"""Which place a typed command means: the channel it is given in, or the person's own."""

from dataclasses import replace

from bot.domain.conversation import Origin
from bot.domain.enrollment import EnrollmentState
from bot.domain.zones import is_zone
from bot.ports import People
from bot.ports.case_weeks import CaseWeeks

_RUNNING = frozenset({EnrollmentState.ACTIVE, EnrollmentState.PAUSED})


class Whereabouts:
    """Asks what there is in a place."""

    def __init__(self, people: People, case_weeks: CaseWeeks) -> None:
        self._people = people
        self._case_weeks = case_weeks

    async def has_plan(self, origin: Origin) -> bool:
        """Whether a plan runs, or rests, in this place."""
        party = await self._people.party(origin, zone="UTC")
        views = await self._people.enrollments_here(party)
        return any(view.enrollment.state in _RUNNING for view in views)

    async def has_cases(self, origin: Origin) -> bool:
        """Whether a case study a week comes, or rests, in this place."""
        party = await self._people.party(origin, zone="UTC")
        return await self._case_weeks.here(party) is not None

    async def of_message(self, own: Origin, key: str | None) -> Origin:
        """Where who speaks pressed a message in private: its workspace may be a group's."""
        found = await self._people.sent_from(own, key) if key else ""
        return replace(own, workspace=found) if found else own

    async def zone(self, origin: Origin) -> str:
        """The IANA zone of this person, as far as we know it."""
        known = origin.zone if origin.zone and is_zone(origin.zone) else ""
        return (await self._people.party(origin, zone=known)).attention.zone
