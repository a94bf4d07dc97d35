"""What the processes of a platform learned about its doors: shared, and kept over restarts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A workspace that shows us nothing: the places we tried, and when to try once more (real)."""

    places: frozenset[str]
    probe_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One place: the channel that it is written to by, and when a message last arrived (real)."""

    channel: str = ""
    worked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one process has learned since it told the last time.

    `refused` counts refusals by step of 10 seconds since 1970; `doors` are by place, an empty
    channel or time says nothing new; `shut` and `open` are workspaces.
    """

    refused: Mapping[int, int] = field(default_factory=dict)
    doors: Mapping[str, Door] = field(default_factory=dict)
    shut: Mapping[str, Shut] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.refused or self.doors or self.shut or self.opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What all processes together know: refusals by step, and workspaces that show us nothing."""

    refused: Mapping[int, int] = field(default_factory=dict)
    shut: Mapping[str, Shut] = field(default_factory=dict)


class Doors(Protocol):
    """The doors of platforms, by the platform's own ids."""

    async def share(self, platform: str, news: News, *, since_step: int) -> Known:
        """Tell what is new; what all know of the steps from `since_step` on. Older ones go."""
        ...

    async def door(self, platform: str, place: str) -> Door:
        """What is known of one place."""
        ...

    async def tidy(self, *, before: datetime) -> None:
        """Forget the places where nothing has arrived since then (real time)."""
        ...
