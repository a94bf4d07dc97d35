"""Two ways to send the same messages: the bare SDK, and a platform for our drainer around it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.card import Card, When, Words
from bot.domain.delivery import Absent, Destination, Lookup, Outcome, Sent
from bot.ports import Outgoing

AT_ONCE = 64


@asynccontextmanager
async def client_of(address: str) -> AsyncIterator[AsyncWebClient]:
    """The SDK's client on one shared session, without retries of its own."""
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield AsyncWebClient(
            token="xoxb-bench",  # noqa: S106 - nobody's
            base_url=address,
            session=session,
            retry_handlers=[],
        )


async def send_bare(client: AsyncWebClient, messages: Sequence[Outgoing]) -> None:
    """Render and send, 64 at once, and keep nothing."""
    waiting = iter(messages)

    async def sender() -> None:
        for message in waiting:
            text = text_of(message.card)
            answer = await client.chat_postMessage(channel=message.to.place, text=text)
            assert answer["ok"]

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(sender())


class SlackSketch:
    """Implements `ports.Platform` with the SDK: text alone, and success alone."""

    name = "slack"
    in_flight = 8
    spacing = timedelta(0)
    place_spacing = timedelta(0)

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def send(self, message: Outgoing) -> Outcome:
        """Send the card's text."""
        answer: Any = await self._client.chat_postMessage(
            channel=message.to.place, text=text_of(message.card)
        )
        return Sent(receipt=answer["ts"])

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
        """Nothing is ever looked up here."""
        del key, to, since
        return Absent()


def text_of(card: Card) -> str:
    """A card as a few lines of text."""
    lines = [card.eyebrow, card.title, *card.text, *(f.value for f in card.facts), card.footer]
    urls = [link.url for link in card.links]
    return "\n".join([*(line for line in map(_plain, lines) if line), *urls])


def _plain(words: Words) -> str:
    return "".join(_part(part) for part in words.parts)


def _part(part: object) -> str:
    if isinstance(part, When):
        return f"<!date^{int(part.at.timestamp())}^{{date}} {{time}}|{part.at:%d %b %H:%M}>"
    return str(getattr(part, "text", part))
