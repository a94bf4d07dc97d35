"""How long the program takes to start and what it holds then, beside its libraries alone.

python bench/cold_start.py [--small] [--json]
"""

import os
import sys
import time
from dataclasses import dataclass

from bench.common import Options, Ratio, Report, Times, options

# structlog imports rich where it is installed, as it is for development but not for `make run`.
AS_RUN = "import sys; sys.modules['rich'] = None"
LIBRARIES = (
    f"{AS_RUN}; import slack_bolt.async_app, discord, sqlalchemy.ext.asyncio, "
    "apscheduler.schedulers.asyncio"
)
AS_STARTED = "import bot.heap; bot.heap.collect_rarely()"
"""What `mlops-bot` does before it imports a verb."""
SERVE = f"{AS_RUN}; {AS_STARTED}; import bot.process, bot.cli.serve"
VERSION = "import sys; sys.argv = ['mlops-bot', '--version']; import bot.cli.main as m; m.main()"
FLOOR, OURS, BOTH = "libraries alone", "serve, web chat alone", "serve, Slack and Discord too"
PLATFORMS = "bot.platforms.slack.composition, bot.platforms.discord.composition"
PROGRAMS = {
    "Python alone": "",
    FLOOR: LIBRARIES,
    OURS: SERVE,
    BOTH: f"{SERVE}, {PLATFORMS}",
    "mlops-bot --version": VERSION,
}
KIB = 1024
ROUNDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One child process: how long it took, and its peak memory."""

    ms: float
    mib: float


def started(program: str) -> Start:
    """Run a program in a fresh interpreter to its end.

    It is started by spawn, and this process stays small: a child's peak begins with its parent's.
    """
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0o600)]
    began = time.perf_counter()
    child = os.posix_spawn(
        sys.executable, [sys.executable, "-c", program], os.environ, file_actions=nowhere
    )
    _, status, usage = os.wait4(child, 0)
    took = time.perf_counter() - began
    assert not status, program
    return Start(ms=took * 1000, mib=usage.ru_maxrss / (KIB if sys.platform == "linux" else KIB**2))


def run(given: Options) -> Report:
    """Start each program in turn, round after round."""
    ms, mib = Times(), Times()
    for number in range(1 if given.small else ROUNDS + 1):
        for name, program in PROGRAMS.items():
            start = started(program)
            if (
                number or given.small
            ):  # the first round writes the bytecode and warms the disk's cache
                ms.add(name, start.ms)
                mib.add(name, start.mib)
    report = Report(title="Cold start", columns=("", "ms", "MiB at its peak"))
    report.rows = [[name, round(ms.of(name)), mib.of(name)] for name in PROGRAMS]
    report.ratios = [
        Ratio(
            name=f"{what}: {ours} ÷ {FLOOR}", value=found.ratio(ours, FLOOR), floor=1.25, goal=1.1
        )
        for ours in (OURS, BOTH)
        for what, found in (("time", ms), ("memory", mib))
    ]
    return report


if __name__ == "__main__":
    asked = options("How long a start takes, and what it holds.")
    run(asked).show(asked)
