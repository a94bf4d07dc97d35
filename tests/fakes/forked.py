"""Processes of the real program, forked from one that has imported it already.

Each is a process of its own with its own folder, environment and end; importing the program again
was most of the time that such a test took. The newcomer's test starts it from nothing.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
IMPORTED = (
    "tests.fakes.forked",
    "alembic.command",
    "bot.cli.main",
    "bot.cli.deliveries",
    "bot.cli.serve",
    "bot.platforms.discord.composition",
    "bot.platforms.slack.composition",
    "bot.platforms.slack.many",
    "bot.platforms.webchat.server",
    "bot.storage.migrate",
    "bot.storage.tables",
)
STDOUT, STDERR = 1, 2


class Forked:
    """One process, with what `asyncio.subprocess.Process` offers of it."""

    def __init__(
        self,
        process: ForkServerProcess,
        *,
        stdout: asyncio.StreamReader,
        pipe: asyncio.ReadTransport,
    ) -> None:
        self._process = process
        self._pipe = pipe
        self.stdout = stdout

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._process.exitcode

    @property
    def pid(self) -> int:
        """The process's own number."""
        assert self._process.pid is not None
        return self._process.pid

    def send_signal(self, number: int) -> None:
        """Send a signal to this process alone."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Wait for the exit code."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        self._pipe.close()
        code = self._process.exitcode
        assert code is not None
        return code


async def fork(
    words: Sequence[str], *, folder: Path, environment: Mapping[str, str], errors: Path
) -> Forked:
    """Run `mlops-bot` with these words in a folder; standard error goes to the file `errors`."""
    context = _context()
    reading, writing = context.Pipe(duplex=False)
    stdout = asyncio.StreamReader()
    pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stdout), os.fdopen(os.dup(reading.fileno()), "rb")
    )
    reading.close()
    arguments = (tuple(words), folder, dict(environment), errors, writing)
    process = context.Process(target=_run, args=arguments)
    process.start()
    writing.close()
    return Forked(process, stdout=stdout, pipe=pipe)


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)  # what is imported ahead is found from any folder
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context


def _run(
    words: tuple[str, ...],
    folder: Path,
    environment: dict[str, str],
    errors: Path,
    writing: Connection,
) -> None:
    """In the new process: become what a shell would have started."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(writing.fileno(), STDOUT)
    with errors.open("wb") as file:
        os.dup2(file.fileno(), STDERR)
    writing.close()
    sys.argv = ["mlops-bot", *words]
    from bot.cli.main import main  # noqa: PLC0415 - imported ahead, in the process it came from

    main()
