"""Plans go on by themselves once their channel lets the bot write again."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.card import Card
from bot.domain.cards.answers import resumed_answer
from bot.domain.cards.case_week import going_on_card
from bot.domain.case_week import CASES
from bot.domain.enrollment import EnrollmentView
from bot.domain.errors import UserError
from bot.domain.outlook import look
from bot.domain.steering import resume
from bot.ports import Party, People, Rooms
from bot.usecases.study import Studies, curriculum_of


@dataclass(frozen=True, slots=True)
class Reopening:
    """Resumes what paused because its place was shut; what somebody paused stays paused."""

    rooms: Rooms
    people: People
    studies: Studies

    async def reopen(
        self, platform: str, workspace: str, *, place: str, event_id: str
    ) -> Sequence[Card]:
        """The answers to show there, one for each plan that goes on; none for a repeated event."""
        views = await self.rooms.shut_here(platform, workspace, place=place)
        cards = [await self._resumed(view, platform, event_id=event_id) for view in views]
        return [card for card in cards if card is not None]

    async def _resumed(self, view: EnrollmentView, platform: str, *, event_id: str) -> Card | None:
        enrollment = view.enrollment
        if curriculum_of(self.studies.library, enrollment.curriculum) is None:
            return None
        study = self.studies.of(enrollment.curriculum)
        owner = Party(
            platform=platform,
            workspace_id=enrollment.workspace_id,
            place_id=enrollment.place_id,
            person_id=enrollment.person_id,
            attention=view.attention,
            is_dm=False,
            person_name="",
        )
        try:
            changed = await self.people.change(
                owner,
                enrollment.id,
                decide=lambda before: resume(before, study),
                event_id=f"{event_id}:{enrollment.id}",
            )
        except UserError:  # somebody was faster
            return None
        if changed is None:
            return None
        if enrollment.curriculum == CASES:
            return going_on_card(changed.after)
        return resumed_answer(look(changed.after, study))
