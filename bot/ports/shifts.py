"""What one process does at a time, whichever has taken the shift."""

from typing import Protocol


class Shift(Protocol):
    """A shift that this process has taken."""

    async def holds(self) -> bool:
        """Whether it is still ours; what cannot be found out is not."""
        ...

    async def end(self) -> None:
        """Give it back; it is gone with the process as well, however that ends."""
        ...


class Shifts(Protocol):
    """Hands out shifts to the processes on one database."""

    async def take(self, name: str) -> Shift | None:
        """The shift of this name, or None while another process has it or it cannot be known."""
        ...

    async def close(self) -> None:
        """Close what is open."""
        ...
