"""What the use cases need from the world: time, calendars, curricula, platforms, wake-ups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.card import Card
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.curriculum import Curriculum
from bot.domain.delivery import Destination, Lookup, Outcome
from bot.domain.edits import EditOutcome
from bot.domain.ids import CurriculumId


class Clock(Protocol):
    """Study time for slots and everything shown; real time for leases, limits and timeouts."""

    def now(self) -> datetime:
        """Study time, aware, UTC. Only the web chat can move it, and only forward."""
        ...

    def real(self) -> datetime:
        """Real time, aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds of a clock that never jumps."""
        ...


class Holidays(Protocol):
    """Public holidays by country."""

    def dates(self, country: str, years: Iterable[int]) -> frozenset[date]:
        """Public holidays of an ISO 3166 country in the given years.

        Raises:
            UserError: the country is not known; the text names the nearest.
        """
        ...


class Library(Protocol):
    """The curricula that this process has loaded."""

    @property
    def curricula(self) -> Mapping[CurriculumId, Curriculum]:
        """Every curriculum that passed its checks, in the order they are offered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message on its way out; `key` makes it findable, and repeatable where possible.

    With `opens` it is the thread `to.thread` itself, named by the card's title, for a platform
    that makes threads; one that is there already is as good. `calls` is the platform's id of a
    role that it calls, for a platform that has roles; nobody else is called by any message.
    """

    to: Destination
    card: Card
    key: str
    opens: bool = False
    calls: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """How a message that was sent looks from now on; `receipt` is the platform's id of it.

    `calls` is the role that it called when it was sent: it stays named, and is not called again.
    """

    to: Destination
    receipt: str
    card: Card
    key: str
    calls: str = ""


class Platform(Protocol):
    """What a platform adapter promises; one contract suite runs over all of them."""

    @property
    def name(self) -> str:
        """The platform's name in the database: webchat, slack, discord."""
        ...

    @property
    def in_flight(self) -> int:
        """How many sends of one lane may be under way at once."""
        ...

    @property
    def spacing(self) -> timedelta:
        """The least time between two sends of one lane; zero where there is no such limit."""
        ...

    @property
    def place_spacing(self) -> timedelta:
        """The least time between two sends to one place; zero where there is no such limit."""
        ...

    @property
    def how_to_open(self) -> str:
        """What somebody does whose direct messages are closed to us, in our words."""
        ...

    @property
    def makes_threads(self) -> bool:
        """Whether a thread has to be made before something can stand in it."""
        ...

    @property
    def edit_spacing(self) -> timedelta:
        """The least time between two edits of one lane; zero where there is no such limit."""
        ...

    def direct(self, origin: Origin) -> Destination:
        """Where who speaks reads what is for them alone, wherever they spoke."""
        ...

    async def send(self, message: Outgoing) -> Outcome:
        """Send once. Everything expected is an outcome; an exception counts as Unknown."""
        ...

    async def edit(self, change: Rewrite) -> EditOutcome:
        """Change a message of ours in place; it keeps its key."""
        ...

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
        """Look for our own message with this key, sent at `since` (real time) or later."""
        ...


class Conversation(Protocol):
    """The one way in for texts and presses of every platform."""

    async def __call__(self, inbound: Inbound) -> Reply:
        """Answer; a person's mistake is a reply too, never an exception."""
        ...


class Engine(Protocol):
    """Wakes whoever drains; a lost or doubled wake-up changes nothing."""

    def wake(self) -> None:
        """Something may be ready: look soon. Safe to call from the event loop at any time."""
        ...
