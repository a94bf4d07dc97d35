"""How many commands a person may give in a minute, and a workspace in a second.

Counted in this process, in real time, in bounded memory: whoever was not heard of for longest
is forgotten first. A command that is left out does not count.
"""

from array import array
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import timedelta

from bot.domain.conversation import Origin
from bot.domain.limits import DEFAULTS, Limit, LimitReached
from bot.ports import Clock, Limits
from bot.ports.limits import WorkspaceName

MOST_REMEMBERED = 10_000
"""People, and workspaces, of which the last commands are remembered at once."""
READ_AGAIN_AFTER = timedelta(seconds=30)
"""How long a limit that an operator changes may take to hold here (real time)."""
_MINUTE_S, _SECOND_S = 60.0, 1.0


class Recent:
    """The last moments of each of many keys: at most `most` of them within `within_s` seconds."""

    def __init__(self, *, within_s: float, remembered: int = MOST_REMEMBERED) -> None:
        self._within_s = within_s
        self._remembered = remembered
        self._moments: OrderedDict[Hashable, array[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._moments)

    def full(self, key: Hashable, now: float, *, most: int) -> bool:
        """Whether there were `most` already; `now` is in seconds of a clock that never jumps."""
        moments = self._moments.get(key)
        return (
            moments is not None
            and len(moments) >= most
            and now - moments[len(moments) - most] < self._within_s
        )

    def add(self, key: Hashable, now: float, *, most: int) -> None:
        """One more, at `now`."""
        moments = self._moments.setdefault(key, array("d"))
        moments.append(now)
        del moments[: max(0, len(moments) - most)]
        self._moments.move_to_end(key)
        while len(self._moments) > self._remembered:
            self._moments.popitem(last=False)


class CommandRates:
    """Admits commands, or says which limit they are over."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._people = Recent(within_s=_MINUTE_S)
        self._workspaces = Recent(within_s=_SECOND_S)
        self._changed: Mapping[WorkspaceName, Mapping[Limit, int]] = {}
        self._read_at: float | None = None

    async def admit(self, origin: Origin) -> None:
        """Count a command.

        Raises:
            LimitReached: the person or the workspace gave too many; this one does not count.
        """
        workspace = (origin.platform, origin.workspace)
        person = (*workspace, origin.person)
        now = self._clock.monotonic()
        allowed = await self._allowed(workspace, now)
        a_minute, a_second = allowed[Limit.COMMANDS_A_MINUTE], allowed[Limit.COMMANDS_A_SECOND]
        if self._people.full(person, now, most=a_minute):
            raise LimitReached(Limit.COMMANDS_A_MINUTE, a_minute)
        if self._workspaces.full(workspace, now, most=a_second):
            raise LimitReached(Limit.COMMANDS_A_SECOND, a_second)
        self._people.add(person, now, most=a_minute)
        self._workspaces.add(workspace, now, most=a_second)

    async def _allowed(self, workspace: WorkspaceName, now: float) -> Mapping[Limit, int]:
        if self._read_at is None or now - self._read_at >= READ_AGAIN_AFTER.total_seconds():
            self._read_at = now
            self._changed = await self._limits.changed()
        return {**DEFAULTS, **self._changed.get(workspace, {})}
