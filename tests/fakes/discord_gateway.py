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
BAD_TOKEN = 4004
HEARTBEAT_MS = 30_000


@dataclass
class Session:
    """One client's session: every event that it was sent, or has missed."""

    id: str
    intents: int
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
    """Serves one shard; a client that comes back resumes its session."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._sessions: dict[str, Session] = {}
        self._line: Line | None = None
        self._session: Session | None = None
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.connected = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket, compressed=request.query.get("compress") == "zlib-stream")
        await line.send({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        async for received in socket:
            if received.type is WSMsgType.TEXT:
                await self._received(line, json.loads(received.data))
        if self._line is line:
            self._line = None
            self.connected.clear()
        return socket

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event; while nobody listens it waits for the session to be resumed."""
        assert self._session is not None, "nobody has identified yet"
        self._session.events.append({"op": DISPATCH, "t": event, "d": data})
        self._session.events[-1]["s"] = len(self._session.events)
        if self._line is not None:
            with suppress(ConnectionError):  # what is lost on the way is sent when it resumes
                await self._line.send(self._session.events[-1])

    async def drop(self) -> None:
        """Break the connection; the client may resume."""
        assert self._line is not None
        line, self._line = self._line, None
        self.connected.clear()
        await line.socket.close(code=4000)

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
        if data["token"] != TOKEN:
            await line.socket.close(code=BAD_TOKEN)
            return
        self.identified += 1
        session = Session(id=f"session-{self.identified}", intents=data["intents"])
        self._sessions[session.id] = self._session = session
        self._line = line
        guilds = [{"id": each, "unavailable": True} for each in self._state.guilds]
        ready = {
            "v": 10,
            "user": user_data(BOT_ID, "Study bot", bot=True),
            "guilds": guilds,
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": APPLICATION_ID, "flags": 0},
            "shard": data.get("shard", [0, 1]),
        }
        await self.dispatch("READY", ready)
        for guild in list(self._state.guilds.values()):
            await self.dispatch("GUILD_CREATE", guild.data())
        self.connected.set()

    async def _resume(self, line: Line, data: Any) -> None:  # noqa: ANN401 - JSON
        session = self._sessions.get(data["session_id"])
        if session is None or data["token"] != TOKEN:
            await line.send({"op": INVALID, "d": False})
            return
        self.resumed += 1
        self._session, self._line = session, line
        for event in session.events[data["seq"] :]:
            await line.send(event)
        await self.dispatch("RESUMED", {})
        self.connected.set()
