"""A platform that records what it is sent, and may look, fail, hang or crash while sending."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.delivery import Absent, Destination, Found, Lookup, Outcome, Sent
from bot.domain.edits import Edited, EditOutcome
from bot.ports import Outgoing, Rewrite


async def deliver(platform: "RecordingPlatform", message: Outgoing) -> Outcome:
    """The ordinary send."""
    return platform.accept(message)


OnSend = Callable[["RecordingPlatform", Outgoing], Awaitable[Outcome]]


class RecordingPlatform:
    """Implements `ports.Platform`; `on_send` decides what a send does."""

    name = "recording"

    def __init__(self, *, in_flight: int = 8, spacing: timedelta = timedelta(0)) -> None:
        self.in_flight = in_flight
        self.spacing = spacing
        self.place_spacing = timedelta(0)
        self.edit_spacing = timedelta(0)
        self.makes_threads = True
        self.edits: list[Rewrite] = []
        self.on_edit: Callable[[Rewrite], EditOutcome] = lambda _: Edited()
        self.on_send: OnSend = deliver
        self.on_find: Callable[[str], Lookup] | None = None
        self.messages: list[Outgoing] = []
        self.order: list[str] = []

    def accept(self, message: Outgoing) -> Outcome:
        """The message arrives."""
        self.messages.append(message)
        return Sent(receipt=str(len(self.messages)))

    async def send(self, message: Outgoing) -> Outcome:
        self.order.append(message.to.workspace)
        return await self.on_send(self, message)

    async def edit(self, change: Rewrite) -> EditOutcome:
        outcome = self.on_edit(change)
        if isinstance(outcome, Edited):
            self.edits.append(change)
        return outcome

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
        assert since.tzinfo is not None
        assert to.platform == self.name
        if self.on_find is not None:
            return self.on_find(key)
        there = any(message.key == key for message in self.messages)
        return Found(receipt="found") if there else Absent()

    @property
    def keys(self) -> Counter[str]:
        """How often each key arrived."""
        return Counter(message.key for message in self.messages)

    @property
    def titles(self) -> list[str]:
        """What arrived, in order, by the readings' titles."""
        return ["".join(_plain(part) for part in each.card.title.parts) for each in self.messages]


def _plain(part: object) -> str:
    return part if isinstance(part, str) else str(getattr(part, "text", ""))
