"""Senders: a few tasks that stay for a whole drain and take what is to be sent, one by one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.domain.delivery import SEND_TIMEOUT, Outcome, Unknown
from bot.ports import Claimed, Outgoing, Platform

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Marked:
    """A delivery that is marked as sending, its message, and when it is too late to send it.

    `deadline` in monotonic seconds.
    """

    claimed: Claimed
    letter: Outgoing
    deadline: float


class Senders:
    """At most `most` sends at once; a sender is started when there is something for it."""

    def __init__(
        self,
        tasks: asyncio.TaskGroup,
        send: Callable[[Marked], Awaitable[None]],
        *,
        most: int,
    ) -> None:
        self._tasks = tasks
        self._send = send
        self._most = most
        self._queue: asyncio.Queue[Marked | None] = asyncio.Queue()
        self._started = 0
        self._idle = 0

    def put(self, marked: Marked) -> None:
        """Let the next free sender have it."""
        self._queue.put_nowait(marked)
        if self._queue.qsize() > self._idle and self._started < self._most:
            self._started += 1
            self._tasks.create_task(self._run())

    def finish(self) -> None:
        """Nothing more comes: what is queued is sent, then every sender ends."""
        for _ in range(self._started):
            self._queue.put_nowait(None)

    async def _run(self) -> None:
        while (marked := await self._next()) is not None:
            await self._send(marked)

    async def _next(self) -> Marked | None:
        self._idle += 1
        try:
            return await self._queue.get()
        finally:
            self._idle -= 1


async def outcome_of(marked: Marked, platform: Platform) -> Outcome:
    """What came of one send; whatever is not expected counts as unknown."""
    try:
        async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
            return await platform.send(marked.letter)
    except TimeoutError:
        return Unknown(cause="timeout")
    except Exception as error:
        log.exception("send_failed", delivery_id=marked.claimed.claim.id)
        return Unknown(cause=type(error).__name__)
