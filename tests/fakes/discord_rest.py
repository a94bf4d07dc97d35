"""The local Discord's REST interface, version 10, as discord.py meets it."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.fakes import discord_checks as checks
from tests.fakes import discord_threads as threads
from tests.fakes.discord_spec import check_body
from tests.fakes.discord_state import (
    ANSWER_WITHIN,
    APPLICATION_ID,
    BOT_ID,
    EPHEMERAL,
    TOKEN,
    TOKEN_LIVES,
    Channel,
    Fault,
    Interaction,
    Json,
    Message,
    Refused,
    State,
    user_data,
)

API = "/api/v10"
Handler = Callable[[web.Request, Any], Awaitable[object]]
GALLERY, FILE = 12, 13
BODIES = {
    ("POST", "/channels/{channel}/messages"): "create_message",
    ("PATCH", "/channels/{channel}/messages/{message}"): "edit_message",
    ("POST", "/channels/{channel}/messages/{message}/threads"): "open_thread",
    ("POST", "/channels/{channel}/threads"): "create_post",
    ("PATCH", "/channels/{channel}"): "change_thread",
    ("POST", "/users/@me/channels"): "open_direct",
    ("PUT", "/applications/{application}/commands"): "put_commands",
    ("POST", "/interactions/{interaction}/{token}/callback"): "answer",
    ("POST", "/webhooks/{application}/{token}"): "follow_up",
    ("PATCH", "/webhooks/{application}/{token}/messages/@original"): "edit_answer",
}
"""Which body of the published description a request has."""
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, SUGGESTIONS, MODAL = 4, 5, 6, 7, 8, 9


@dataclass
class Bucket:
    """A rate limit of one route and one channel."""

    remaining: int
    resets_at: float


class Rest:
    """Answers requests from the state."""

    def __init__(self, state: State, *, answered: Callable[[Interaction], None]) -> None:
        self._state = state
        self._answered = answered
        self._buckets: dict[str, Bucket] = {}
        self.gateway_url = ""

    def routes(self) -> list[web.RouteDef]:
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway),
            ("POST", "/users/@me/channels", self._open_direct),
            ("POST", "/channels/{channel}/messages", self._post),
            ("GET", "/channels/{channel}/messages", self._history),
            ("PATCH", "/channels/{channel}/messages/{message}", self._edit),
            ("DELETE", "/channels/{channel}/messages/{message}", self._delete),
            ("POST", "/channels/{channel}/messages/{message}/threads", self._thread),
            ("POST", "/channels/{channel}/threads", self._forum_post),
            ("GET", "/guilds/{guild}/threads/active", self._active_threads),
            ("GET", "/channels/{channel}/threads/archived/public", self._archived_threads),
            ("PATCH", "/channels/{channel}", self._change_channel),
            ("GET", "/channels/{channel}", self._get_channel),
            ("GET", "/channels/{channel}/messages/{message}", self._get_message),
            ("PUT", "/applications/{application}/commands", self._put_commands),
            ("GET", "/applications/{application}/commands", self._get_commands),
            ("POST", "/interactions/{interaction}/{token}/callback", self._answer),
            ("POST", "/webhooks/{application}/{token}", self._follow_up),
            ("PATCH", "/webhooks/{application}/{token}/messages/@original", self._edit_answer),
        ]
        return [web.route(m, API + path, self._guarded(handler)) for m, path, handler in table]

    def _guarded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            path = request.path.removeprefix(API)
            body, files = await _read(request)
            fault = self._state.fault_for(f"{request.method} {path}")
            if self._state.is_down or (fault and not fault.status and not fault.after):
                return _cut(request)
            status, answer, headers = await self._answer_to(
                request, handler, body=body, fault=fault
            )
            self._state.requests.append((request.method, path, body, status))
            self._state.files |= files
            if fault and fault.after:
                return _cut(request)
            if status == 204:
                return web.Response(status=204, headers=headers)
            return web.Response(
                status=status,
                body=json.dumps(answer).encode(),
                headers={"Content-Type": "application/json", "Via": "1.1 local", **headers},
            )

        return handle

    async def _answer_to(
        self,
        request: web.Request,
        handler: Handler,
        *,
        body: object,
        fault: Fault | None,
    ) -> tuple[int, object, dict[str, str]]:
        headers: dict[str, str] = {}
        if fault and fault.status:
            return (
                fault.status,
                {"message": "told to", "code": fault.code, **fault.more},
                fault.headers,
            )
        try:
            _check_token(request)
            name = BODIES.get((request.method, _route(request)))
            if name is not None:
                check_body(name, body)
            headers = self._take(request)
            made = await handler(request, body)
        except Refused as refused:
            wait = refused.body.get("retry_after")
            if wait is not None:
                headers = {
                    "Retry-After": str(wait),
                    "X-RateLimit-Scope": "user",
                    **self._headers(request),
                }
            return refused.status, refused.body, headers
        return (204 if made is None else 200), made, headers

    def _key(self, request: web.Request) -> str:
        token = request.match_info.get("token", "")
        channel = request.match_info.get("channel", token)
        return f"{request.method} {_route(request)} {channel}"

    def _take(self, request: web.Request) -> dict[str, str]:
        """One request of its bucket, or 429."""
        bucket = self._bucket(self._key(request))
        if bucket.remaining <= 0:
            wait = round(max(bucket.resets_at - time.monotonic(), 0.001), 3)
            raise Refused(
                429, 0, "You are being rate limited.", retry_after=wait, **{"global": False}
            )
        bucket.remaining -= 1
        return self._headers(request)

    def _bucket(self, key: str) -> Bucket:
        state, now = self._state, time.monotonic()
        bucket = self._buckets.get(key)
        if bucket is None or bucket.resets_at <= now:
            bucket = Bucket(state.bucket_limit, now + state.bucket_seconds)
            self._buckets[key] = bucket
        return bucket

    def _headers(self, request: web.Request) -> dict[str, str]:
        key = self._key(request)
        bucket = self._bucket(key)
        left = bucket.resets_at - time.monotonic()
        return {
            "X-RateLimit-Limit": str(self._state.bucket_limit),
            "X-RateLimit-Remaining": str(bucket.remaining),
            "X-RateLimit-Reset": f"{self._state.now().timestamp() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": str(abs(hash(key.rpartition(" ")[0])) % 10**12),
        }

    async def _me(self, _request: web.Request, _body: object) -> Json:
        return user_data(BOT_ID, "Study bot", bot=True)

    async def _application(self, _request: web.Request, _body: object) -> Json:
        return {
            "id": APPLICATION_ID,
            "name": "Study bot",
            "icon": None,
            "description": "",
            "summary": "",
            "verify_key": "0",
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": user_data("1", "owner"),
            "flags": 0,
        }

    async def _gateway(self, _request: web.Request, _body: object) -> Json:
        limits = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": 1, "session_start_limit": limits}

    async def _open_direct(self, _request: web.Request, body: Json) -> Json:
        channel = self._state.direct(str(body["recipient_id"]))
        return {"id": channel.id, "type": channel.kind, "recipients": []}

    def _channel(self, request: web.Request) -> Channel:
        channel = self._state.channels.get(request.match_info["channel"])
        if channel is None:
            raise Refused(404, 10003, "Unknown Channel")
        return channel

    async def _post(self, request: web.Request, body: Json) -> Json:
        channel = self._channel(request)
        if channel.refusal is not None:
            raise Refused(*channel.refusal, "refused")
        threads.taken(self._state, channel)
        closed = self._state.closed_to_us.get(channel.person)
        if closed is not None:
            raise Refused(403, closed, "Cannot send messages to this user")
        checks.check_message(body)
        return self._state.post(channel.id, body).data()

    async def _history(self, request: web.Request, _body: object) -> list[Json]:
        channel = self._channel(request)
        if not channel.readable:
            return []
        after = int(request.query.get("after", 0))
        found = [each for each in self._state.in_channel(channel.id) if int(each.id) > after]
        limit = int(request.query.get("limit", 50))
        found = found[:limit] if "after" in request.query else found[-limit:]
        return [each.data() for each in reversed(found)]

    def _message(self, request: web.Request) -> Message:
        message = self._state.messages.get(request.match_info["message"])
        if message is None or message.deleted:
            raise Refused(404, 10008, "Unknown Message")
        return message

    async def _edit(self, request: web.Request, body: Json) -> Json:
        message = self._message(request)
        if message.channel != request.match_info["channel"]:
            raise Refused(404, 10008, "Unknown Message")
        checks.check_message({"flags": message.body["flags"], **body})
        _change(message, body)
        return message.data()

    async def _delete(self, request: web.Request, _body: object) -> None:
        self._message(request).deleted = True

    async def _thread(self, request: web.Request, body: Json) -> Json:
        message, channel = self._message(request), self._channel(request)
        return threads.thread_under(self._state, channel, message, body=body)

    async def _forum_post(self, request: web.Request, body: Json) -> Json:
        return threads.forum_post(self._state, self._channel(request), body)

    async def _active_threads(self, request: web.Request, _body: object) -> Json:
        return threads.active(self._state, request.match_info["guild"])

    async def _archived_threads(self, request: web.Request, _body: object) -> Json:
        limit = int(request.query.get("limit", 50))
        return threads.archived(self._state, self._channel(request), limit=limit)

    async def _change_channel(self, request: web.Request, body: Json) -> Json:
        return threads.changed(self._state, self._channel(request), body)

    async def _get_channel(self, request: web.Request, _body: object) -> Json:
        return self._channel(request).data()

    async def _get_message(self, request: web.Request, _body: object) -> Json:
        return self._message(request).data()

    async def _put_commands(self, _request: web.Request, body: list[Json]) -> list[Json]:
        checks.check_commands(body)
        made = [{"id": self._state.snowflake(), "version": "1", **each} for each in body]
        self._state.commands = made
        return made

    async def _get_commands(self, _request: web.Request, _body: object) -> list[Json]:
        return self._state.commands

    def _interaction(self, token: str, *, within: timedelta) -> Interaction:
        found = self._state.interactions.get(token)
        if found is None or self._state.now() - found.at > within:
            raise Refused(404, 10062, "Unknown interaction")
        return found

    async def _answer(self, request: web.Request, body: Json) -> None:
        found = self._interaction(request.match_info["token"], within=ANSWER_WITHIN)
        if found.answer is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind, data = body["type"], body.get("data") or {}
        if kind == MESSAGE:
            checks.check_message(data)
            found.messages.append(self._state.post(found.channel, data))
        elif kind == UPDATE:
            self._update(found, data)
        elif kind == SUGGESTIONS:
            checks.check_choices(data)
        elif kind == MODAL:
            checks.check_modal(data)
        found.answer = body
        self._answered(found)

    def _update(self, found: Interaction, data: Json) -> None:
        if found.pressed is None:
            raise Refused(400, 50035, "nothing to update")
        checks.check_message({"flags": found.pressed.body["flags"], **data})
        _change(found.pressed, data)

    async def _follow_up(self, request: web.Request, body: Json) -> Json:
        found = self._interaction(request.match_info["token"], within=TOKEN_LIVES)
        if found.answer is None:
            raise Refused(404, 10015, "Unknown Webhook")
        checks.check_message(body)
        found.messages.append(self._state.post(found.channel, body))
        self._answered(found)
        return found.messages[-1].data()

    async def _edit_answer(self, request: web.Request, body: Json) -> Json:
        found = self._interaction(request.match_info["token"], within=TOKEN_LIVES)
        if found.answer is None:
            raise Refused(404, 10015, "Unknown Webhook")
        kind = found.answer["type"]
        if kind in {DEFER_UPDATE, UPDATE}:
            self._update(found, body)
            self._answered(found)
            return {}
        if kind == DEFER:
            flags = (found.answer.get("data") or {}).get("flags", 0)
            body = {**body, "flags": body.get("flags", 0) | flags}
            checks.check_message(body)
            found.messages.append(self._state.post(found.channel, body))
        else:
            checks.check_message({"flags": found.messages[0].body["flags"], **body})
            _change(found.messages[0], body)
        self._answered(found)
        return found.messages[0].data()


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The body as JSON, and the files beside it where it is a form."""
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else None), {}
    form = await request.post()
    files = {
        each.filename: each.file.read() for each in form.values() if isinstance(each, web.FileField)
    }
    body = json.loads(str(form["payload_json"]))
    named = {f"attachment://{name}" for name in files}
    data = body.get("data", body)
    shown = {each["file"]["url"] for each in data["components"] if each["type"] == FILE}
    shown |= {
        item["media"]["url"]
        for each in data["components"]
        if each["type"] == GALLERY
        for item in each["items"]
    }
    assert named == shown, "Discord shows a file only where a component names it"
    return body, files


def _change(message: Message, body: Json) -> None:
    """What an edit changes; whom a message is for stays."""
    stays = message.body.get("flags", 0) & EPHEMERAL
    message.body = {**message.body, **body}
    message.body["flags"] = message.body.get("flags", 0) | stays


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical.removeprefix(API) if resource else ""


def _check_token(request: web.Request) -> None:
    by_interaction = request.path.startswith((f"{API}/interactions", f"{API}/webhooks"))
    if not by_interaction and request.headers.get("Authorization") != f"Bot {TOKEN}":
        raise Refused(401, 0, "401: Unauthorized")


def _cut(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.close()
    raise asyncio.CancelledError
