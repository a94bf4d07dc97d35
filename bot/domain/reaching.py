"""Whether somebody can be written to in private, found out by trying."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Reached:
    """The message stands in their direct messages with us."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Their direct messages are closed to us; `how` says in our words how to open them."""

    how: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """It could not be found out now: the platform does not answer, or we write too fast."""


Reach: TypeAlias = Reached | Closed | NotNow
