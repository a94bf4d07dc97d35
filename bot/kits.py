"""The platforms of this process besides its own web chat, each imported only where it is used."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ports import Clock, Platform
from bot.settings import BadSettings, Settings
from bot.usecases.dispatch import Dispatch
from bot.usecases.enroll_form import EnrollForms
from bot.usecases.home import HomePage
from bot.usecases.study import Studies

if TYPE_CHECKING:
    from bot.platforms.discord.composition import DiscordKit
    from bot.platforms.slack.composition import SlackKit
    from bot.platforms.slack.serving import SlackSocket, SlackWeb


@dataclass(frozen=True, slots=True, kw_only=True)
class Kits:
    """What there is of each platform that is configured."""

    settings: Settings
    slack: "SlackKit | None" = None
    discord: "DiscordKit | None" = None

    def platforms(self) -> list[Platform]:
        """Those that deliveries may go to."""
        return [kit.platform for kit in (self.slack, self.discord) if kit]

    def slack_listening(
        self, conversation: Dispatch, studies: Studies
    ) -> "SlackSocket | SlackWeb | None":
        """What listens to Slack, where it is configured: by Socket Mode before HTTP.

        Raises:
            BadSettings: there is a token to send with, and nothing to listen with.
        """
        if self.slack is None:
            return None
        from bot.platforms.slack.composition import Uses  # noqa: PLC0415 - only where it is used

        uses = Uses(
            conversation=conversation,
            page=HomePage(conversation),
            forms=EnrollForms(studies, may_start=conversation.may_start),
        )
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


@asynccontextmanager
async def open_kits(settings: Settings, clock: Clock) -> AsyncIterator[Kits]:
    """The kits of the platforms that are configured, whose connections end with the block."""
    async with AsyncExitStack() as stack:
        yield Kits(
            settings=settings,
            slack=await _slack(settings, clock, stack=stack),
            discord=_discord(settings, clock, stack=stack),
        )


async def _slack(settings: Settings, clock: Clock, *, stack: AsyncExitStack) -> "SlackKit | None":
    if settings.slack_bot_token is None:
        return None
    from bot.platforms.slack.composition import SlackKit  # noqa: PLC0415 - only where it is used
    from bot.platforms.slack.teams import open_session  # noqa: PLC0415 - see above

    return SlackKit(
        await stack.enter_async_context(open_session()),
        bot_token=settings.slack_bot_token.get_secret_value(),
        api_url=settings.slack_api_url,
        clock=clock,
    )


def _discord(settings: Settings, clock: Clock, *, stack: AsyncExitStack) -> "DiscordKit | None":
    if settings.discord_token is None:
        return None
    from bot.platforms.discord.composition import DiscordKit  # noqa: PLC0415 - see above

    kit = DiscordKit(
        settings.discord_token.get_secret_value(),
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        clock=clock,
    )
    stack.push_async_callback(kit.api.close)
    return kit
