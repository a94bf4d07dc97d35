"""What the local Discord remembers: servers, channels, messages, interactions, and its clock."""

import asyncio
import itertools
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from bot.clock import SystemClock

Json = dict[str, Any]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.local.token-of-the-bot"
BOT_ID = "1000000000000000001"
APPLICATION_ID = "1000000000000000002"
NONCE_WINDOW = timedelta(minutes=3)
ANSWER_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)
TEXT, DM, GROUP_DM, PUBLIC_THREAD, FORUM = 0, 1, 3, 11, 15
EPHEMERAL = 1 << 6


class Refused(Exception):
    """A request that Discord answers with an error."""

    def __init__(self, status: int, code: int, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "code": code, **more}


def invalid(problems: list[str]) -> Refused:
    """A body that is not as it should be, as Discord puts it."""
    errors = {"_errors": [{"code": "INVALID", "message": each} for each in problems]}
    return Refused(400, 50035, "Invalid Form Body", errors=errors)


@dataclass
class Channel:
    """A channel; `refusal` is what posting there is answered with, `readable` its history.

    `threads_refusal` is what opening threads there, and posting in them, is answered with.
    """

    id: str
    kind: int = TEXT
    name: str = ""
    guild: str = ""
    parent: str = ""
    person: str = ""
    refusal: tuple[int, int] | None = None
    readable: bool = True
    threads_refusal: tuple[int, int] | None = None
    archived: bool = False
    locked: bool = False
    archived_at: datetime = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def data(self) -> Json:
        return {
            "id": self.id,
            "type": self.kind,
            "name": self.name,
            "guild_id": self.guild,
            "parent_id": self.parent or None,
            "permissions": "0",
            "position": 0,
            "permission_overwrites": [],
            "nsfw": False,
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": self.archived_at.isoformat(),
                "locked": self.locked,
            },
            "owner_id": BOT_ID,
            "message_count": 0,
            "member_count": 1,
        }


@dataclass
class Guild:
    id: str
    name: str
    channels: dict[str, Channel] = field(default_factory=dict)

    def data(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": "1",
            "member_count": 10,
            "large": False,
            "roles": [],
            "emojis": [],
            "features": [],
            "channels": [each.data() for each in self.channels.values()],
            "members": [],
            "threads": [],
            "preferred_locale": "en-US",
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_flags": 0,
            "afk_timeout": 60,
            "unavailable": False,
        }


@dataclass
class Message:
    id: str
    channel: str
    author: str
    body: Json
    at: datetime
    nonce: str = ""
    deleted: bool = False

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.body.get("flags", 0) & EPHEMERAL)

    def data(self) -> Json:
        return {
            "id": self.id,
            "channel_id": self.channel,
            "author": user_data(self.author, "Study bot", bot=True),
            "content": self.body.get("content", ""),
            "components": self.body.get("components", []),
            "flags": self.body.get("flags", 0),
            "embeds": [],
            "attachments": [],
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "tts": False,
            "type": 0,
            "timestamp": self.at.isoformat(),
            "edited_timestamp": None,
            "nonce": self.nonce or None,
        }


@dataclass
class Interaction:
    """A call on its way; `answer` is its first callback, `messages` what came of it."""

    id: str
    token: str
    kind: int
    channel: str
    user: str
    at: datetime
    pressed: Message | None = None
    answer: Json | None = None
    messages: list[Message] = field(default_factory=list)


@dataclass
class Fault:
    """How the next request that fits is answered: an error, or the connection's end.

    `after` carries the request out first, so that only its answer is lost.
    """

    path: re.Pattern[str]
    status: int = 0
    code: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    more: Json = field(default_factory=dict)
    after: bool = False


