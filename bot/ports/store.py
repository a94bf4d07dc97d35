"""What is kept: each method is one intention in one short transaction."""

from typing import Protocol

from bot.ports.boards import Boards
from bot.ports.calendars import Feeds
from bot.ports.case_weeks import CaseWeeks
from bot.ports.facts import Facts
from bot.ports.groups import Groups
from bot.ports.home import Home
from bot.ports.ledger import Ledger
from bot.ports.limits import Limits
from bot.ports.links import Links
from bot.ports.notes import Notes
from bot.ports.people import People
from bot.ports.personal import Personal
from bot.ports.plans import Plans
from bot.ports.reminding import Reminding
from bot.ports.rooms import Rooms, SavedForms
from bot.ports.rulebook import Rulebook
from bot.ports.threads import Edits, Threads
from bot.ports.votes import Votes


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

    @property
    def feeds(self) -> Feeds:
        """Calendar feeds."""
        ...

    @property
    def home(self) -> Home:
        """What a person's own page shows."""
        ...

    @property
    def rooms(self) -> Rooms:
        """Places that are shut."""
        ...

    @property
    def forms(self) -> SavedForms:
        """Forms that wait for a channel."""
        ...

    @property
    def votes(self) -> Votes:
        """What groups guessed."""
        ...

    @property
    def boards(self) -> Boards:
        """Boards of groups, and the keys to their pages."""
        ...
