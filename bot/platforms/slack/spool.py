"""What Slack told us while the database was down: on disk, in order, until it was handled.

One file for each event, named by when it came, so that a killed process repeats one event at most,
and what an event does is stored under its id: it is done once.
"""

import asyncio
import fcntl
import heapq
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.ports import Clock

MOST_EVENTS = 50_000
"""More than the 35,000 that Slack tells of a workspace in 70 minutes at most (docs.slack.dev,
reference/events/app_rate_limited: 30,000 an hour)."""
MOST_BYTES = 256 * 1024 * 1024
MOST_PROCESSES = 64
OWNER_ONLY = 0o600
_DONE, _NEW = ".json", ".new"
_NAMES = "[0-9]" * 20 + f"-*{_DONE}"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]")
_LONGEST_ID = 64
_UNWANTED = frozenset({"token"})
"""Slack's old way of proving itself (docs.slack.dev, authentication/verifying-requests-from-slack):
the one secret in a payload, and nothing of ours reads it."""

log = structlog.get_logger(__name__)

Body = Mapping[str, Any]


class SpoolFull(Exception):
    """There is no room, or the disk takes nothing: Slack keeps the event and sends it again."""


@dataclass(frozen=True, slots=True, order=True)
class Waiting:
    """An event on disk: its place in the order, its file, its id and its size."""

    number: int
    path: Path
    event_id: str
    size: int


class Spool:
    """A bounded queue of events in a folder that this process alone uses."""

    def __init__(
        self,
        root: Path,
        *,
        clock: Clock,
        most_events: int = MOST_EVENTS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._clock = clock
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._queue: list[Waiting] = []
        self._writing: set[int] = set()
        self._ids: set[str] = set()
        self._bytes = 0
        self._last = 0
        self._lock = -1
        self._folder: Path | None = None
        try:
            self._open(root)
        except OSError as error:
            log.error("slack_spool_unusable", cause=type(error).__name__)  # noqa: TRY400 - no trace

    def __len__(self) -> int:
        return len(self._queue) + len(self._writing)

    def number(self) -> int:
        """The next place in the order; microseconds, so that a later process goes on from there."""
        self._last = max(self._last + 1, int(self._clock.real().timestamp() * 1_000_000))
        return self._last

    def holds(self, event_id: str) -> bool:
        """Whether an event of this id waits."""
        return _name_of(event_id) in self._ids

    async def keep(self, body: Body, *, number: int) -> None:
        """Keep an event at its place; it is on disk when this returns. One kept already is that.

        Raises:
            SpoolFull: it could not be kept.
        """
        event_id = _name_of(str(body.get("event_id", "")))
        if event_id and event_id in self._ids:
            return
        letters = json.dumps({name: body[name] for name in body if name not in _UNWANTED}).encode()
        waiting = self._admitted(event_id, number=number, size=len(letters))
        try:
            await asyncio.to_thread(_write, waiting.path, letters)
        except OSError as error:
            self._forget(waiting)
            log.warning("slack_spool_unwritable", cause=type(error).__name__)
            raise SpoolFull from error
        finally:
            self._writing.discard(number)
        heapq.heappush(self._queue, waiting)

    async def oldest(self) -> tuple[Waiting, Body] | None:
        """The event that is next; None where there is none, or an older one is being written."""
        while self._queue and not any(each < self._queue[0].number for each in self._writing):
            waiting = self._queue[0]
            try:
                return waiting, json.loads(await asyncio.to_thread(waiting.path.read_bytes))
            except (OSError, ValueError) as error:
                log.error("slack_spool_unreadable", cause=type(error).__name__)  # noqa: TRY400
                await self.drop(waiting)
        return None

    def age(self, waiting: Waiting) -> timedelta:
        """How long ago this event came."""
        now = int(self._clock.real().timestamp() * 1_000_000)
        return timedelta(microseconds=now - waiting.number)

    async def drop(self, waiting: Waiting) -> None:
        """This event, the oldest, is handled."""
        await asyncio.to_thread(waiting.path.unlink, missing_ok=True)
        if self._queue and self._queue[0] is waiting:
            heapq.heappop(self._queue)
            self._forget(waiting)

    def close(self) -> None:
        """Let another process have the folder."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _admitted(self, event_id: str, *, number: int, size: int) -> Waiting:
        full = len(self) >= self._most_events or self._bytes + size > self._most_bytes
        if self._folder is None or full:
            log.error("slack_spool_full", events=len(self), bytes=self._bytes)
            raise SpoolFull
        path = self._folder / f"{number:020}-{event_id}{_DONE}"
        waiting = Waiting(number, path, event_id, size)
        self._writing.add(number)
        self._count(waiting)
        return waiting

    def _count(self, waiting: Waiting) -> None:
        self._bytes += waiting.size
        self._ids.add(waiting.event_id)

    def _forget(self, waiting: Waiting) -> None:
        self._bytes -= waiting.size
        self._ids.discard(waiting.event_id)

    def _open(self, root: Path) -> None:
        """Take a folder, with what processes that are gone have left in theirs."""
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder, self._lock = _own_folder(root)
        for path in _left_by_others(root, folder):
            path.rename(folder / path.name)
        for path in folder.glob(f"*{_NEW}"):
            path.unlink()  # it was never said that this one is kept
        self._queue = sorted(map(_found, folder.glob(_NAMES)))
        for waiting in self._queue:
            self._count(waiting)
        self._last = max((each.number for each in self._queue), default=0)
        self._folder = folder


def _own_folder(root: Path) -> tuple[Path, int]:
    """The first folder that no living process holds, and our hold on it."""
    for number in range(MOST_PROCESSES):
        folder = root / str(number)
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = _taken(folder)
        if lock is not None:
            return folder, lock
    raise OSError


def _left_by_others(root: Path, own: Path) -> Iterator[Path]:
    for folder in root.iterdir():
        lock = _taken(folder) if folder != own and folder.is_dir() else None
        if lock is not None:
            yield from list(folder.glob(_NAMES))
            os.close(lock)


def _taken(folder: Path) -> int | None:
    """A hold on a folder, gone with its process; None where another one has it."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _name_of(event_id: str) -> str:
    return _NOT_IN_NAMES.sub("", event_id)[:_LONGEST_ID]


def _found(path: Path) -> Waiting:
    """An event of an earlier process."""
    number, _, event_id = path.stem.partition("-")
    return Waiting(int(number), path, event_id, path.stat().st_size)


def _write(path: Path, letters: bytes) -> None:
    """Write a file that is there whole or not at all, whatever happens to the machine."""
    new = path.with_suffix(_NEW)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(letters)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
