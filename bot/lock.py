"""One process per SQLite file: an advisory lock beside it, gone with the process that holds it."""

import fcntl
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from bot.domain.errors import Fault


class AlreadyRunning(Fault):
    """Another mlops-bot uses this database file. Stop it first, or set another DATABASE_URL."""


class FileLock:
    """Held from `take` to `release`, or until the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            AlreadyRunning: another process holds it.
        """
        if not self.try_take():
            raise AlreadyRunning(" ".join((AlreadyRunning.__doc__ or "").split()))

    def try_take(self) -> bool:
        """Take the lock if it is free; says whether it is ours now."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let go; releasing twice is fine."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
