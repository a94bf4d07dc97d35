"""What workspaces chose for everybody in them: each method is one short transaction."""

from typing import Protocol

from bot.domain.ids import EnrollmentId
from bot.domain.workspace import Choices
from bot.ports.kept import Party


class Rulebook(Protocol):
    """What the admins of a workspace chose. Everything is scoped to the workspace."""

    async def choices(self, party: Party) -> Choices:
        """What was chosen in this workspace."""
        ...

    async def choose(self, party: Party, choices: Choices, *, event_id: str) -> None:
        """Keep what was chosen, in the place of all that was chosen before.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def starter(self, party: Party, enrollment_id: EnrollmentId) -> str:
        """The name of who started a plan, as others typed it; empty where it is not known."""
        ...
