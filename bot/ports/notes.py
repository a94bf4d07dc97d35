"""Notes and ratings of one person: each method is one short transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import CurriculumId, ResourceId
from bot.domain.notes import Named, NewNote, Note
from bot.ports.kept import Party


class Notes(Protocol):
    """Notes and ratings. Everything is scoped to the workspace and the person."""

    async def keep(
        self,
        party: Party,
        reading: tuple[CurriculumId, ResourceId],
        *,
        notes: Sequence[NewNote],
        rating: int | None,
        at: datetime,
        event_id: str,
    ) -> None:
        """Keep notes and a rating (1 to 5) of a reading; `at` is study time.

        A note that stands there word for word is not kept twice; a rating takes the place of
        the one before.

        Raises:
            AlreadyHandled: this event was handled before.
            LimitReached: the person has as many notes as one may have; nothing is kept.
        """
        ...

    async def mine(self, party: Party, *, limit: int = 500) -> Sequence[Note]:
        """A person's newest notes of every plan, the oldest of them first: what `find` looks at."""
        ...

    async def ratings(self, party: Party, curriculum: CurriculumId) -> Mapping[ResourceId, int]:
        """What this person rated, from 1 to 5."""
        ...

    async def change(self, party: Party, named: Named, *, text: str, event_id: str) -> Note | None:
        """Write a note anew; the note as it is now, None where there is none of that name.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def delete(self, party: Party, named: Named, *, event_id: str) -> Note | None:
        """Throw a note away; what it was, None where there is none of that name.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...
