"""What waits for a channel: each method is one short transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.card import Press
from bot.domain.enrollment import EnrollmentView
from bot.domain.ids import EnrollmentId
from bot.ports.kept import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedForm:
    """What somebody wants to start in a channel; `person` is the platform's id."""

    person: str
    person_name: str
    press: Press
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Which shut places are asked about: shut for one of these reasons, and not asked of late.

    `since` is how long ago the last time was at least (real time), `each` and `most` how many of
    one workspace and in all.
    """

    reasons: frozenset[str]
    since: timedelta
    each: int
    most: int


class SavedForms(Protocol):
    """Forms filled in for a channel that the bot may not enter yet; each lasts 24 hours."""

    async def keep(self, party: Party, press: Press, *, event_id: str) -> None:
        """Keep this person's form for this place; a newer one takes the place of the older."""
        ...

    async def waiting(self, platform: str, workspace: str, *, place: str) -> Sequence[SavedForm]:
        """The forms that wait for this place, the oldest first."""
        ...

    async def places(self, platform: str, workspace: str) -> Sequence[str]:
        """Every place that a form waits for."""
        ...

    async def drop(self, platform: str, workspace: str, *, event_id: str) -> None:
        """This form waits no more."""
        ...


class Rooms(Protocol):
    """Places that are shut to the bot, in the platform's own ids."""

    async def shut(
        self, platform: str, workspace: str, *, place: str, reason: str, now: datetime
    ) -> int:
        """Pause the plans that run in this place and tell their owners; how many did.

        What does not run changes nothing and tells nobody, so a report may come twice. `now` is
        study time.
        """
        ...

    async def shut_here(
        self, platform: str, workspace: str, *, place: str
    ) -> Sequence[EnrollmentView]:
        """The plans of this place that paused because it was shut, and have not gone on since."""
        ...

    async def stay_paused(self, party: Party, number: EnrollmentId) -> None:
        """Somebody wants this plan paused, shut place or not: only they let it go on."""
        ...

    async def to_ask(self, platform: str, workspace: str, *, asking: Asking) -> Sequence[str]:
        """Channels in which plans paused because they are shut, for this caller alone to ask about.

        Those asked about longest ago; from now on they count as asked.
        """
        ...

    async def to_ask_everywhere(
        self, platform: str, *, asking: Asking
    ) -> Mapping[str, Sequence[str]]:
        """The same of every workspace that is served, by workspace."""
        ...
