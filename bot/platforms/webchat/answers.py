"""What people say and press, handed to the conversation, and the answers shown where they belong.

In a DM both are kept in that place. In the channel an answer for everybody is kept there with what
was said; one for its asker alone is kept beside it, and so is what was asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.card import Button, ButtonStyle, Card, Press, Tone, When
from bot.domain.conversation import Attachment, Inbound, Origin, Reply
from bot.domain.delivery import parse_key
from bot.domain.errors import UserError
from bot.platforms.webchat import frames, rooms, telling
from bot.platforms.webchat.hub import Hub, Seat
from bot.platforms.webchat.parts import ChatParts
from bot.platforms.webchat.render import FileData, card_payload, has_button, said_payload
from bot.platforms.webchat.turns import Turns
from bot.ports import ChatMessage, ClockFace, Conversation

JUMP = Press("clock", "here")
"""A button of the web chat's own: it moves study time to the next reading of its place."""


class NoSuchButton(UserError):
    """That button is not there any more. Type `help` to see what you can do."""


class Answers:
    """Says, presses and their answers."""

    def __init__(self, parts: ChatParts, turns: Turns, *, conversation: Conversation) -> None:
        self._parts = parts
        self._conversation = conversation
        self._hub: Hub = parts.hub
        self._turns = turns

    async def welcome(self, seat: Seat) -> None:
        """The first words in a person's DM."""
        origin = seat.origin()
        if await self._parts.log.history(origin.place, limit=1):
            return
        key = f"welcome:{origin.place}"
        reply = await self._conversation(
            Inbound(event_id=key, origin=origin, press=Press("welcome"))
        )
        if reply.card:
            await self._post(key, card_payload(reply.card), kept=origin.place)

    async def say(self, seat: Seat, frame: frames.Say) -> None:
        """Answer what was typed."""
        origin = seat.origin(frame.place, person=frame.person)
        if origin.is_dm:
            await self._said(origin, frame, kept=origin.place)
        event_id = f"say:{frame.id}"
        if self._turns.knows(event_id) or await self._told_before(seat, frame.id):
            return
        inbound = Inbound(event_id=event_id, origin=origin, text=frame.text)
        async with self._hub.answering:
            reply = await self._conversation(inbound)
            if not origin.is_dm:
                await self._said(origin, frame, kept=_kept(origin, reply))
            await self._show(reply, origin, ref=frame.id)
        self._turns.remember(event_id)

    async def pressed_on(self, seat: Seat, frame: frames.PressOn) -> ChatMessage:
        """The message of a press, if its person sees it and it has that button.

        Raises:
            NoSuchButton: it has not.
        """
        message = await self._parts.log.by_id(frame.message)
        if message is None or not rooms.sees(frame.person or seat.person, message.place):
            raise NoSuchButton
        known = self._turns.knows(f"press:{frame.id}")
        if not known and not has_button(message.payload, frame.press):
            raise NoSuchButton
        return message

    async def press(self, seat: Seat, frame: frames.PressOn, *, message: ChatMessage) -> None:
        """Answer the press of a button of this message."""
        event_id = f"press:{frame.id}"
        if self._turns.knows(event_id) or await self._told_before(seat, frame.id):
            return
        origin = seat.origin(rooms.shown_in(message.place), person=frame.person)
        inbound = Inbound(
            event_id=event_id,
            origin=origin,
            press=frame.press,
            key=message.key if parse_key(message.key) else None,
            receipt=str(message.id),
            values=frame.values,
        )
        async with self._hub.answering:
            reply = await self._conversation(inbound)
            if reply.update:
                await self._change(message, reply.update, origin=origin)
            await self._show(reply, origin, ref=frame.id)
        self._turns.remember(event_id)

    async def _told_before(self, seat: Seat, ref: str) -> bool:
        """Whether this was answered in an earlier run; the page that asks again is told again."""
        answer = await self._parts.log.find(f"{telling.ANSWERED}{ref}")
        if answer and rooms.sees(seat.person, answer.place):
            seat.tell(telling.new_message(answer))
        return answer is not None

    async def _said(self, origin: Origin, frame: frames.Say, *, kept: str) -> None:
        key = f"{telling.SAID}{frame.id}"
        await self._post(key, said_payload(frame.text), kept=kept, author=origin.person)

    async def _change(self, message: ChatMessage, card: Card, *, origin: Origin) -> None:
        card = with_jump(card, await self._parts.clock.face(origin))
        changed = await self._parts.log.replace(message.key, payload=card_payload(card))
        if changed:
            self._hub.tell(telling.changed_message(changed), kept=changed.place)

    async def _show(self, reply: Reply, origin: Origin, *, ref: str) -> None:
        if reply.erased:
            self._parts.downloads.forget()
            self._hub.tell({"type": "reset"})
        if reply.card is None:
            return
        card = with_jump(reply.card, await self._parts.clock.face(origin))
        payload = card_payload(card, files=self._shelve(reply.files))
        await self._post(f"{telling.ANSWERED}{ref}", payload, kept=_kept(origin, reply))

    def _shelve(self, files: Sequence[Attachment]) -> list[FileData]:
        """Files to be fetched from this listener, as the page shows them."""
        now = self._parts.study.monotonic()
        downloads = self._parts.downloads
        return [FileData(name=each.name, url=downloads.put(each, now=now)) for each in files]

    async def _post(self, key: str, payload: str, *, kept: str, author: str = "") -> None:
        at = self._parts.study.now()
        posted = await self._parts.log.post(
            place=kept, author=author, key=key, at=at, payload=payload
        )
        self._hub.tell(telling.new_message(posted), kept=posted.place)
        self._hub.stir(posted.place, author=author)


def with_jump(card: Card, face: ClockFace) -> Card:
    """A card that says, beside how far one is or last, when the next reading comes offers it."""
    if not (face.movable and card.tone is Tone.SUCCESS):
        return card
    lines = (*card.text, card.footer) if card.meter else (card.footer,)
    dates = [part.at for line in lines for part in line.parts if isinstance(part, When)]
    if max(dates, default=face.now) <= face.now:
        return card
    jump = Button("Jump there", JUMP, ButtonStyle.PRIMARY)
    return replace(card, buttons=(jump, *card.buttons))


def _kept(origin: Origin, reply: Reply) -> str:
    """Under which id an answer is kept."""
    if origin.is_dm or reply.public:
        return origin.place
    return rooms.aside(origin.place, origin.person)
