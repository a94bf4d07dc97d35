"""What is kept of a person: handed out, erased, and remembered as erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from bot.ports.kept import Party

Value: TypeAlias = str | int | datetime | None
Records: TypeAlias = Mapping[str, Sequence[Mapping[str, Value]]]
"""Rows by the name of their table; instants are aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How much is kept of a person, as the question before an erasure names it."""

    plans: int
    readings: int
    notes: int
    ratings: int
    messages: int
    channel_plans: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Somebody who was erased: a keyed hash of who, and when (real time)."""

    digest: str
    at: datetime


class Personal(Protocol):
    """What is kept of a person in one workspace. Times are real time."""

    async def holdings(self, party: Party) -> Holdings:
        """How much there is."""
        ...

    async def records(self, party: Party, *, event_id: str) -> Records:
        """Everything that is kept of this person, counted as one export.

        Raises:
            AlreadyHandled: this event was handled before.
            LimitReached: there were as many exports within a day as there may be.
        """
        ...

    async def ask_to_forget(self, party: Party, *, word: str, event_id: str) -> None:
        """Remember that this person may be erased by this word; an older word is void."""
        ...

    async def forget(self, party: Party, *, word: str, event_id: str) -> bool:
        """Erase the person if this is their word and fresh enough; False where it is not.

        All in one transaction: plans, what waits to be sent, progress, notes, messages. Plans
        of a channel stay, without a name.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def erased(self) -> Sequence[Erased]:
        """Everybody who was erased, the first first."""
        ...

    async def erase_again(self, journal: Sequence[Erased]) -> int:
        """Erase whoever is here and was erased before: a restored backup is put right.

        Who came back after their erasure is somebody new, and stays.
        """
        ...
