"""Discord's parts put together."""

from dataclasses import dataclass

import discord
import structlog

from bot.domain.errors import Fault
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.api import DiscordApi, use_addresses
from bot.platforms.discord.enrolling import Enrolling
from bot.platforms.discord.gateway import UNREACHABLE, DiscordGateway, GatewayParts
from bot.platforms.discord.listeners import DEFER_AFTER_S, DiscordListener, DiscordParts
from bot.platforms.discord.servers import Servers
from bot.platforms.discord.tree import command_tree, fingerprint
from bot.ports import Clock, Conversation, Engine, Facts, Painter, Searcher, Store, Tenants
from bot.ports.doors import Doors
from bot.ports.presses import Presses
from bot.usecases.study import Studies
from bot.usecases.suggest import Suggestions
from bot.usecases.whereabouts import Whereabouts

log = structlog.get_logger(__name__)


class BadToken(Fault):
    """DISCORD_TOKEN: Discord does not accept it. Copy it anew; see docs/discord.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What listeners need of the use cases and of what is kept."""

    conversation: Conversation
    studies: Studies
    search: Searcher
    painter: Painter
    store: Store
    tenants: Tenants
    engine: Engine


class DiscordKit:
    """Everything of Discord that one process needs; the platform first, the gateway on demand."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str | None,
        gateway_url: str | None,
        clock: Clock,
        doors: Doors | None = None,
        presses: Presses | None = None,
    ) -> None:
        use_addresses(api_url=api_url, gateway_url=gateway_url)
        self._token = token
        self._clock = clock
        self.api = DiscordApi(token)
        self.platform = DiscordPlatform(self.api, clock=clock, doors=doors, presses=presses)

    async def greet(self) -> str:
        """The bot's name for operators; empty while Discord cannot be reached.

        Raises:
            BadToken: the token is refused.
        """
        try:
            await self.api.open()
        except discord.LoginFailure:
            raise BadToken(" ".join((BadToken.__doc__ or "").split())) from None
        except UNREACHABLE as error:
            log.warning("discord_unreachable", cause=type(error).__name__)
            return ""
        return self.api.name

    async def is_synced(self, facts: Facts) -> bool:
        """Whether Discord's menu has this program's commands, as far as we know."""
        return await facts.synced(self.platform.name) == fingerprint(command_tree())

    def gateway(self, uses: Uses, *, defer_after_s: float = DEFER_AFTER_S) -> DiscordGateway:
        """The gateway for these use cases; an answer that takes longer is announced."""
        suggestions = Suggestions(uses.studies, uses.search)
        whereabouts = Whereabouts(uses.store.people, uses.store.case_weeks)
        enrolling = Enrolling(conversation=uses.conversation, whereabouts=whereabouts)
        parts = DiscordParts(
            api=self.api,
            conversation=uses.conversation,
            whereabouts=whereabouts,
            suggestions=suggestions,
            enrolling=enrolling,
            painter=uses.painter,
            watches=self.platform.watches,
            long=self.platform.long,
            forget=self.platform.directs.forget,
            defer_after_s=defer_after_s,
        )
        heard = GatewayParts(
            listener=DiscordListener(parts),
            servers=Servers(uses.tenants, clock=self._clock, engine=uses.engine),
            opening=self.platform.opening,
        )
        return DiscordGateway(self.api, token=self._token, parts=heard)

    async def sync(self, facts: Facts, *, again: bool = False) -> bool:
        """Bring Discord's menu to this program's commands; says whether anything was sent."""
        if not again and await self.is_synced(facts):
            return False
        tree = command_tree()
        await self.api.put_commands(tree)
        await facts.set_synced(self.platform.name, fingerprint(tree))
        return True
