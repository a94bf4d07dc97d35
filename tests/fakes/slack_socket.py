"""Socket Mode: connections with hello, envelopes that must be acknowledged, and disconnects."""

import asyncio
import json
import uuid

from aiohttp import WSMsgType, web

from tests.fakes.slack_state import START_S, Json, SlackState

MOST = 10  # docs.slack.dev, apis/events-api/using-socket-mode


class Sockets:
    """Every open connection of the app."""

    def __init__(self, state: SlackState) -> None:
        self._state = state
        self._tickets: dict[str, str] = {}
        self._open: list[tuple[str, web.WebSocketResponse]] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self.hellos = 0

    @property
    def count(self) -> int:
        return len(self._open)

    def ticket(self, app_token: str) -> str:
        """A one-time ticket for a connection of the app with this token."""
        name = uuid.uuid4().hex
        self._tickets[name] = app_token
        return name

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket itself."""
        app_token = self._tickets.pop(request.query.get("ticket", ""), "")
        if not app_token:
            return web.Response(status=408)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._open) >= MOST:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._serve(socket, app_token)
        return socket

    async def _serve(self, socket: web.WebSocketResponse, app_token: str) -> None:
        mine = (app_token, socket)
        self._open.append(mine)
        self.hellos += 1
        await socket.send_json(
            {
                "type": "hello",
                "connection_info": {"app_id": "A0001"},
                "num_connections": len(self._open),
                "debug_info": {"host": "local", "approximate_connection_time": 18060},
            }
        )
        await self._state.ring()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(frame.data))
        self._open.remove(mine)
        await self._state.ring()

    def _acknowledged(self, frame: Json) -> None:
        waiting = self._waiting.pop(frame.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload") or {})

    async def deliver(self, kind: str, payload: Json, *, app_token: str, retry: int = 0) -> Json:
        """Send an envelope over the app's newest connection; what it was acknowledged with.

        Raises:
            TimeoutError: nobody acknowledged it.
        """
        await self._state.until(lambda: bool(self._of(app_token)))
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            reason = "timeout" if retry else ""
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        await self._of(app_token)[-1].send_json(envelope)
        async with asyncio.timeout(START_S):
            answer: Json = await waiting
            return answer

    def _of(self, app_token: str) -> list[web.WebSocketResponse]:
        return [socket for owner, socket in self._open if owner == app_token]

    async def refresh(self) -> None:
        """Ask every connection to come again, as Slack does every few hours, and wait for it."""
        before, old = self.hellos, list(self._open)
        for _, socket in old:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await self._state.until(lambda: self.hellos > before and not set(old) & set(self._open))

    async def close(self) -> None:
        for _, socket in list(self._open):
            await socket.close()
