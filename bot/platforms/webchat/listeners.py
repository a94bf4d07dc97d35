"""Frames in, each to whom it concerns. No decisions here."""

from contextlib import AbstractAsyncContextManager
from typing import assert_never

import structlog

from bot.domain.errors import UserError
from bot.platforms.webchat import found, frames, rooms, telling
from bot.platforms.webchat.answers import JUMP, Answers
from bot.platforms.webchat.clockwork import Clockwork
from bot.platforms.webchat.frames import ClientFrame
from bot.platforms.webchat.hub import Hub, Seat
from bot.platforms.webchat.parts import ChatParts
from bot.platforms.webchat.turns import Turns
from bot.ports import Pauses

PAGE = 50
LONGEST_WAY_BACK = 500

log = structlog.get_logger(__name__)


class NotNow(UserError):
    """That did not work just now, and nothing was lost. Please try again in a moment."""


class ChatListener:
    """Handles the frames of every page, one change at a time."""

    def __init__(self, parts: ChatParts) -> None:
        self._parts = parts
        self._hub: Hub = parts.hub
        self._turns = Turns(parts.hub)
        self._answers = Answers(parts, self._turns, conversation=parts.conversation)
        self._clockwork = Clockwork(parts, self._turns)

    async def handle(self, seat: Seat, raw: str) -> None:
        """Do what a frame asks; whatever is wrong with it is told to its page.

        A plan is played beside the page's further frames.
        """
        try:
            frame = frames.parse_frame(raw)
        except UserError as error:
            self._refuse(seat, raw, error=error)
            return
        work = self._do(seat, frame, raw=raw)
        if isinstance(frame, frames.Play) and seat.tasks is not None:
            seat.tasks.create_task(work)
        else:
            await work

    async def _do(self, seat: Seat, frame: ClientFrame, *, raw: str) -> None:
        try:
            await self._route(seat, frame)
        except UserError as error:
            self._refuse(seat, raw, error=error)
        except Exception:
            log.exception("webchat_frame_failed")
            self._refuse(seat, raw, error=NotNow())

    def _refuse(self, seat: Seat, raw: str, *, error: UserError) -> None:
        seat.tell({"type": "error", "text": error.text, "id": frames.frame_id(raw)})

    async def _route(self, seat: Seat, frame: ClientFrame) -> None:
        match frame:
            case frames.Hello() | frames.Older() | frames.Search():
                await self._look(seat, frame)
            case frames.LookAtClock():
                await self._clockwork.tell(seat)
            case frames.Say():
                await self._say(seat, frame)
            case frames.PressOn():
                await self._press(seat, frame)
            case frames.StopPlaying():
                self._clockwork.stop()
            case frames.MoveClock() | frames.Play() | frames.StartOver():
                await self._move(seat, frame)
            case _:
                assert_never(frame)

    async def _look(self, seat: Seat, frame: frames.Hello | frames.Older | frames.Search) -> None:
        match frame:
            case frames.Hello():
                await self._hello(seat, frame)
            case frames.Older():
                await self._tell_older(seat, frame)
            case frames.Search():
                await self._search(seat, frame)

    async def _hello(self, seat: Seat, hello: frames.Hello) -> None:
        seat.zone, seat.person = hello.zone, hello.person
        async with self._turns.quiet():
            await self._answers.welcome(seat)
        unread = {
            (each.id, place): await self._parts.log.unread(
                _kept(place, each.id), after=hello.read.get((each.id, place), 0), reader=each.id
            )
            for each in rooms.PEOPLE
            for place in rooms.places_of(each.id)
        }
        seat.tell(telling.places(seat.person, unread=unread))
        seat.tell(telling.commands())
        await self._tell_history(seat, hello.place)
        await self._clockwork.tell(seat)
        seat.tell(self._clockwork.playing())

    async def _tell_history(self, seat: Seat, place: str) -> None:
        place = seat.origin(place).place
        beside = rooms.aside(place, seat.person)
        messages = await self._parts.log.history(place, beside=beside, limit=PAGE + 1)
        more = len(messages) > PAGE
        seat.tell(telling.history("history", messages[-PAGE:], place=place, more=more))

    async def _tell_older(self, seat: Seat, frame: frames.Older) -> None:
        """The page before a message, or everything back to a message that was searched for."""
        place = seat.origin(frame.place).place
        beside = rooms.aside(place, seat.person)
        most = PAGE if frame.back_to is None else LONGEST_WAY_BACK
        messages = await self._parts.log.history(
            place,
            beside=beside,
            before=frame.before,
            after=None if frame.back_to is None else frame.back_to - 1,
            limit=most + 1,
        )
        more = len(messages) > most or frame.back_to is not None
        seat.tell(telling.history("older", messages[-most:], place=place, more=more))

    async def _search(self, seat: Seat, frame: frames.Search) -> None:
        words = found.wanted(frame.text)
        kept = [
            each for place in rooms.places_of(seat.person) for each in _kept(place, seat.person)
        ]
        messages = (
            await self._parts.log.search(kept, found.plain_words(words), limit=found.LOOKED_AT)
            if words
            else ()
        )
        seat.tell(found.results(frame.text, messages))

    async def _say(self, seat: Seat, frame: frames.Say) -> None:
        async with self._busy(seat, frame.person, place=frame.place):
            await self._answers.say(seat, frame)
            await self._clockwork.tell_all()
            seat.tell({"type": "done", "id": frame.id})

    async def _press(self, seat: Seat, frame: frames.PressOn) -> None:
        message = await self._answers.pressed_on(seat, frame)
        place = rooms.shown_in(message.place)
        async with self._busy(seat, frame.person, place=place):
            if frame.press == JUMP:
                origin = seat.origin(place, person=frame.person)
                await self._clockwork.move(origin, event_id=frame.id, to=Pauses.NEXT_HERE)
            else:
                await self._answers.press(seat, frame, message=message)
                await self._clockwork.tell_all()
            seat.tell({"type": "done", "id": frame.id})

    async def _move(
        self, seat: Seat, frame: frames.MoveClock | frames.Play | frames.StartOver
    ) -> None:
        match frame:
            case frames.MoveClock():
                async with self._turns.busy("clock"):
                    await self._clockwork.move(seat.origin(), event_id=frame.id, to=frame.to)
            case frames.StartOver():
                async with self._turns.busy("clock"):
                    await self._clockwork.start_over(seat, event_id=frame.id)
            case frames.Play():
                await self._clockwork.play(seat, frame)
        seat.tell({"type": "done", "id": frame.id})

    def _busy(self, seat: Seat, person: str, *, place: str) -> AbstractAsyncContextManager[None]:
        """The turn of an answer; in the channel its asker alone sees that it is under way."""
        origin = seat.origin(place, person=person)
        kept = origin.place if origin.is_dm else rooms.aside(origin.place, origin.person)
        return self._turns.busy("answer", place=origin.place, kept=kept)


def _kept(place: str, person: str) -> list[str]:
    """Under which ids the messages of a place are kept that this person sees."""
    return [each for each in (place, rooms.aside(place, person)) if each]
