"""Named places in the delivery where a test may look, fail, or kill the process."""

from collections.abc import Callable

Failpoint = Callable[[str], None]
"""Called with the name of the place that was just reached."""

CLAIMED = "claimed"
MARKED = "marked"
SENT = "sent"
SETTLED = "settled"
PLANNED = "planned"
RECOVERING = "recovering"
ALL = (PLANNED, CLAIMED, MARKED, SENT, SETTLED, RECOVERING)


def nothing(_name: str) -> None:
    """The failpoint of every ordinary run."""
