"""Two ways to send the same messages: the bare SDK, and the bot's own Slack platform."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.adapter import SlackPlatform, posting
from bot.platforms.slack.origins import command_prefix
from bot.platforms.slack.render import render_card
from bot.platforms.slack.teams import CONNECTIONS, OneTeam, Team, open_session, web_client
from bot.ports import Clock, Outgoing


@asynccontextmanager
async def client_of(address: str) -> AsyncIterator[AsyncWebClient]:
    """The SDK's client as the bot sets it up: one shared session, no retries of its own."""
    async with open_session() as session:
        yield web_client(session, token="xoxb-bench", api_url=address)  # noqa: S106 - nobody's


async def send_bare(client: AsyncWebClient, messages: Sequence[Outgoing]) -> None:
    """Render and send, as many at once as there are connections, and keep nothing."""
    waiting = iter(messages)

    async def sender() -> None:
        for message in waiting:
            prefix = command_prefix(message.to)
            rendered = render_card(message.card, key=message.key, prefix=prefix)
            answer = await client.chat_postMessage(**posting(message, rendered))
            assert answer["ok"]

    async with asyncio.TaskGroup() as tasks:
        for _ in range(CONNECTIONS):
            tasks.create_task(sender())


class EveryTeam:
    """Implements `Teams`: every workspace there is has the same token."""

    absent = OneTeam.absent

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, team_id: str) -> Team | None:
        """A workspace of this id."""
        return Team(id=team_id, name="", user_id="", bot_id="", handle="", client=self._client)

    def remembered(self, team_id: str) -> Team | None:
        """Nobody waits."""
        raise NotImplementedError

    async def authorized(self, team_id: str | None) -> Team | None:
        """Nobody calls."""
        raise NotImplementedError

    async def refused(self, team: Team, code: str) -> bool:
        """There is no other token."""
        del team, code
        return False


class UnpacedSlack(SlackPlatform):
    """The real platform without Slack's own limits: those are not what is measured."""

    spacing = place_spacing = timedelta(0)


def unpaced(client: AsyncWebClient, clock: Clock) -> UnpacedSlack:
    """The platform for a drainer that shall show its own speed."""
    return UnpacedSlack(EveryTeam(client), clock=clock, reads_a_minute=1)
