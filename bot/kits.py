"""The platforms of this process besides its own web chat, each imported only where it is used."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ports import Clock, Engine, Painter, Platform
from bot.settings import BadSettings, Settings, secret_keys
from bot.storage.store import SqlStore
from bot.usecases.dispatch import Dispatch
from bot.usecases.study import Studies

if TYPE_CHECKING:
    from bot.platforms.discord.composition import DiscordKit
    from bot.platforms.slack.composition import SlackKit
    from bot.platforms.slack.many import ManyKit, ManyWeb
    from bot.platforms.slack.serving import SlackSocket, SlackWeb


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What listeners need besides the conversation."""

    store: SqlStore
    painter: Painter
    engine: Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Kits:
    """What there is of each platform that is configured."""

    settings: Settings
    slack: "SlackKit | None" = None
    many: "ManyKit | None" = None
    discord: "DiscordKit | None" = None

    def platforms(self) -> list[Platform]:
        """Those that deliveries may go to."""
        return [kit.platform for kit in (self.slack, self.many, self.discord) if kit]

    async def tidy(self) -> None:
        """What platforms have to look after now and then."""
        for kit in (self.slack, self.many):
            if kit is not None:
                await kit.tidy()

    def slack_listening(
        self, conversation: Dispatch, studies: Studies, *, around: Around
    ) -> "SlackSocket | SlackWeb | ManyWeb | None":
        """What listens to Slack, where it is configured: by Socket Mode before HTTP.

        Raises:
            BadSettings: there is a token to send with, and nothing to listen with.
        """
        if self.slack is None and self.many is None:
            return None
        from bot.platforms.slack.composition import Uses  # noqa: PLC0415 - only where it is used

        uses = Uses(
            conversation=conversation, studies=studies, store=around.store, painter=around.painter
        )
        if self.many is not None:
            return self.many.web(uses, engine=around.engine)
        assert self.slack is not None  # noqa: S101 - one of the two, as seen above
        if self.settings.slack_app_token is not None:
            app_token = self.settings.slack_app_token.get_secret_value()
            return self.slack.socket(uses, app_token=app_token)
        if self.settings.slack_signing_secret is not None:
            secret = self.settings.slack_signing_secret.get_secret_value()
            return self.slack.web(uses, signing_secret=secret)
        raise BadSettings(
            "SLACK_APP_TOKEN: needed beside SLACK_BOT_TOKEN, or SLACK_SIGNING_SECRET for HTTP; "
            "see docs/slack.md"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyWorkspaces:
    """What an app needs that many Slack workspaces install."""

    client_id: str
    client_secret: str = field(repr=False)
    signing_secret: str = field(repr=False)
    public_url: str


def many_workspaces(settings: Settings) -> ManyWorkspaces | None:
    """What is set for many Slack workspaces; None where SLACK_CLIENT_ID is not set.

    Raises:
        BadSettings: something is missing beside it, or belongs to one workspace alone.
    """
    if settings.slack_client_id is None:
        return None
    one = [name for name in ("slack_bot_token", "slack_app_token") if getattr(settings, name)]
    if one:
        raise BadSettings(
            f"{one[0].upper()}: for one workspace alone; beside SLACK_CLIENT_ID every workspace "
            "installs the app and brings its own token. Take one of them out; see docs/slack.md"
        )
    secret, signing = settings.slack_client_secret, settings.slack_signing_secret
    if secret is None:
        raise BadSettings(f"SLACK_CLIENT_SECRET: {_BESIDE}, from Basic Information")
    if signing is None:
        raise BadSettings(f"SLACK_SIGNING_SECRET: {_BESIDE}, from Basic Information")
    if settings.public_url is None:
        raise BadSettings(f"PUBLIC_URL: {_BESIDE}: the address where people install the app")
    return ManyWorkspaces(
        client_id=settings.slack_client_id,
        client_secret=secret.get_secret_value(),
        signing_secret=signing.get_secret_value(),
        public_url=settings.public_url,
    )


_BESIDE = "needed beside SLACK_CLIENT_ID"


@asynccontextmanager
async def open_kits(settings: Settings, clock: Clock, *, store: SqlStore) -> AsyncIterator[Kits]:
    """The kits of the platforms that are configured, whose connections end with the block."""
    async with AsyncExitStack() as stack:
        yield Kits(
            settings=settings,
            slack=await _slack(settings, clock, store=store, stack=stack),
            many=await _many(settings, clock, store=store, stack=stack),
            discord=_discord(settings, clock, stack=stack, store=store),
        )


async def _slack(
    settings: Settings, clock: Clock, *, store: SqlStore, stack: AsyncExitStack
) -> "SlackKit | None":
    if settings.slack_bot_token is None:
        return None
    from bot.platforms.slack.composition import SlackKit  # noqa: PLC0415 - only where it is used
    from bot.platforms.slack.teams import open_session  # noqa: PLC0415 - see above

    return SlackKit(
        await stack.enter_async_context(open_session()),
        bot_token=settings.slack_bot_token.get_secret_value(),
        api_url=settings.slack_api_url,
        clock=clock,
        spool=_spool(settings),
        tenants=store.tenants,
    )


async def _many(
    settings: Settings, clock: Clock, *, store: SqlStore, stack: AsyncExitStack
) -> "ManyKit | None":
    needed = many_workspaces(settings)
    if needed is None:
        return None
    secret_keys(settings)  # what is missing is told now, not to the first who installs
    from bot.platforms.slack.installed import AppSecrets  # noqa: PLC0415 - only where it is used
    from bot.platforms.slack.installing import InstallKeeping  # noqa: PLC0415 - see above
    from bot.platforms.slack.many import ManyKit, ManySettings  # noqa: PLC0415 - see above
    from bot.platforms.slack.teams import open_session  # noqa: PLC0415 - see above

    return ManyKit(
        await stack.enter_async_context(open_session()),
        settings=ManySettings(
            app=AppSecrets(client_id=needed.client_id, client_secret=needed.client_secret),
            signing_secret=needed.signing_secret,
            public_url=needed.public_url,
            api_url=settings.slack_api_url,
            spool=_spool(settings),
        ),
        keeping=InstallKeeping(installations=store.installations, states=store.install_states),
        tenants=store.tenants,
        clock=clock,
    )


def _spool(settings: Settings) -> Path:
    return settings.data_folder / "slack-events"


def _discord(
    settings: Settings, clock: Clock, *, stack: AsyncExitStack, store: SqlStore
) -> "DiscordKit | None":
    if settings.discord_token is None:
        return None
    from bot.platforms.discord.composition import DiscordKit  # noqa: PLC0415 - see above

    kit = DiscordKit(
        settings.discord_token.get_secret_value(),
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        clock=clock,
        doors=store.doors,
        presses=store.presses,
    )
    stack.push_async_callback(kit.api.close)
    return kit
