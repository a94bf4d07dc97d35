"""How often Discord refused us lately: too often, and it bans the address for every server.

More than 10,000 answers of 401, 403 or 429 in 10 minutes from one address are a ban
(discord-api-docs, topics/rate-limits). Each first message to a shut channel is one, so that a
Monday morning with many of them could reach that: long before it, messages go only where one has
arrived lately.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.domain.delivery import Destination, Outcome, Rejected, Scope, Sent, Throttled
from bot.ports import Clock

WINDOW = timedelta(minutes=10)
CAREFUL = 1_000
"""From here on only places are written to where a message has arrived lately."""
SILENT = 5_000
"""From here on nothing is sent."""
LATELY = timedelta(days=7)
PROBE_EVERY = timedelta(hours=1)
SHUT_PLACES = 3
"""So many channels of one server that we cannot see, and the server is tried once an hour."""
REMEMBERED = 100_000
_STEP = timedelta(seconds=10)
_UNSEEN = ("50001", "10004")

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Server:
    """What is known of a server: the places we cannot see, and when to try once more."""

    unseen: set[str] = field(default_factory=set)
    probe_at: float = 0.0


class Refusals:
    """Counts refusals, and says who has to wait; times are monotonic seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._steps: deque[tuple[float, int]] = deque()
        self._worked: OrderedDict[str, float] = OrderedDict()
        self._servers: dict[str, _Server] = {}
        self._told = False

    def count(self) -> None:
        """Discord has refused a request."""
        now = self._clock.monotonic()
        if self._steps and now - self._steps[-1][0] < _STEP.total_seconds():
            at, number = self._steps.pop()
            self._steps.append((at, number + 1))
        else:
            self._steps.append((now, 1))

    def lately(self) -> int:
        """How many there were in the last 10 minutes."""
        oldest = self._clock.monotonic() - WINDOW.total_seconds()
        while self._steps and self._steps[0][0] + _STEP.total_seconds() <= oldest:
            self._steps.popleft()
        return sum(number for _, number in self._steps)

    def wait(self, to: Destination) -> Throttled | None:
        """Who must not be written to now, and for how long."""
        number = self.lately()
        if number >= SILENT:
            self._tell(number)
            return Throttled(retry_in=WINDOW, reason="refused too often, everything waits")
        self._told = False
        if number >= CAREFUL and not self._has_worked(to.place):
            return _later("refused too often lately", wait=WINDOW / 2)
        return self._probe(to.workspace)

    def learn(self, to: Destination, outcome: Outcome) -> None:
        """What came of a message."""
        match outcome:
            case Sent():
                self._worked.pop(to.place, None)
                self._worked[to.place] = self._clock.monotonic()
                self._servers.pop(to.workspace, None)
                while len(self._worked) > REMEMBERED:
                    self._worked.popitem(last=False)
            case Rejected() if outcome.reason.startswith(_UNSEEN) and not to.is_dm:
                server = self._servers.setdefault(to.workspace, _Server())
                server.unseen.add(to.place)
                server.probe_at = self._clock.monotonic() + PROBE_EVERY.total_seconds()
            case _:
                pass

    def _has_worked(self, place: str) -> bool:
        at = self._worked.get(place)
        return at is not None and self._clock.monotonic() - at < LATELY.total_seconds()

    def _probe(self, workspace: str) -> Throttled | None:
        """Let one message an hour through to a server that shows us nothing."""
        server, now = self._servers.get(workspace), self._clock.monotonic()
        if server is None or len(server.unseen) < SHUT_PLACES:
            return None
        if now < server.probe_at:
            wait = timedelta(seconds=server.probe_at - now)
            return _later("this server shows us nothing", wait=wait)
        server.probe_at = now + PROBE_EVERY.total_seconds()
        return None

    def _tell(self, number: int) -> None:
        if not self._told:
            log.error("discord_refuses_too_much", in_10_minutes=number)
        self._told = True


def _later(reason: str, *, wait: timedelta) -> Throttled:
    return Throttled(retry_in=wait, reason=reason, scope=Scope.DESTINATION)
