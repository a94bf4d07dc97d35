"""People's reminders: each method is one short transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.budget import Every, Reminders
from bot.domain.ids import EnrollmentId
from bot.ports.kept import Party


class Reminding(Protocol):
    """What people chose about reminders, and when they were last heard of (study time)."""

    async def seen(self, party: Party, *, now: datetime) -> Reminders:
        """Write down that this person said or pressed something; returns what held before."""
        ...

    async def choose(
        self,
        party: Party,
        every: Every,
        *,
        due: Mapping[EnrollmentId, datetime],
        event_id: str,
    ) -> Reminders:
        """Write how often this person is reminded; returns what held before.

        `due` says when the running plans of theirs are looked back on next. Where reminders stop,
        those that wait to be sent are dropped.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...
