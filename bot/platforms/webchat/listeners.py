"""Frames in, `Inbound` to the conversation, what comes back to the pages. No decisions here."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import assert_never

import structlog

from bot.domain.card import Press
from bot.domain.conversation import Attachment, Inbound, Origin, Reply
from bot.domain.delivery import parse_key
from bot.domain.errors import UserError
from bot.platforms.webchat import frames
from bot.platforms.webchat.downloads import Downloads
from bot.platforms.webchat.frames import ClientFrame
from bot.platforms.webchat.hub import Hub, Seat
from bot.platforms.webchat.render import FileData, card_payload, has_button, said_payload
from bot.ports import ChatLog, ChatMessage, Clock, Conversation, Painter, StudyClock

PERSON = "you"
PLACE = "dm:you"
PAGE = 50
REMEMBERED = 256
WELCOME = f"welcome:{PLACE}"

log = structlog.get_logger(__name__)


class NoSuchButton(UserError):
    """That button is not there any more. Type `help` to see what you can do."""


class NotNow(UserError):
    """That did not work just now, and nothing was lost. Please try again in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatParts:
    """What the web chat talks to."""

    conversation: Conversation
    log: ChatLog
    clock: StudyClock
    study: Clock
    hub: Hub
    painter: Painter
    downloads: Downloads = field(default_factory=Downloads)


