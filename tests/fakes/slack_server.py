"""A local Slack that speaks the real protocol: Web API, Socket Mode and response_url.

Real slack-bolt and slack-sdk clients talk to it. `faults` makes the next calls of a method fail.
"""

import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.clock import SystemClock
from tests.fakes.slack_methods import METHODS, SCOPES, answer_url, need
from tests.fakes.slack_oauth import OAuth
from tests.fakes.slack_socket import Sockets
from tests.fakes.slack_state import Json, SlackError, SlackState, Workspace


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How one call goes wrong.

    `status` 429 carries `retry_after`; `drop` closes the connection without an answer, after the
    method was carried out where `carried_out`.
    """

    error: str = ""
    status: int = 200
    retry_after: str | None = None
    drop: bool = False
    carried_out: bool = False


class FakeSlack:
    """The server; `state` is what it remembers, `sockets` its Socket Mode."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.state = SlackState(now)
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.history_every: timedelta | None = None
        self._read_at: dict[str, datetime] = {}
        self.sockets = Sockets(self.state)
        self.oauth = OAuth(self.state)
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return self.state.address

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_post("/upload/{name}", self._upload)
        app.router.add_get("/link", self.sockets.connect)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.state.address = f"http://{host}:{port}"

    async def stop(self) -> None:
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method go wrong, one after the other."""
        self.faults[method].extend(faults)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        self.state.calls.append((method, args))
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault is not None and not fault.carried_out:
            return self._broken(request, fault)
        try:
            body: Json = {"ok": True} | self._answer(method, request=request, args=args)
        except SlackError as error:
            body = error.body
        await self.state.ring()
        if fault is not None:
            return self._broken(request, fault)
        if body.get("error") == "ratelimited":
            return web.json_response(body, status=429, headers={"Retry-After": body["wait"]})
        return web.json_response(body)

    def _answer(self, method: str, *, request: web.Request, args: Json) -> Json:
        authorization = request.headers.get("Authorization", "")
        if method == "oauth.v2.access":
            return self.oauth.access(authorization, args)
        token = authorization.removeprefix("Bearer ")
        if not token:
            raise SlackError("not_authed")
        if method == "apps.connections.open":
            return self._connection(token)
        if method == "auth.revoke":
            return self.oauth.revoke(token)
        team = self.state.by_token(token)
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        for scope in SCOPES.get(method, ())[:1]:
            need(team, scope)
        if method in {"conversations.history", "conversations.replies"}:
            self._ration(team)
        return METHODS[method](self.state, team, args)

    def _connection(self, token: str) -> Json:
        if token not in {each.app_token for each in self.state.workspaces.values()}:
            raise SlackError("invalid_auth")
        ticket = self.sockets.ticket(token)
        return {"url": f"{self.address.replace('http', 'ws')}/link?ticket={ticket}&app_id=A0001"}

    def _ration(self, team: Workspace) -> None:
        if self.history_every is None:
            return
        now, last = self.state.now(), self._read_at.get(team.id)
        if last is not None and now - last < self.history_every:
            wait = self.history_every - (now - last)
            raise SlackError("ratelimited", wait=str(int(wait.total_seconds()) + 1))
        self._read_at[team.id] = now

    def _broken(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.drop:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
        if fault.error:
            body = {"ok": False, "error": fault.error}
            return web.json_response(body, status=fault.status, headers=headers)
        page = "<html>upstream</html>"
        return web.Response(
            text=page, status=fault.status, headers=headers, content_type="text/html"
        )

    async def _upload(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if self.faults["upload"]:
            return web.Response(status=self.faults["upload"].popleft().status)
        if name not in self.state.files:
            return web.Response(status=404)
        self.state.files[name] = await request.read()
        return web.Response(text="OK")

    async def _response(self, request: web.Request) -> web.Response:
        ticket = self.state.replies.get(request.match_info["name"])
        if ticket is None:
            return web.Response(status=404, text="expired_url")
        try:
            answer_url(self.state, ticket, await request.json())
        except SlackError as error:
            return web.json_response(error.body, status=404)
        await self.state.ring()
        return web.Response(text="ok")


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found = await request.json()
        return found if isinstance(found, dict) else {}
    posted = await request.post()
    args: Json = {name: str(value) for name, value in {**request.query, **posted}.items()}
    for name in ("blocks", "metadata"):
        if name in args:
            args[name] = json.loads(args[name])
    return args


@asynccontextmanager
async def running(now: Callable[[], datetime] | None = None) -> AsyncIterator[FakeSlack]:
    """A started Slack on a free port of loopback, its clock real unless told otherwise."""
    server = FakeSlack(now or SystemClock().real)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
