"""Moving study time from the page, forgetting everything, and playing a whole plan."""

import asyncio

from bot.domain.card import Press
from bot.domain.conversation import Origin
from bot.domain.delivery import parse_key
from bot.domain.errors import UserError
from bot.platforms.webchat import frames, telling
from bot.platforms.webchat.answers import Answers
from bot.platforms.webchat.hub import Hub, Seat
from bot.platforms.webchat.parts import ChatParts
from bot.platforms.webchat.render import has_button
from bot.platforms.webchat.turns import Turns
from bot.ports import ChatMessage, ClockFace, Pauses

LOOKED_AT = 200
MOST_STEPS = 2_000
SLOWEST_S = 1.6
"""No step of a play takes longer."""
READ = (Press("done"), Press("know"))
"""The buttons by which a reading is finished, or known already."""


class NothingToPlay(UserError):
    """No plan is under way here. Type `enroll` to start one, or `resume` to go on."""


class Clockwork:
    """What the page does with study time."""

    def __init__(self, parts: ChatParts, turns: Turns) -> None:
        self._parts = parts
        self._hub: Hub = parts.hub
        self._turns = turns
        self._answers = Answers(parts, turns, conversation=parts.plays)
        self._stop: asyncio.Event | None = None
        self._playing = ""

    async def tell(self, seat: Seat, *, note: str = "") -> None:
        """Tell this page the time."""
        seat.tell(telling.clock_face(await self._parts.clock.face(seat.origin()), note=note))

    async def tell_all(self, *, note: str = "") -> None:
        """Tell every page the time, each in its person's zone."""
        faces: dict[Origin, ClockFace] = {}
        for seat in self._hub.taken:
            origin = seat.origin()
            if origin not in faces:
                faces[origin] = await self._parts.clock.face(origin)
            seat.tell(telling.clock_face(faces[origin], note=note))

    async def move(self, origin: Origin, *, event_id: str, to: Pauses) -> None:
        """Move study time, once for each event."""
        if self._turns.knows(event_id):
            return
        self._turns.remember(event_id)
        delivered = await self._parts.clock.move(origin, to, event_id=event_id)
        face = await self._parts.clock.face(origin)
        await self.tell_all(note=telling.moved(face, delivered))

    async def start_over(self, seat: Seat, *, event_id: str) -> None:
        """Forget everything, and greet again."""
        if self._turns.knows(event_id):
            return
        self._turns.remember(event_id)
        self.stop()
        if not await self._parts.clock.start_over(seat.origin(), event_id=event_id):
            return
        await self._answers.welcome(seat)
        self._hub.tell({"type": "reset"})

    def playing(self) -> telling.Frame:
        """Tells in which place a plan is being played, if one is."""
        return {"type": "playing", "on": bool(self._playing), "place": self._playing}

    def stop(self) -> None:
        """End what is playing after its step."""
        if self._stop is not None:
            self._stop.set()

    async def play(self, seat: Seat, frame: frames.Play) -> None:
        """Play the plan of a place until it ends, is stopped, or its page goes.

        Raises:
            NothingToPlay: there is no plan that goes on.
        """
        origin = seat.origin(frame.place)
        ahead = await self._parts.clock.ahead(origin)
        if not ahead.left:
            raise NothingToPlay
        self.stop()
        self._stop = stop = asyncio.Event()
        self._playing = origin.place
        self._hub.tell(self.playing())
        pause = min(self._parts.played_in / (2 * ahead.left), SLOWEST_S)
        tried: set[int] = set()
        try:
            for _ in range(MOST_STEPS):
                more = await self._step(seat, origin, tried=tried)
                if not more or await _over(stop, seat, within=pause):
                    break
        finally:
            if self._stop is stop:
                self._stop, self._playing = None, ""
                self._hub.tell(self.playing())

    async def _step(self, seat: Seat, origin: Origin, *, tried: set[int]) -> bool:
        """Finish a reading that waits, or go to the next date; whether there was either.

        A message is tried once: that of a plan which was left keeps its button.
        """
        message = await self._waiting(origin, tried=tried)
        if message is not None:
            tried.add(message.id)
            async with self._turns.busy("clock"):
                await self._read(seat, origin, message=message)
        elif (await self._parts.clock.ahead(origin)).next_at is None:
            return False
        else:
            async with self._turns.busy("clock"):
                await self._parts.clock.move(origin, Pauses.NEXT_HERE)
        await self.tell_all()
        return True

    async def _waiting(self, origin: Origin, *, tried: set[int]) -> ChatMessage | None:
        """The oldest reading of the place that is not finished and was not tried."""
        shown = await self._parts.log.history(origin.place, limit=LOOKED_AT)
        waiting = (each for each in shown if parse_key(each.key) and each.id not in tried)
        return next((each for each in waiting if _finishes(each) is not None), None)

    async def _read(self, seat: Seat, origin: Origin, *, message: ChatMessage) -> None:
        press = _finishes(message)
        if press is not None:
            frame = frames.PressOn(
                id=f"play-{message.id}-{message.revision}",
                message=message.id,
                press=press,
                person=origin.person,
            )
            await self._answers.press(seat, frame, message=message)


def _finishes(message: ChatMessage) -> Press | None:
    """The press that finishes this reading, while it has one."""
    return next((press for press in READ if has_button(message.payload, press)), None)


async def _over(stop: asyncio.Event, seat: Seat, *, within: float) -> bool:
    """Whether the play is over before so many seconds have passed."""
    waits = [asyncio.create_task(each.wait()) for each in (stop, seat.left)]
    try:
        done, _ = await asyncio.wait(waits, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)
    finally:
        for each in waits:
            each.cancel()
