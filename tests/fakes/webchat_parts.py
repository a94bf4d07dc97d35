"""Small parts that the web chat talks to, in memory: its history, its clock, a conversation."""

import asyncio
import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Code,
    Fact,
    Field,
    FieldKind,
    Link,
    Meter,
    Option,
    Press,
    Tone,
    Untrusted,
    When,
    words,
)
from bot.domain.cards.path_picture import path_picture
from bot.domain.conversation import Attachment, Inbound, Origin, Reply
from bot.domain.delivery import Destination, Outcome
from bot.domain.errors import UserError
from bot.domain.path_map import Here, PathMap, Standing, Stop, StopState, Stretch
from bot.domain.schedule import local, next_local
from bot.pictures.painter import PillowPainter
from bot.platforms.webchat.adapter import WebChatPlatform
from bot.platforms.webchat.hub import Hub
from bot.platforms.webchat.parts import ChatParts
from bot.ports import Ahead, ChatMessage, ClockFace, Outgoing, Pauses

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE = Destination(platform="webchat", workspace="local", place="dm:you", is_dm=True)


class MovableClock:
    """Real time stands still; study time is ahead of it by `offset`."""

    def __init__(self) -> None:
        self.offset = timedelta(0)
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.real() + self.offset

    def real(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class MemoryChatLog:
    """Implements `ports.ChatLog`; ids begin again after `erase`, as they do on SQLite."""

    def __init__(self) -> None:
        self.messages: list[ChatMessage] = []
        self.events: dict[str, datetime] = {}
        self.fails = False

    async def post(self, *, key: str, **rest: Any) -> ChatMessage:  # noqa: ANN401 - as they come
        if self.fails:
            raise ConnectionError("the disk is away")
        found = await self.find(key)
        if found:
            return found
        added = ChatMessage(id=len(self.messages) + 1, key=key, **rest)
        self.messages.append(added)
        return added

    async def replace(self, key: str, *, payload: str) -> ChatMessage | None:
        found = await self.find(key)
        if found is None:
            return None
        changed = dataclasses.replace(found, payload=payload, revision=found.revision + 1)
        self.messages[found.id - 1] = changed
        return changed

    async def find(self, key: str) -> ChatMessage | None:
        if self.fails:
            raise ConnectionError("the disk is away")
        return next((message for message in self.messages if message.key == key), None)

    async def by_id(self, message_id: int) -> ChatMessage | None:
        return next((message for message in self.messages if message.id == message_id), None)

    async def history(
        self,
        place: str,
        *,
        beside: str = "",
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
    ) -> Sequence[ChatMessage]:
        found = [
            message
            for message in self.messages
            if message.place in {place, beside}
            and (before is None or message.id < before)
            and (after is None or message.id > after)
        ]
        return found[-limit:]

    async def unread(self, places: Sequence[str], *, after: int, reader: str) -> int:
        return sum(
            message.id > after and message.author != reader
            for message in self.messages
            if message.place in places
        )

    async def search(
        self, places: Sequence[str], words: Sequence[str], *, limit: int
    ) -> Sequence[ChatMessage]:
        found = [
            message
            for message in reversed(self.messages)
            if message.place in places and all(word in message.payload.lower() for word in words)
        ]
        return found[:limit]

    async def once(self, event_id: str, *, real: datetime) -> bool:
        return self.events.setdefault(event_id, real) is real

    async def erase(self) -> None:
        self.messages.clear()


class ToyPlan:
    """Implements `ports.Conversation` and `ports.StudyClock` with a plan of readings at nine."""

    titles = (
        "Rules of Machine Learning",
        "Hidden Technical Debt in Machine Learning Systems",
        "Meet Michelangelo: Uber's Machine Learning Platform",
    )

    def __init__(self, *, log: MemoryChatLog, hub: Hub, clock: MovableClock) -> None:
        self.platform = WebChatPlatform(log=log, hub=hub, clock=clock)
        self.inbound: list[Inbound] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.chat = log
        self.clock = clock
        self._sending: list[asyncio.Task[Outcome]] = []
        self._sent = 0
        self._due: datetime | None = None
        self._zone = "UTC"

    async def __call__(self, inbound: Inbound) -> Reply:
        self.inbound.append(inbound)
        self._zone = inbound.origin.zone or "UTC"
        await self.may_answer.wait()
        command = inbound.press or Press(*inbound.text.partition(" ")[::2])
        if command.verb in SHOWN:
            return Reply(card=SHOWN[command.verb]())
        match command.verb:
            case "enroll":
                self._deliver_soon()
                return Reply(card=enrolled_card(self._due or START, zone=self._zone))
            case "next":
                self._deliver_soon()
                return Reply()
            case "done":
                return Reply(update=reading_card(self.titles[0], self.clock.now(), done=True))
            case "export" | "forget":
                return await self._data(erased=command.verb == "forget")
            case "break":
                raise RuntimeError("broken")
            case verb:
                return Reply(card=picture_card() if verb == "progress" else lost_card(inbound.text))

    async def _data(self, *, erased: bool) -> Reply:
        if erased:
            await self.chat.erase()
            return Reply(card=lost_card("forget"), erased=True)
        file = Attachment(name="study-data.json", media_type="application/json", content=b"{}")
        return Reply(card=lost_card("export"), files=(file,))

    async def _deliver(self) -> None:
        await self.platform.send(self._next_one())

    def _deliver_soon(self) -> None:
        """As the engine does: what an answer sets off is sent beside it."""
        self._sending.append(asyncio.create_task(self.platform.send(self._next_one())))

    def _next_one(self) -> Outgoing:
        title = self.titles[self._sent % len(self.titles)]
        self._sent += 1
        key = f"{self._sent}-k7x2"
        card = reading_card(title, self.clock.now(), number=self._sent)
        self._due = next_local(self.clock.now(), time(9), zone=self._zone)
        return Outgoing(to=HERE, card=card, key=key)

    async def face(self, origin: Origin) -> ClockFace:
        now, offset = self.clock.now(), self.clock.offset
        return ClockFace(now=now, offset=offset, zone=origin.zone or "UTC", next_due_at=self._due)

    async def move(self, _origin: Origin, to: Pauses, *, event_id: str = "") -> int:  # noqa: ARG002 - the port
        target = self._target(to)
        delivered = 0
        while self._due and self._due <= target:
            self.clock.offset = self._due - self.clock.real()
            await self._deliver()
            delivered += 1
        self.clock.offset = target - self.clock.real()
        return delivered

    def _target(self, to: Pauses) -> datetime:
        now = self.clock.now()
        match to:
            case Pauses.NEXT_DELIVERY | Pauses.NEXT_HERE:
                if self._due is None:
                    raise UserError("Nothing is planned yet. Start a plan first: type enroll.")
                return self._due
            case Pauses.NEXT_DAY:
                return now + timedelta(days=1)
            case Pauses.NEXT_MONDAY:
                days = timedelta(days=6 - local(now, self._zone).weekday())
                return next_local(now + days, time(9), zone=self._zone)

    async def ahead(self, _origin: Origin) -> Ahead:
        return Ahead(next_at=self._due, left=max(len(self.titles) - self._sent, 0))

    async def start_over(self, _origin: Origin, *, event_id: str = "") -> bool:  # noqa: ARG002 - the port
        await self.chat.erase()
        self.clock.offset = timedelta(0)
        self._sent, self._due = 0, None
        return True


def toy_parts() -> tuple[ChatParts, ToyPlan]:
    """Everything a web chat server needs, and the plan behind it."""
    log, hub, clock = MemoryChatLog(), Hub(), MovableClock()
    plan = ToyPlan(log=log, hub=hub, clock=clock)
    parts = ChatParts(
        conversation=plan,
        plays=plan,
        log=log,
        clock=plan,
        study=clock,
        hub=hub,
        painter=PillowPainter(),
    )
    return parts, plan


def welcome_card() -> Card:
    """The first card there is."""
    plans = (
        ("case-studies", "Case studies", "How real teams put machine learning to work.", 12, 60),
        ("mlops-core", "MLOps core", "The shortest way through the whole of MLOps.", 18, 90),
        ("whole-path", "Whole path", "Everything the guide lists, in its order.", 64, 120),
    )
    return Card(
        title=words("A reading plan for machine learning in production"),
        eyebrow=words("The whole bot, on your computer; nothing leaves it"),
        text=(
            words(
                "Pick a plan. One reading arrives at a time, on the days you choose, and it ends."
            ),
        ),
        options=tuple(_plan_option(*plan) for plan in plans),
        footer=words(
            "Or type ", Code("enroll mlops-core Tue Thu 9:00"), " to choose days and time."
        ),
        tone=Tone.INFO,
    )


def _plan_option(plan: str, title: str, text: str, weeks: int, minutes: int) -> Option:
    last = START + timedelta(weeks=weeks)
    return Option(
        title=words(title),
        text=words(text),
        facts=(
            Fact("Weeks", words(str(weeks))),
            Fact("A week", words(f"{minutes} min")),
            Fact("Last reading", words(f"{last.day} {last:%b %Y}")),
        ),
        buttons=(Button("Start", Press("enroll", plan), _style(primary=plan == "mlops-core")),),
    )


def _style(*, primary: bool) -> ButtonStyle:
    return ButtonStyle.PRIMARY if primary else ButtonStyle.PLAIN


def enrolled_card(due: datetime, *, zone: str) -> Card:
    """Says that a plan has begun."""
    return Card(
        title=words("MLOps core has begun"),
        text=(words("Your first reading is here. The next one comes ", When(due, zone), "."),),
        meter=Meter(0, 36),
        footer=words("Type ", Code("pause"), " whenever life gets in the way."),
        tone=Tone.SUCCESS,
    )


def reading_card(title: str, at: datetime, *, number: int = 1, done: bool = False) -> Card:
    """A reading, or what is left of it once it is done."""
    return Card(
        title=words(Untrusted(title)),
        eyebrow=words("Done · reading 1 of 36" if done else f"Reading {number} of 36 · MLOps core"),
        text=(
            words("Forty-three rules from people who run machine learning every day. ")
            if not done
            else words("Finished ", When(at, "UTC"), ". Well done."),
        ),
        facts=(
            Fact("By", words(Untrusted("Martin Zinkevich"))),
            Fact("Kind", words("article")),
            Fact("Time", words("35 min")),
            Fact("Price", words("free")),
        ),
        points=()
        if done
        else (
            words("Why to launch without machine learning first"),
            words("What to watch once a model is live"),
        ),
        meter=Meter(1, 36) if done else None,
        links=(
            Link(
                words("Open the reading"), "https://developers.google.com/machine-learning/guides"
            ),
        ),
        buttons=()
        if done
        else (
            Button("Done", Press("done", "r1"), ButtonStyle.PRIMARY),
            Button("Later", Press("later", "r1")),
            Button("Skip", Press("skip", "r1"), ButtonStyle.QUIET),
        ),
        tone=Tone.READING,
    )


def form_card() -> Card:
    """A form, and more buttons than stand in a row."""
    return Card(
        title=words("What stays with you"),
        fields=(
            Field(name="learned", label="One thing you learned", most=80),
            Field(name="rating", label="Worth the time", kind=FieldKind.SCALE, hint="5 is best"),
            Field(name="liked", label="One thing you liked"),
        ),
        buttons=(
            Button("Keep it", Press("note", "r1"), ButtonStyle.PRIMARY),
            Button("Not now", Press("later", "r1")),
            Button("Link broken?", Press("broken", "r1"), ButtonStyle.QUIET),
            Button("Preview", Press("preview", "r1"), ButtonStyle.QUIET),
        ),
    )


def picture_card() -> Card:
    """A small path with its picture."""
    stops = (
        Stop(number=1, state=StopState.DONE, done=1),
        Stop(number=2, state=StopState.CURRENT, here=True),
        Stop(number=3, due=START.date()),
    )
    path = PathMap(
        title="MLOps core",
        standing=Standing.RUNNING,
        done=1,
        total=3,
        left_out=0,
        with_you=1,
        stretches=(Stretch(title="Basics", done=1, total=3, stops=stops),),
        here=Here(number=2, title="Feature engineering", is_open=True),
        last_on=START.date(),
    )
    return Card(title=words("MLOps core"), meter=Meter(1, 3), picture=path_picture(path))


def lost_card(text: str) -> Card:
    """The answer to something that is no command."""
    return Card(
        title=words("I did not understand that"),
        text=(
            words("You wrote ", Untrusted(text), ". Type ", Code("help"), " to see what works."),
        ),
        tone=Tone.GENTLE,
    )


SHOWN = {"welcome": welcome_card, "form": form_card, "progress": picture_card}
"""What the toy only shows."""
