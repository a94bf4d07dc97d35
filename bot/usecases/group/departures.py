"""Who leaves a channel, or whose account is closed, is in its groups no longer."""

from dataclasses import dataclass

from bot.domain.errors import UserError
from bot.domain.grouping import leave
from bot.ports import Clock, Groups, Pressing


@dataclass(frozen=True, slots=True)
class Departures:
    """Takes people out of groups as their own `leave group` would; nobody is told."""

    groups: Groups
    clock: Clock

    async def depart(
        self, platform: str, workspace: str, *, person: str, event_id: str, place: str = ""
    ) -> int:
        """Out of the groups of this place, or of all; how many they were in.

        All ids are the platform's. An event that was handled before changes nothing.
        """
        now, left = self.clock.now(), 0
        for each in await self.groups.of_person(platform, workspace, person=person, place=place):
            call = Pressing(event_id=f"{event_id}:{each.enrollment_id}", now=now)
            try:
                made = await self.groups.change(
                    each.party,
                    each.enrollment_id,
                    decide=lambda before: leave(before, now=now),
                    pressing=call,
                )
            except UserError:  # they left meanwhile
                continue
            left += made is not None
        return left
