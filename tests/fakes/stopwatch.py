"""Whether something is quick, told so that other programs on the machine do not matter."""

import time
from collections.abc import Awaitable, Callable

TRIES = 4
"""A busy machine only ever adds to what work costs: one quick try of a few shows that it is."""


def is_quick(work: Callable[[], object], *, cpu_s: float) -> bool:
    """Whether some work takes less than this of the process's own CPU time, in seconds."""
    return any(_cpu_s(work) < cpu_s for _ in range(TRIES))


async def is_quick_async(work: Callable[[], Awaitable[object]], *, cpu_s: float) -> bool:
    """As `is_quick`, for work that is awaited; what its threads do counts too."""
    for _ in range(TRIES):
        began = time.process_time()
        await work()
        if time.process_time() - began < cpu_s:
            return True
    return False


def _cpu_s(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
