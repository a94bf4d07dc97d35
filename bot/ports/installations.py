"""Installations of an app in workspaces of others: each method is one short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a workspace gave us to speak with; never shown, not even by `repr`.

    `refresh` buys the next pair, once, where tokens expire; `expires_at` is real time.
    """

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One workspace that installed us: who we are there, and its tokens.

    `workspace` is the platform's own id, `handle` how people mention us. `version` is another one
    after every change of the tokens; the store sets it.
    """

    workspace: str
    name: str
    handle: str
    user_id: str
    bot_id: str
    scopes: frozenset[str]
    tokens: Tokens
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """How many sealed values each secret key holds, the newest first, and how many none opens."""

    values: tuple[int, ...]
    unreadable: int = 0

    @property
    def left(self) -> int:
        """How many values are not under the newest key alone."""
        return sum(self.values[1:]) + self.unreadable


class Installations(Protocol):
    """Who installed us on Slack. Times are real time, except `now`, which is study time."""

    async def of(self, workspace: str) -> Installation | None:
        """The installation in a workspace.

        Raises:
            Unsealable: its tokens cannot be read with the secret keys in force.
        """
        ...

    async def workspaces(self) -> Sequence[str]:
        """Every workspace that has us."""
        ...

    async def save(self, installation: Installation, *, installer: str) -> bool:
        """Write a new installation over whatever was there; what was suspended goes on.

        Says whether this installer was never greeted before; from now on they count as greeted.
        """
        ...

    async def uninstalled(
        self, workspace: str, *, at: datetime, event_id: str, now: datetime
    ) -> bool:
        """Delete the tokens and stop every delivery of a workspace, together.

        Says whether that happened: what was said before the newest installation is recorded and
        changes nothing.

        Raises:
            AlreadyHandled: this event was handled before.
        """
        ...

    async def lost(self, known: Installation, *, now: datetime) -> bool:
        """As `uninstalled`, where the platform refused these tokens; others by now stay."""
        ...

    async def claim_refresh(self, known: Installation, *, lasts: timedelta) -> bool:
        """Whether it is for this caller alone to buy new tokens with the refresh token in hand."""
        ...

    async def refreshed(self, known: Installation, tokens: Tokens) -> bool:
        """Write the tokens that were bought; False where there are others by now."""
        ...

    async def unchecked(self, *, since: timedelta, limit: int) -> Sequence[str]:
        """Workspaces that nobody looked at for so long, those longest ago first."""
        ...

    async def checked(self, known: Installation) -> None:
        """Somebody looked: our names there are these."""
        ...


class InstallStates(Protocol):
    """Installations that were begun in a browser: a hash of each, good for one return."""

    async def keep(self, digest: str, *, lasts: timedelta) -> bool:
        """Remember a beginning for so long; False while too many are open."""
        ...

    async def take(self, digest: str) -> bool:
        """Whether this beginning was there and is fresh; it is gone afterwards."""
        ...


class Seals(Protocol):
    """What is encrypted, and under which key."""

    async def keys_in_use(self) -> KeyUse:
        """How many values are under which key."""
        ...

    async def reseal(self) -> int:
        """Encrypt everything under the newest key; how many values changed."""
        ...
