"""What a local Slack remembers: workspaces with their people, channels, messages and views."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

BOT_SCOPES = frozenset(
    {"commands", "chat:write", "im:write", "im:history", "users:read", "channels:join"}
    | {"files:write", "channels:history", "channels:read", "groups:history", "groups:read"}
)
START_S = 15


@dataclass
class User:
    """Somebody in a workspace; `home` is the workspace they belong to."""

    id: str
    name: str
    home: str
    tz: str = "Europe/Paris"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_admin: bool = False


@dataclass
class Channel:
    """A channel or a direct message, with all that was said in it."""

    id: str
    name: str
    is_private: bool = False
    is_im: bool = False
    archived: bool = False
    members: set[str] = field(default_factory=set)
    messages: list[Json] = field(default_factory=list)
    ephemeral: list[Json] = field(default_factory=list)

    def message(self, ts: str) -> Json | None:
        everything = [*self.messages, *self.ephemeral]
        return next((each for each in everything if each["ts"] == ts), None)


@dataclass
class Workspace:
    """A workspace in which our app is installed."""

    id: str
    name: str
    bot_token: str
    bot_user: User
    bot_id: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    scopes: frozenset[str] = BOT_SCOPES
    homes: dict[str, Json] = field(default_factory=dict)
    modals: dict[str, Json] = field(default_factory=dict)
    messages_tab: bool = True
    request_url: str = ""
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"

    @property
    def app_token(self) -> str:
        """Each workspace here made an app of its own."""
        return f"xapp-1-{self.id}-secret-app-token"

    def direct(self, user: str) -> Channel:
        """A person's direct message with our app, made on first use."""
        for channel in self.channels.values():
            if channel.is_im and {user, self.bot_user.id} <= channel.members:
                return channel
        made = Channel(
            id=f"D{user[1:]}{self.id[-2:]}",
            name="directmessage",
            is_im=True,
            members={user, self.bot_user.id},
        )
        self.channels[made.id] = made
        return made


@dataclass
class Ticket:
    """What a trigger_id or a response_url stands for."""

    team: Workspace
    user: str
    channel: Channel | None = None
    message_ts: str = ""
    uses_left: int = 5
    used: bool = False


class SlackState:
    """Everything, and a bell that rings at each change."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.workspaces: dict[str, Workspace] = {}
        self.triggers: dict[str, Ticket] = {}
        self.replies: dict[str, Ticket] = {}
        self.address = ""
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[str, Json]] = []
        self._numbers = itertools.count(1)
        self._bell = asyncio.Condition()

    def workspace(self, team_id: str = "T0001", *, name: str = "Acme") -> Workspace:
        """Install our app in a new workspace."""
        bot = User(id=f"UBOT{team_id[1:]}", name="studybot", home=team_id, is_bot=True)
        made = Workspace(
            id=team_id,
            name=name,
            bot_token=f"xoxb-{team_id}-secret-token",
            bot_user=bot,
            bot_id=f"B{team_id[1:]}",
            users={bot.id: bot},
        )
        self.workspaces[team_id] = made
        return made

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        """A message's id: its time, and a number that makes it unique."""
        return f"{int(self.now().timestamp())}.{self.number():06}"

    def by_token(self, token: str) -> Workspace | None:
        found = (each for each in self.workspaces.values() if each.bot_token == token)
        return next(found, None)

    async def ring(self) -> None:
        """Something changed."""
        async with self._bell:
            self._bell.notify_all()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        async with asyncio.timeout(START_S), self._bell:
            await self._bell.wait_for(happened)
