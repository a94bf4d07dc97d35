"""The Discord platform's parts on a local Discord."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.api import DiscordApi, use_addresses
from bot.ports import Clock
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_state import TOKEN


@asynccontextmanager
async def discord_api(server: DiscordServer) -> AsyncIterator[DiscordApi]:
    """Real requests to the local Discord."""
    use_addresses(api_url=server.api_url, gateway_url=server.gateway_url)
    api = DiscordApi(TOKEN)
    try:
        yield api
    finally:
        await api.close()


@asynccontextmanager
async def discord_platform(server: DiscordServer, clock: Clock) -> AsyncIterator[DiscordPlatform]:
    """The platform on the local Discord."""
    async with discord_api(server) as api:
        yield DiscordPlatform(api, clock=clock)
