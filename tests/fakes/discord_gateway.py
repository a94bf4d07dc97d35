"""The local Discord's gateway: hello, identify, heartbeats, events, and resuming where it broke."""

import asyncio
import json
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord_state import APPLICATION_ID, BOT_ID, TOKEN, Json, State, user_data

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
BAD_TOKEN, DISALLOWED_INTENTS = 4004, 4014
GUILDS = 1
HEARTBEAT_MS = 30_000


@dataclass
class Session:
    """One client's session: every event that it was sent, or has missed."""

    id: str
    shard: int
    events: list[Json] = field(default_factory=list)


class Line:
    """One connection; with `zlib-stream` everything is one compressed stream."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._stream = zlib.compressobj() if compressed else None

    async def send(self, frame: Json) -> None:
        text = json.dumps(frame)
        if self._stream is None:
            await self.socket.send_str(text)
            return
        packed = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(packed)


class Gateway:
    """Serves every shard; a client that comes back resumes its session.

    Shards in `late` tell nothing before their event; `holds` says that one waits for it.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._sessions: dict[str, Session] = {}
        self._lines: dict[int, Line] = {}
        self._current: dict[int, Session] = {}
        self.late: dict[int, asyncio.Event] = {}
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.connected = asyncio.Event()
        self.holds = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket, compressed=request.query.get("compress") == "zlib-stream")
        await line.send({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        async for received in socket:
            if received.type is WSMsgType.TEXT:
                await self._received(line, json.loads(received.data))
        for shard, known in list(self._lines.items()):
            if known is line:
                self._gone(shard)
        return socket

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event; while nobody listens it waits for the session to be resumed."""
        guild = data["id"] if event.startswith("GUILD_") else data.get("guild_id", "0")
        await self._dispatch(self._shard_of(guild), event, data)

    async def drop(self) -> None:
        """Break the first connection; the client may resume."""
        line = self._lines[0]
        self._gone(0)
        await line.socket.close(code=4000)

    def _gone(self, shard: int) -> None:
        del self._lines[shard]
        self.connected.clear()

    def _shard_of(self, guild: str) -> int:
        return (int(guild) >> 22) % self._state.shards

    async def _dispatch(self, shard: int, event: str, data: Json) -> None:
        session = self._current.get(shard)
        assert session is not None, "nobody has identified yet"
        session.events.append({"op": DISPATCH, "t": event, "d": data})
        session.events[-1]["s"] = len(session.events)
        if shard in self._lines:
            with suppress(ConnectionError):  # what is lost on the way is sent when it resumes
                await self._lines[shard].send(session.events[-1])

    async def _received(self, line: Line, frame: Json) -> None:
        op, data = frame["op"], frame.get("d")
        if op == HEARTBEAT:
            self.heartbeats += 1
            await line.send({"op": ACK})
        elif op == IDENTIFY:
            await self._identify(line, data)
        elif op == RESUME:
            await self._resume(line, data)

    async def _identify(self, line: Line, data: Any) -> None:  # noqa: ANN401 - JSON
        shard, shards = data.get("shard", [0, 1])
        if data["token"] != TOKEN or shards != self._state.shards:
            await line.socket.close(code=BAD_TOKEN)
            return
        if data["intents"] != GUILDS:
            await line.socket.close(code=DISALLOWED_INTENTS)
            return
        self.identified += 1
        session = Session(id=f"session-{self.identified}", shard=shard)
        self._sessions[session.id] = self._current[shard] = session
        self._lines[shard] = line
        if shard in self.late:
            self.holds.set()
            await self.late[shard].wait()
        mine = [each for each in self._state.guilds.values() if self._shard_of(each.id) == shard]
        ready = {
            "v": 10,
            "user": user_data(BOT_ID, "Study bot", bot=True),
            "guilds": [{"id": each.id, "unavailable": True} for each in mine],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": APPLICATION_ID, "flags": 0},
            "shard": [shard, shards],
        }
        await self._dispatch(shard, "READY", ready)
        for guild in mine:
            await self._dispatch(shard, "GUILD_CREATE", guild.data())
        self._told()

    async def _resume(self, line: Line, data: Any) -> None:  # noqa: ANN401 - JSON
        session = self._sessions.get(data["session_id"])
        if session is None or data["token"] != TOKEN:
            await line.send({"op": INVALID, "d": False})
            return
        self.resumed += 1
        self._current[session.shard], self._lines[session.shard] = session, line
        for event in session.events[data["seq"] :]:
            await line.send(event)
        await self._dispatch(session.shard, "RESUMED", {})
        self._told()

    def _told(self) -> None:
        if len(self._lines) == self._state.shards:
            self.connected.set()
