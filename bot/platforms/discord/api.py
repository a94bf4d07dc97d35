"""Discord's REST interface through discord.py's own client: plain requests, no gateway needed."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from types import SimpleNamespace
from typing import Any, TypeAlias

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, MultipartParameters, Route

from bot.domain.conversation import Attachment
from bot.platforms.discord.buckets import LONGEST_SLEEP_S, Client

Json: TypeAlias = dict[str, Any]

REQUEST_TIMEOUT_S = 8.0
"""discord.py sets no timeout of its own; a send as a whole may take 10 s."""
REFUSED = frozenset({401, 403, 429})
"""What Discord counts against an address: 10,000 of them in 10 minutes and it is banned
(discord-api-docs, topics/rate-limits)."""
_SHARED = "shared"
_REST = Route.BASE
_GATEWAY = DiscordWebSocket.DEFAULT_GATEWAY


def use_addresses(*, api_url: str | None, gateway_url: str | None) -> None:
    """Where REST requests and the gateway's connection go; discord.py keeps both per process."""
    Route.BASE = (api_url or _REST).rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url) if gateway_url else _GATEWAY


class DiscordApi:
    """The requests that we make, with the bot's token."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._http: HTTPClient | None = None
        self._opening = asyncio.Lock()
        self._everywhere_until = 0.0
        self.user_id = 0
        self.application_id = 0
        self.name = ""
        self.on_refused: Callable[[], None] = lambda: None

    async def open(self) -> HTTPClient:
        """Log in, once.

        Raises:
            discord.LoginFailure: the token is not accepted.
        """
        async with self._opening:
            if self._http is None:
                self._http = await self._logged_in()
        return self._http

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def is_limited_everywhere(self) -> bool:
        """Whether the last rate limit was the bot's own, not that of one channel."""
        return asyncio.get_running_loop().time() < self._everywhere_until

    async def post_message(self, channel: str, payload: Json) -> Json:
        """Post a message."""
        http = await self.open()
        params = MultipartParameters(payload=payload, multipart=None, files=None)
        made: Json = await http.send_message(int(channel), params=params)  # type: ignore[assignment] # a TypedDict
        return made

    async def edit_message(self, channel: str, message: str, *, payload: Json) -> None:
        """Change a message of ours."""
        http = await self.open()
        params = MultipartParameters(payload=payload, multipart=None, files=None)
        await http.edit_message(int(channel), int(message), params=params)

    async def messages_after(self, channel: str, after: int, *, limit: int) -> list[Json]:
        """Messages behind a snowflake, the earliest of them first."""
        http = await self.open()
        found = await http.logs_from(int(channel), limit, after=after)
        return sorted(found, key=lambda each: int(each["id"]))  # type: ignore[arg-type] # TypedDicts

    async def open_direct(self, user: str) -> str:
        """The channel of a person's direct messages with us."""
        http = await self.open()
        made = await http.start_private_message(user)
        return str(made["id"])

    async def answer(
        self, interaction: int, token: str, *, payload: Json, files: Sequence[Attachment] = ()
    ) -> None:
        """Answer an interaction: once, and within three seconds."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction,
            webhook_token=token,
        )
        await self._request(route, payload, files=files)

    async def edit_answer(
        self, token: str, *, payload: Json, files: Sequence[Attachment] = ()
    ) -> None:
        """Change the first answer to an interaction, within 15 minutes."""
        route = self._webhook("PATCH", "/messages/@original", token=token)
        await self._request(route, payload, files=files)

    async def follow_up(
        self, token: str, *, payload: Json, files: Sequence[Attachment] = ()
    ) -> None:
        """Answer an interaction once more, within 15 minutes."""
        await self._request(self._webhook("POST", "", token=token), payload, files=files)

    async def shards(self) -> int:
        """How many connections Discord advises (one for every 1,000 servers or so)."""
        return (await (await self.open()).get_bot_gateway())[0]

    async def put_commands(self, commands: Sequence[Mapping[str, Any]]) -> None:
        """Make these the bot's commands everywhere, and no others."""
        http = await self.open()
        await http.bulk_upsert_global_commands(self.application_id, list(commands))  # type: ignore[arg-type] # TypedDicts

    def _webhook(self, method: str, path: str, *, token: str) -> Route:
        return Route(
            method,
            "/webhooks/{webhook_id}/{webhook_token}" + path,
            webhook_id=self.application_id,
            webhook_token=token,
        )

    async def _request(self, route: Route, payload: Json, *, files: Sequence[Attachment]) -> None:
        """A request as JSON, or with files beside it as a form (discord-api-docs, reference)."""
        http = await self.open()
        if not files:
            await http.request(route, json=payload)
            return
        parts = [discord.File(BytesIO(each.content), filename=each.name) for each in files]
        form: list[Json] = [{"name": "payload_json", "value": json.dumps(payload)}]
        form += [
            {"name": f"files[{n}]", "value": part.fp, "filename": part.filename,
             "content_type": "application/octet-stream"}
            for n, part in enumerate(parts)
        ]  # fmt: skip
        await http.request(route, files=parts, form=form)

    async def _logged_in(self) -> HTTPClient:
        http = Client(asyncio.get_running_loop(), http_trace=self._watch())
        http.max_ratelimit_timeout = LONGEST_SLEEP_S  # the constructor makes it 30 s
        try:
            me = await http.static_login(self._token.strip())
            about = await http.application_info()
        except BaseException:
            await http.close()
            raise
        self.user_id = int(me["id"])
        self.application_id = int(about["id"])
        self.name = str(me["username"])
        return http

    def _watch(self) -> aiohttp.TraceConfig:
        """Count what Discord counts, and note which rate limits are the bot's own."""
        trace = aiohttp.TraceConfig()

        async def note(
            _session: aiohttp.ClientSession,
            _context: SimpleNamespace,
            params: aiohttp.TraceRequestEndParams,
        ) -> None:
            headers, status = params.response.headers, params.response.status
            if status in REFUSED and headers.get("X-RateLimit-Scope") != _SHARED:
                self.on_refused()
            if headers.get("X-RateLimit-Global"):
                wait = float(headers.get("Retry-After", "1"))
                self._everywhere_until = asyncio.get_running_loop().time() + wait

        trace.on_request_end.append(note)
        return trace
