"""Killing this process at a named place, as a power cut would: for the tests of crashes alone."""

import os
import signal
from collections import Counter

from bot.domain.errors import Fault
from bot.usecases.failpoints import ALL, Failpoint, nothing


def killer(spec: str) -> Failpoint:
    """The failpoint of `NAME` or `NAME:N`: kill -9 at the Nth time the place is reached.

    Raises:
        Fault: no place has that name.
    """
    if not spec:
        return nothing
    wanted, _, nth = spec.partition(":")
    if wanted not in ALL or not (nth or "1").isdigit():
        raise Fault(f"FAILPOINT: one of {', '.join(ALL)}, with :N for the Nth time")
    reached: Counter[str] = Counter()

    def reach(name: str) -> None:
        reached[name] += 1
        if name == wanted and reached[name] == int(nth or "1"):
            os.kill(os.getpid(), signal.SIGKILL)

    return reach
