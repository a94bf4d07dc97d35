"""What stands in the thread under a reading's message: its pieces, each of which comes once."""

from dataclasses import dataclass

from bot.domain.delivery import DeliveryState
from bot.domain.ids import DeliveryId, PersonId, ResourceId

OPEN = "open"
"""The thread itself; a platform whose threads need no making has nothing to do for it."""
QUESTIONS = "questions"
LEAD = "lead"
REVEAL = "reveal"
LINE = "line"
_BETWEEN = ":"


def line(what: str, person: PersonId) -> str:
    """The piece of what one person says: `what` is learned, liked or disagree."""
    return f"{LINE}{_BETWEEN}{what}{_BETWEEN}{person}"


def line_of(piece: str) -> tuple[str, PersonId] | None:
    """What is said in a piece and by whom; None where it is no person's line."""
    match piece.split(_BETWEEN):
        case ["line", what, person] if person.isdigit():
            return what, PersonId(int(person))
        case _:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Threaded:
    """These pieces go into the thread of a reading's message, in this order; each comes once.

    `pressed` is the message to hang the thread on where this reading has none yet; without it
    that is the newest message of the reading.
    """

    resource_id: ResourceId
    pieces: tuple[str, ...]
    pressed: DeliveryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The thread of a reading: the message it hangs on, and how far it is.

    `receipt` is the message's id on the platform, empty while it is not known. `opened` is the
    state of its first piece, None where nobody asked for one; `reason` says why it was refused.
    `first_refusal` says that no thread was refused in this place before.
    """

    parent: DeliveryId
    receipt: str
    opened: DeliveryState | None
    reason: str = ""
    first_refusal: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether the platform does not let us open it."""
        return self.opened is DeliveryState.REJECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """What a piece of a thread waits for: its parent message and the thread itself."""

    parent: DeliveryState
    receipt: str
    opened: DeliveryState | None


NOWHERE = Hanging(parent=DeliveryState.DROPPED, receipt="", opened=None)
"""What a piece hangs on that was erased."""
