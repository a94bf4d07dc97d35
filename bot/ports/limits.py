"""The limits that hold: each method is one short transaction."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from bot.domain.limits import Limit

WorkspaceName: TypeAlias = tuple[str, str]
"""A workspace as its platform knows it: the platform's name, and its id there."""


class Limits(Protocol):
    """What operators allow in a workspace instead of the usual limits."""

    async def changed(self) -> Mapping[WorkspaceName, Mapping[Limit, int]]:
        """Every limit that was changed, by workspace."""
        ...

    async def set(self, workspace: WorkspaceName, limit: Limit, *, value: int | None) -> bool:
        """Change a limit of a workspace, or go back to the usual one (None).

        False where there is no such workspace.
        """
        ...
