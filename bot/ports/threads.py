"""Threads under readings, and edits of messages that were sent: short transactions each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.edits import Stale
from bot.domain.ids import DeliveryId, EnrollmentId, ResourceId, Shard
from bot.domain.threads import Thread, Threaded


class Threads(Protocol):
    """The threads of readings."""

    async def plan(self, enrollment: EnrollmentId, threaded: Threaded) -> bool:
        """Put pieces into a reading's thread, each once; False where it has no message yet.

        A command writes them with its change instead (`Change.threaded`).
        """
        ...

    async def of(
        self, enrollment: EnrollmentId, resource: ResourceId, *, pressed: DeliveryId | None = None
    ) -> Thread | None:
        """The thread of a reading, or the message one would hang on; None without a message."""
        ...


class Edits(Protocol):
    """Sent messages that no longer show how things are. All times here are real time."""

    async def mark(self, deliveries: Sequence[DeliveryId]) -> None:
        """These messages have changed: each is drawn anew from what is kept, soon and once.

        A command marks them with its change instead (`Change.redraws`).
        """
        ...

    async def take(self, shards: tuple[Shard, Shard], *, limit: int) -> Sequence[Stale]:
        """Messages to draw anew now, those that wait longest first; each is held for a lease.

        Lanes that wait are passed over; while sends are held none is taken.
        """
        ...

    async def shown(self, stale: Stale) -> None:
        """What was taken is shown; what has changed since comes after `domain.edits.EVERY`."""
        ...

    async def again(self, stale: Stale, *, at: datetime) -> None:
        """It is not shown yet: once more from `at` on."""
        ...

    async def forget(self, delivery: DeliveryId) -> None:
        """The message is gone, or needs no more changes."""
        ...

    async def waiting(self) -> bool:
        """Whether any could be taken now."""
        ...