class State:
    """Everything, with a clock that a test may move."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self._now = now or SystemClock().real
        self._ahead = timedelta(0)
        self._numbers = itertools.count(1)
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.interactions: dict[str, Interaction] = {}
        self.directs: dict[str, str] = {}
        self.closed_to_us: dict[str, int] = {}
        self.commands: list[Json] = []
        self.faults: deque[Fault] = deque()
        self.requests: list[tuple[str, str, Json | None, int]] = []
        self.bucket_limit = 10_000
        self.bucket_seconds = 5.0
        self.is_down = False
        self.files: dict[str, bytes] = {}
        self.changed = asyncio.Event()

    def now(self) -> datetime:
        return self._now() + self._ahead

    def advance(self, by: timedelta) -> None:
        self._ahead += by

    def snowflake(self) -> str:
        number = discord.utils.time_snowflake(self.now())
        return str(number + next(self._numbers) % 4096)

    def guild(self, name: str = "Readers") -> Guild:
        """A new server with one channel."""
        made = Guild(id=self.snowflake(), name=name)
        self.guilds[made.id] = made
        self.channel(made, name="general")
        return made

    def channel(self, guild: Guild, *, name: str, kind: int = TEXT, parent: str = "") -> Channel:
        made = Channel(id=self.snowflake(), kind=kind, name=name, guild=guild.id, parent=parent)
        guild.channels[made.id] = self.channels[made.id] = made
        return made

    def person(self, name: str) -> str:
        """A new person's id."""
        del name
        return self.snowflake()

    def direct(self, person: str) -> Channel:
        """The channel of a person's direct messages with the bot."""
        if person not in self.directs:
            made = Channel(id=self.snowflake(), kind=DM, person=person)
            self.channels[made.id] = made
            self.directs[person] = made.id
        return self.channels[self.directs[person]]

    def in_channel(self, channel: str) -> list[Message]:
        """What stands in a channel for everybody, the oldest first."""
        return [
            each
            for each in self.messages.values()
            if each.channel == channel and not each.is_ephemeral and not each.deleted
        ]

    def to_person(self, person: str) -> list[Message]:
        """The bot's direct messages to a person."""
        return self.in_channel(self.direct(person).id)

    def post(self, channel: str, body: Json) -> Message:
        """A message of the bot's in a channel; a known nonce gives the first one again."""
        nonce = str(body.get("nonce") or "")
        if nonce and body.get("enforce_nonce"):
            for each in self.messages.values():
                fresh = self.now() - each.at < NONCE_WINDOW
                if (each.channel, each.nonce) == (channel, nonce) and fresh:
                    if each.deleted:
                        raise Refused(404, 10008, "Unknown Message")
                    return each
        made = Message(
            id=self.snowflake(),
            channel=channel,
            author=BOT_ID,
            body=body,
            at=self.now(),
            nonce=nonce,
        )
        self.messages[made.id] = made
        self.changed.set()
        return made

    def fail(self, path: str, status: int = 0, code: int = 0, **more: Any) -> None:  # noqa: ANN401
        """Answer the next request of this path (a pattern) with an error; 0 cuts the line."""
        after = bool(more.pop("after", False))
        headers = more.pop("headers", {})
        self.faults.append(Fault(re.compile(path), status, code, headers, more, after))

    def fault_for(self, path: str) -> Fault | None:
        for each in self.faults:
            if each.path.search(path):
                self.faults.remove(each)
                return each
        return None

    def requested(self, method: str, path: str) -> list[Json | None]:
        """The bodies of all requests of this method whose path fits."""
        return [b for m, p, b, _ in self.requests if m == method and re.search(path, p)]


def user_data(number: str, name: str, *, bot: bool = False) -> Json:
    return {
        "id": number,
        "username": name,
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


def every_component(components: object) -> Iterator[Json]:
    """All components, nested ones included."""
    if isinstance(components, dict):
        yield components
        yield from every_component(components.get("components"))
        yield from every_component(components.get("accessory"))
        yield from every_component(components.get("component"))
    elif isinstance(components, list):
        for each in components:
            yield from every_component(each)


def text_of(body: Json) -> str:
    """Every word of a message's components, raw."""
    found = []
    for each in every_component(body.get("components")):
        found += [str(each[name]) for name in ("content", "label") if each.get(name)]
    return "\n".join(found)
