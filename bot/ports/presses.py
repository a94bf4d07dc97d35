"""Presses that are too long for a platform's buttons: kept under a short name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.card import Press


class Presses(Protocol):
    """Presses by a name made of what they say, so that the same one has the same name."""

    async def keep(self, presses: Mapping[str, Press]) -> None:
        """Keep these under their names; one that is there already is kept for longer."""
        ...

    async def find(self, name: str) -> Press | None:
        """The press of this name, if it is kept."""
        ...

    async def tidy(self, *, before: datetime) -> None:
        """Forget what was last kept before then (real time)."""
        ...
