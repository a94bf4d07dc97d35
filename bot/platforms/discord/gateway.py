"""The gateway: one connection that hears interactions, and servers that come and go."""

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import structlog

from bot.platforms.discord.api import DiscordApi
from bot.platforms.discord.identifying import Identifying
from bot.platforms.discord.listeners import DiscordListener
from bot.platforms.discord.opening import Opening
from bot.platforms.discord.servers import Servers

FINISH_WITHIN_S = 5.0
LONGEST_PAUSE_S = 60.0
READY_AFTER_S = 0.5
"""How long after the last server was told a session counts as ready."""
UNREACHABLE = (OSError, TimeoutError, discord.HTTPException, discord.GatewayNotFound)
_NO_SESSION = (*UNREACHABLE, aiohttp.ClientError, discord.ConnectionClosed)
"""Why a connection fails before there is a session."""

log = structlog.get_logger(__name__)


discord.VoiceClient.warn_nacl = False  # we hear and say nothing
discord.VoiceClient.warn_dave = False


class _Hearing(discord.Client):
    """Hands everything it hears over."""

    def __init__(self, parts: "GatewayParts", *, at_once: int, **options: Any) -> None:  # noqa: ANN401 - discord.py's own
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            guild_ready_timeout=READY_AFTER_S,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        self._listener = parts.listener
        self._servers = parts.servers
        self._opening = parts.opening
        self._identifying = Identifying(at_once=at_once)
        self.at_work: set[asyncio.Task[None]] = set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A command, a press, a form, or something being typed."""
        task = asyncio.create_task(self._listener.handle(interaction))
        self.at_work.add(task)
        task.add_done_callback(self.at_work.discard)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for our turn; discord.py would wait five seconds for each shard."""
        del initial
        await self._identifying.turn(shard_id or 0)

    async def on_connect(self) -> None:
        """A session began, and told the servers that we are in, reachable or not."""
        await self.compare()

    async def on_ready(self) -> None:
        """Compare again: discord.py tells nobody of a server that joins before this."""
        await self.compare()

    async def compare(self) -> None:
        """Catch up with servers that came and went; then messages may go out."""
        await self._servers.compare({str(guild.id) for guild in self.guilds})
        self._opening.open()
        log.info("discord_ready", servers=len(self.guilds))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """We were added, or added again."""
        await self._servers.joined(str(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """We were removed; an outage is another event, which changes nothing."""
        await self._servers.left(str(guild.id))

    async def hear(self, stop: asyncio.Event) -> None:
        """Connect, and stay connected until closed.

        discord.py comes back by itself, but for a first connection that fails: having no session to
        go on with it fails itself (discord/client.py, Client.connect; tried).
        """
        pause = 0.0  # it has paused already
        while not self.is_closed():
            try:
                await self.connect()
            except AttributeError as error:
                if not isinstance(error.__context__, _NO_SESSION):
                    raise
                log.warning("discord_gateway_unreachable", cause=type(error.__context__).__name__)
            else:
                return
            await _pause(stop, pause)
            pause = min(max(2 * pause, 1.0), LONGEST_PAUSE_S)

    async def finish(self) -> None:
        """Let what was begun end, and close."""
        self._listener.stop()
        if self.at_work:
            await asyncio.wait(self.at_work, timeout=FINISH_WITHIN_S)
        ready = self._connection._ready_task  # noqa: SLF001 - close() leaves it to fail later
        if ready is not None:
            ready.cancel()
        await self.close()


class _ShardedHearing(_Hearing, discord.AutoShardedClient):
    """The same over several connections, each of which knows a part of the servers."""

    def __init__(self, parts: "GatewayParts", *, at_once: int, shards: int) -> None:
        super().__init__(parts, at_once=at_once, shard_count=shards)
        self._told: set[int] = set()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """A new session tells its part anew: discord.py keeps what the one before had told."""
        await super().before_identify_hook(shard_id, initial=initial)
        self._told.discard(shard_id or 0)
        for guild in [each for each in self.guilds if each.shard_id == (shard_id or 0)]:
            self._connection._remove_guild(guild)  # noqa: SLF001 - nothing public does

    async def on_connect(self) -> None:
        """One of them told its part; which one, the next event says."""

    async def on_shard_connect(self, shard: int) -> None:
        """Compare once every part is known."""
        self._told.add(shard)
        await self.compare()

    async def compare(self) -> None:
        """As ever, but not while a part is missing."""
        if len(self._told) == self.shard_count:
            await super().compare()


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayParts:
    """Whom the gateway tells what it hears."""

    listener: DiscordListener
    servers: Servers
    opening: Opening


class DiscordGateway:
    """Listens until told to stop."""

    def __init__(self, api: DiscordApi, *, token: str, parts: GatewayParts) -> None:
        self._api = api
        self._token = token
        self._parts = parts
        parts.opening.hold()

    def stand_by(self) -> None:
        """Another process listens, and has compared the servers."""
        self._parts.opening.open()

    async def serve(self, stop: asyncio.Event) -> None:
        """Listen until `stop` is set; what was begun is finished."""
        self._parts.opening.hold()
        client = await self._logged_in(stop)
        if client is None:
            return
        hearing = asyncio.create_task(client.hear(stop))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({hearing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await client.finish()
        try:
            await hearing
        except discord.ConnectionClosed as error:
            # A token that was reset, or another fatal code: the other platforms go on.
            log.exception("discord_gateway_closed", code=error.code)

    async def _logged_in(self, stop: asyncio.Event) -> _Hearing | None:
        """A client that is ready to connect; it tries until it succeeds or has to stop."""
        pause = 1.0
        while not stop.is_set():
            client = None
            try:
                client = await self._client()
                await client.login(self._token)
            except discord.LoginFailure:
                log.error("discord_token_refused")  # noqa: TRY400 - the whole story
                return None
            except UNREACHABLE as error:
                if client is not None:
                    await client.close()
                log.warning("discord_unreachable", cause=type(error).__name__)
                await _pause(stop, pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
            else:
                return client
        return None

    async def _client(self) -> _Hearing:
        shards, at_once = await self._api.shards()
        if shards <= 1:
            return _Hearing(self._parts, at_once=at_once)
        return _ShardedHearing(self._parts, at_once=at_once, shards=shards)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
