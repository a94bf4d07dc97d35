"""Workspaces as a whole: gone and back again. Each method is one short transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol


class Tenants(Protocol):
    """Who is served, in the platform's own ids."""

    async def served(self, platform: str) -> Mapping[str, bool]:
        """Every workspace of a platform, and whether it is served."""
        ...

    async def suspend(self, platform: str, workspace: str, *, now: datetime) -> bool:
        """Stop everything for a workspace that removed us; its rows are kept.

        What waits to be sent is dropped and given back. `now` is study time. Says whether the
        workspace was served until now.
        """
        ...

    async def restore(self, platform: str, workspace: str) -> bool:
        """Go on where a workspace was suspended; what it missed comes as one date.

        Says whether it was suspended.
        """
        ...

    async def erase_suspended(self, *, since: timedelta) -> int:
        """Erase every workspace that has been suspended for so long (real time); how many.

        Its people are remembered as erased, so that a restored backup can be put right.
        """
        ...