class ChatListener:
    """Handles the frames of every page, one change at a time."""

    def __init__(self, parts: ChatParts) -> None:
        self._parts = parts
        self._hub = parts.hub
        self._turn = asyncio.Lock()
        self._answered: OrderedDict[str, None] = OrderedDict()

    async def handle(self, seat: Seat, raw: str) -> None:
        """Do what a frame asks; whatever is wrong with it is told to its page."""
        try:
            await self._route(seat, frames.parse_frame(raw))
        except UserError as error:
            self._refuse(seat, raw, error=error)
        except Exception:
            log.exception("webchat_frame_failed")
            self._refuse(seat, raw, error=NotNow())

    def _refuse(self, seat: Seat, raw: str, *, error: UserError) -> None:
        seat.tell({"type": "error", "text": error.text, "id": frames.frame_id(raw)})

    async def _route(self, seat: Seat, frame: ClientFrame) -> None:
        match frame:
            case frames.Hello():
                await self._hello(seat, frame)
            case frames.Older():
                await self._tell_history(seat, "older", before=frame.before)
            case frames.LookAtClock():
                await self._tell_clock(seat)
            case frames.Say():
                async with self._busy(seat, "answer", frame_id=frame.id):
                    await self._say(seat, frame)
            case frames.PressOn():
                async with self._busy(seat, "answer", frame_id=frame.id):
                    await self._press(seat, frame)
            case frames.MoveClock():
                async with self._busy(seat, "clock", frame_id=frame.id):
                    await self._move(seat, frame)
            case frames.StartOver():
                async with self._busy(seat, "clock", frame_id=frame.id):
                    await self._start_over(seat, frame)
            case _:
                assert_never(frame)

    @asynccontextmanager
    async def _busy(self, seat: Seat, what: str, *, frame_id: str) -> AsyncIterator[None]:
        """One change at a time; every page sees that something is under way."""
        async with self._turn:
            self._hub.tell({"type": "busy", "what": what})
            try:
                yield
                seat.tell({"type": "done", "id": frame_id})
            finally:
                self._hub.tell({"type": "ready"})

    async def _hello(self, seat: Seat, hello: frames.Hello) -> None:
        seat.zone = hello.zone
        async with self._turn:
            if not await self._parts.log.history(PLACE, limit=1):
                await self._welcome(seat)
        await self._tell_history(seat, "history")
        await self._tell_clock(seat)

    async def _welcome(self, seat: Seat) -> None:
        inbound = Inbound(event_id=WELCOME, origin=_origin(seat), press=Press("welcome"))
        reply = await self._parts.conversation(inbound)
        if reply.card:
            await self._post(WELCOME, card_payload(reply.card))

    async def _say(self, seat: Seat, frame: frames.Say) -> None:
        key = f"{frames.SAID}{frame.id}"
        said = await self._post(key, said_payload(frame.text), author=PERSON)
        self._hub.tell(frames.new_message(said))
        inbound = Inbound(event_id=f"say:{frame.id}", origin=_origin(seat), text=frame.text)
        await self._answer(seat, inbound, ref=frame.id)

    async def _press(self, seat: Seat, frame: frames.PressOn) -> None:
        pressed = await self._parts.log.by_id(frame.message)
        if pressed is None or pressed.place != PLACE:
            raise NoSuchButton
        if f"press:{frame.id}" not in self._answered and not has_button(
            pressed.payload, frame.press
        ):
            raise NoSuchButton
        inbound = Inbound(
            event_id=f"press:{frame.id}",
            origin=_origin(seat),
            press=frame.press,
            key=pressed.key if parse_key(pressed.key) else None,
        )
        await self._answer(seat, inbound, ref=frame.id, pressed=pressed)

    async def _answer(
        self, seat: Seat, inbound: Inbound, *, ref: str, pressed: ChatMessage | None = None
    ) -> None:
        if inbound.event_id not in self._answered and not await self._told_before(seat, ref):
            reply = await self._parts.conversation(inbound)
            await self._show(reply, ref=ref, pressed=pressed)
            self._remember(inbound.event_id)
        await self._tell_clock(seat, to=self._hub)

    async def _told_before(self, seat: Seat, ref: str) -> bool:
        """Whether this was answered in an earlier run; the page that asks again is told again."""
        answer = await self._parts.log.find(f"{frames.ANSWERED}{ref}")
        if answer:
            seat.tell(frames.new_message(answer))
        return answer is not None

    async def _show(self, reply: Reply, *, ref: str, pressed: ChatMessage | None) -> None:
        if reply.update and pressed:
            payload = card_payload(reply.update)
            changed = await self._parts.log.replace(pressed.key, payload=payload)
            if changed:
                self._hub.tell(frames.changed_message(changed))
        if reply.erased:
            self._parts.downloads.forget()
            self._hub.tell({"type": "reset"})
        if reply.card:
            payload = card_payload(reply.card, files=self._shelve(reply.files))
            posted = await self._post(f"{frames.ANSWERED}{ref}", payload)
            self._hub.tell(frames.new_message(posted))

    def _shelve(self, files: Sequence[Attachment]) -> list[FileData]:
        """Files to be fetched from this listener, as the page shows them."""
        now = self._parts.study.monotonic()
        downloads = self._parts.downloads
        return [FileData(name=each.name, url=downloads.put(each, now=now)) for each in files]

    def _remember(self, event_id: str) -> None:
        """A page that lost its connection repeats itself: the newest events are known here."""
        self._answered[event_id] = None
        while len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)

    async def _move(self, seat: Seat, frame: frames.MoveClock) -> None:
        if frame.id in self._answered:
            return
        self._remember(frame.id)
        delivered = await self._parts.clock.move(_origin(seat), frame.to)
        face = await self._parts.clock.face(_origin(seat))
        self._hub.tell(frames.clock_face(face, note=frames.moved(face, delivered)))

    async def _start_over(self, seat: Seat, frame: frames.StartOver) -> None:
        if frame.id in self._answered:
            return
        self._remember(frame.id)
        await self._parts.clock.start_over(_origin(seat))
        await self._welcome(seat)
        self._hub.tell({"type": "reset"})
        await self._tell_history(self._hub, "history")
        await self._tell_clock(seat, to=self._hub)

    async def _tell_history(self, to: Seat | Hub, kind: str, *, before: int | None = None) -> None:
        found = await self._parts.log.history(PLACE, before=before, limit=PAGE + 1)
        to.tell(frames.history(kind, found[-PAGE:], more=len(found) > PAGE))

    async def _tell_clock(self, seat: Seat, *, to: Hub | None = None) -> None:
        face = await self._parts.clock.face(_origin(seat))
        (to or seat).tell(frames.clock_face(face))

    async def _post(self, key: str, payload: str, *, author: str = "") -> ChatMessage:
        at = self._parts.study.now()
        return await self._parts.log.post(
            place=PLACE, author=author, key=key, at=at, payload=payload
        )


def _origin(seat: Seat) -> Origin:
    return Origin(
        platform="webchat",
        workspace="local",
        place=PLACE,
        person=PERSON,
        person_name="You",
        zone=seat.zone,
    )
