"""Waiting for what becomes of the next message to somebody: whether their door is open."""

import asyncio

from bot.domain.card import Button, ButtonStyle, Card, Press, Tone, words
from bot.domain.delivery import Outcome, Rejected, Unknown
from bot.domain.ids import PlanId

WAIT_S = 20.0
HOW_TO_OPEN = "Open them: the server's menu, Privacy Settings, Direct Messages."


class Watches:
    """Who waits for which place."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Outcome]] = {}

    def begin(self, place: str) -> "asyncio.Future[Outcome]":
        """From now on the next outcome for this place is told here."""
        made: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting[place] = made
        return made

    def tell(self, place: str, outcome: Outcome) -> None:
        """A message went to this place, or did not."""
        waiting = self._waiting.pop(place, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)

    def give_up(self) -> None:
        """Nobody waits any longer: the process stops."""
        for place in list(self._waiting):
            self.tell(place, Unknown(cause="stopping"))

    async def is_shut(self, place: str, waiting: "asyncio.Future[Outcome]") -> bool:
        """Whether the message was refused; what takes too long was not."""
        try:
            async with asyncio.timeout(WAIT_S):
                return isinstance(await waiting, Rejected)
        except TimeoutError:
            return False
        finally:
            if self._waiting.get(place) is waiting:
                del self._waiting[place]


def shut_card(plan: PlanId) -> Card:
    """Told where the person is, because the message that was to tell them could not come."""
    about = f"plan:{plan}" if plan else ""
    return Card(
        title=words("I could not write to you"),
        text=(
            words(
                f"Your direct messages are closed to me. {HOW_TO_OPEN} Then press Try again. "
                "Your plan waits, and nothing is lost."
            ),
        ),
        buttons=(Button("Try again", Press("resume", about), ButtonStyle.PRIMARY),),
        tone=Tone.GENTLE,
    )
