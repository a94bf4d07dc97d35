"""A look at Discord for `mlops-bot doctor`: whether it answers, and to whom."""

import discord

from bot.platforms.discord.api import DiscordApi, use_addresses
from bot.platforms.discord.gateway import UNREACHABLE


async def look(token: str, *, api_url: str | None) -> tuple[str, str]:
    """The bot's name, or what to do about its absence."""
    use_addresses(api_url=api_url, gateway_url=None)
    api = DiscordApi(token)
    try:
        await api.open()
    except discord.LoginFailure:
        return "", "DISCORD_TOKEN is not accepted: copy it anew (docs/discord.md)"
    except UNREACHABLE as error:
        return "", f"{type(error).__name__}: check the network and DISCORD_API_URL"
    finally:
        await api.close()
    return api.name, ""
