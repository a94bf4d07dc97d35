"""How often Discord refused us lately: too often, and it bans the address for every server.

More than 10,000 answers of 401, 403 or 429 in 10 minutes from one address are a ban
(discord-api-docs, topics/rate-limits). Each first message to a shut channel is one, so that a
Monday morning with many of them could reach that: long before it, messages go only where one has
arrived lately.
"""

from datetime import timedelta

import structlog

from bot.domain.delivery import Destination, Outcome, Rejected, Scope, Sent, Throttled
from bot.platforms.discord.shared import WINDOW, SharedDoors
from bot.ports import Clock
from bot.ports.doors import Shut

CAREFUL = 1_000
"""From here on only places are written to where a message has arrived lately."""
SILENT = 5_000
"""From here on nothing is sent."""
LATELY = timedelta(days=7)
PROBE_EVERY = timedelta(hours=1)
SHUT_PLACES = 3
"""So many channels of one server that we cannot see, and the server is tried once an hour."""
_UNSEEN = ("50001", "10004")

log = structlog.get_logger(__name__)


class Refusals:
    """Says who has to wait, by what all processes of the bot have met; times are real."""

    def __init__(self, clock: Clock, doors: SharedDoors) -> None:
        self._clock = clock
        self._doors = doors
        self._told = False

    async def wait(self, to: Destination) -> Throttled | None:
        """Who must not be written to now, and for how long."""
        await self._doors.share()
        number = self._doors.lately()
        if number >= SILENT:
            self._tell(number)
            return Throttled(retry_in=WINDOW, reason="refused too often, everything waits")
        self._told = False
        if number >= CAREFUL and not await self._has_worked(to.place):
            return _later("refused too often lately", wait=WINDOW / 2)
        return None if to.is_dm else self._probe(to.workspace)

    def learn(self, to: Destination, outcome: Outcome) -> None:
        """What came of a message."""
        match outcome:
            case Sent():
                self._doors.worked(to.place)
                if not to.is_dm:  # a message to a member says nothing of the server's channels
                    self._doors.note_open(to.workspace)
            case Rejected() if outcome.reason.startswith(_UNSEEN) and not to.is_dm:
                known = self._doors.shut(to.workspace)
                places = (known.places if known else frozenset()) | {to.place}
                self._shut(to.workspace, frozenset(sorted(places)[:SHUT_PLACES]))
            case _:
                pass

    async def _has_worked(self, place: str) -> bool:
        at = await self._doors.worked_at(place)
        return at is not None and self._clock.real() - at < LATELY

    def _probe(self, workspace: str) -> Throttled | None:
        """Let one message an hour through to a server that shows us nothing."""
        known, now = self._doors.shut(workspace), self._clock.real()
        if known is None or len(known.places) < SHUT_PLACES:
            return None
        if now < known.probe_at:
            return _later("this server shows us nothing", wait=known.probe_at - now)
        self._shut(workspace, known.places)
        return None

    def _shut(self, workspace: str, places: frozenset[str]) -> None:
        shut = Shut(places=places, probe_at=self._clock.real() + PROBE_EVERY)
        self._doors.note_shut(workspace, shut)

    def _tell(self, number: int) -> None:
        if not self._told:
            log.error("discord_refuses_too_much", in_10_minutes=number)
        self._told = True


def _later(reason: str, *, wait: timedelta) -> Throttled:
    return Throttled(retry_in=wait, reason=reason, scope=Scope.DESTINATION)
