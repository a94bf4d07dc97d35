"""Channels of study groups: people say and press things, and time goes on by what is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import text

from bot.domain.authority import Standing
from bot.domain.card import Press
from bot.domain.conversation import Origin, Reply
from bot.ports import Outgoing
from bot.storage.types import from_micros
from tests.fakes.plain import plain
from tests.fakes.talk import Talk

SECONDS = timedelta(seconds=10)
MOST_STEPS = 10_000
_NEXT = text("SELECT min(ready_at) FROM deliveries WHERE state = 'ready'")


@dataclass
class Heard:
    """A message as it arrived, and when (study time)."""

    at: datetime
    message: Outgoing

    @cached_property
    def text(self) -> str:
        return plain(self.message.card)

    @property
    def place(self) -> str:
        return self.message.to.place


@dataclass
class Channel:
    """A channel of a talk, with everything that was ever sent there or to its people."""

    talk: Talk
    place: str = "#study"
    zone: str = "Europe/Paris"
    heard: list[Heard] = field(default_factory=list)
    seen: dict[str, datetime] = field(default_factory=dict)
    """When somebody last said or pressed anything here."""

    def origin(self, person: str, *, private: bool = False, admin: bool = False) -> Origin:
        """Where somebody speaks: here, or in private as platforms know it."""
        return replace(
            self.talk.origin,
            place=person if private else self.place,
            is_dm=private,
            person=person,
            person_name=person.title(),
            zone=self.zone,
            standing=Standing.ADMIN if admin else Standing.MEMBER,
        )

    async def reply(
        self,
        person: str,
        text: str = "",
        *,
        press: Press | None = None,
        key: str | None = None,
        values: Mapping[str, str] | None = None,
        private: bool = False,
        admin: bool = False,
    ) -> Reply:
        """What somebody is answered; `values` stood in the boxes of the pressed card."""
        if not private:
            self.seen[person] = self.talk.clock.now()
        before = self.talk.origin
        self.talk.origin = self.origin(person, private=private, admin=admin)
        try:
            return await self.talk.reply(text, press=press, key=key, values=values)
        finally:
            self.talk.origin = before

    async def say(self, person: str, text: str, *, private: bool = False) -> str:
        """The same as plain lines."""
        reply = await self.reply(person, text, private=private)
        assert reply.card is not None
        return plain(reply.card)

    async def press(self, person: str, label: str, heard: Heard, *, admin: bool = False) -> Reply:
        """Press a button below a message."""
        press = next(each.press for each in heard.message.card.buttons if each.label == label)
        key = heard.message.key
        private = heard.message.to.is_dm
        return await self.reply(person, press=press, key=key, private=private, admin=admin)

    async def tick(self) -> None:
        """What every tick does, and the sends that follow from it within seconds."""
        await self.talk.planner.plan_due()
        await self._send()
        while (soon := await self._soon()) is not None:
            self.talk.clock.advance(soon)
            await self._send()

    async def _send(self) -> None:
        talk = self.talk
        seen = len(talk.platform.messages)
        await talk.drainer.drain()
        await talk.editor.edit()
        now = talk.clock.now()
        self.heard += [Heard(at=now, message=each) for each in talk.platform.messages[seen:]]

    async def _soon(self) -> timedelta | None:
        """How long what waits for seconds alone has to wait: pieces of threads behind others."""
        next_at = await self.talk.store.database.read(lambda c: c.scalar(_NEXT))
        if next_at is None:
            return None
        left = from_micros(next_at) - self.talk.clock.real()
        return left if timedelta(0) < left <= SECONDS else None

    async def until(self, moment: datetime) -> list[Heard]:
        """Go on to a moment, stopping wherever something is due; what was heard on the way."""
        seen = len(self.heard)
        await self.tick()
        for _ in range(MOST_STEPS):
            due_at = await self.talk.store.plans.next_due_at(self.talk.origin.platform)
            if due_at is None or due_at > moment:
                break
            self.talk.clock.advance_to(max(due_at, self.talk.clock.now()))
            await self.tick()
        self.talk.clock.advance_to(moment)
        await self.tick()
        return self.heard[seen:]
