"""What is kept: each method is one intention in one short transaction."""

from typing import Protocol

from bot.ports.case_weeks import CaseWeeks
from bot.ports.facts import Facts
from bot.ports.groups import Groups
from bot.ports.ledger import Ledger
from bot.ports.limits import Limits
from bot.ports.links import Links
from bot.ports.notes import Notes
from bot.ports.people import People
from bot.ports.personal import Personal
from bot.ports.plans import Plans
from bot.ports.reminding import Reminding
from bot.ports.rulebook import Rulebook
from bot.ports.threads import Edits, Threads


class Store(Protocol):
    """Everything that is kept, by what it is for."""

    @property
    def ledger(self) -> Ledger:
        """Deliveries."""
        ...

    @property
    def plans(self) -> Plans:
        """Enrollments and schedules, for planning."""
        ...

    @property
    def people(self) -> People:
        """Places, people and their commands."""
        ...

    @property
    def facts(self) -> Facts:
        """Small facts."""
        ...

    @property
    def links(self) -> Links:
        """Reports of broken links."""
        ...

    @property
    def notes(self) -> Notes:
        """Notes and ratings."""
        ...

    @property
    def personal(self) -> Personal:
        """What is kept of a person, to hand out and to erase."""
        ...

    @property
    def limits(self) -> Limits:
        """What operators allow."""
        ...

    @property
    def threads(self) -> Threads:
        """The threads of readings."""
        ...

    @property
    def edits(self) -> Edits:
        """Sent messages to draw anew."""
        ...

    @property
    def case_weeks(self) -> CaseWeeks:
        """Case studies of the week."""
        ...

    @property
    def reminding(self) -> Reminding:
        """People's reminders."""
        ...

    @property
    def groups(self) -> Groups:
        """Study groups."""
        ...

    @property
    def rulebook(self) -> Rulebook:
        """What admins chose for everybody."""
        ...
