"""Discord as a platform: a send is one message whose nonce, and whose buttons, carry its key."""

import asyncio
from datetime import UTC, datetime, timedelta

import discord
import structlog

from bot.domain.conversation import Origin
from bot.domain.delivery import (
    SEND_TIMEOUT,
    Absent,
    Destination,
    Found,
    Lookup,
    Outcome,
    Scope,
    Sent,
    Throttled,
    Unknown,
    Unreadable,
)
from bot.platforms.discord import outcomes
from bot.platforms.discord.api import REQUEST_TIMEOUT_S, DiscordApi, Json
from bot.platforms.discord.directs import Directs
from bot.platforms.discord.limits import COMPONENTS_V2
from bot.platforms.discord.long_presses import LongPresses
from bot.platforms.discord.opening import Opening
from bot.platforms.discord.origins import NAME
from bot.platforms.discord.presses import keys_in
from bot.platforms.discord.refusals import Refusals
from bot.platforms.discord.render import Stand, render_card
from bot.platforms.discord.shared import SharedDoors
from bot.platforms.discord.watches import HOW_TO_OPEN, Watches
from bot.ports import Clock, Outgoing
from bot.ports.doors import Doors
from bot.ports.presses import Presses

PAGE = 100
"""Messages of one read (discord-api-docs, resources/message)."""
PAGES = 5
WINDOW = SEND_TIMEOUT + timedelta(minutes=3)
"""How long after `since` a message that was in flight may be dated: `since` is a minute early."""
NONCE_WINDOW = timedelta(minutes=2)
"""How long a repeat with the same nonce surely gives the first message ("the past few minutes";
discord-api-docs, resources/message)."""
NO_MENTIONS: Json = {"parse": []}

log = structlog.get_logger(__name__)


class DiscordPlatform:
    """Implements `ports.Platform`."""

    name = NAME
    in_flight = 32
    spacing = timedelta(milliseconds=25)
    """40 a second of the bot's 50, the rest is for edits and commands (discord-api-docs,
    topics/rate-limits)."""
    place_spacing = timedelta(seconds=1)  # a channel's bucket holds about 5 in 5 s

    how_to_open = HOW_TO_OPEN

    def __init__(
        self,
        api: DiscordApi,
        *,
        clock: Clock,
        doors: Doors | None = None,
        presses: Presses | None = None,
    ) -> None:
        self._api = api
        self._clock = clock
        self.doors = SharedDoors(clock, doors)
        self.long = LongPresses(presses)
        self.directs = Directs(api, clock=clock, doors=self.doors)
        self.watches = Watches()
        self.opening = Opening(clock)
        self.refusals = Refusals(clock, self.doors)
        api.on_refused = self.doors.count

    def direct(self, origin: Origin) -> Destination:
        """See `ports.Platform.direct`."""
        return Destination(
            platform=self.name, workspace=origin.workspace, place=origin.person, is_dm=True
        )

    async def send(self, message: Outgoing) -> Outcome:
        """See `ports.Platform.send`."""
        outcome: Outcome | None = self.opening.wait() or await self.refusals.wait(message.to)
        if outcome is None:
            outcome = await self._sent(message)
            self.refusals.learn(message.to, outcome)
        self.watches.tell(message.to.place, outcome)
        return outcome

    async def _sent(self, message: Outgoing) -> Outcome:
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT_S):
                channel = await self._channel_to_send(message.to)
                await self.long.keep(message.card, _stand(message))
        except Exception as error:  # noqa: BLE001 - nothing was sent yet, whatever happened
            return self._before(error)
        if isinstance(channel, Throttled):
            return channel
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT_S):
                posted = await self._api.post_message(channel, message_of(message))
        except Exception as error:  # noqa: BLE001 - sorted by its kind; the unexpected is Unknown
            return self._sorted(error)
        return Sent(receipt=str(posted["id"]))

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
        """See `ports.Platform.find`: the messages of the few minutes in which it may stand."""
        try:
            channel = await self._channel_to_send(to)
            if isinstance(channel, Throttled):
                return Unreadable(reason=channel.reason, retry_in=channel.retry_in)
            return await self._read(channel, key, to=to, since=since)
        except Exception as error:  # noqa: BLE001 - not readable now is an answer
            return outcomes.unreadable(error)

    async def _read(self, channel: str, key: str, *, to: Destination, since: datetime) -> Lookup:
        after = _snowflake(since)
        for _ in range(PAGES):
            found = await self._api.messages_after(channel, after, limit=PAGE)
            for each in found:
                if self._is_ours(each) and key in keys_in(each.get("components")):
                    return Found(receipt=str(each["id"]))
            if not found:
                break
            after = int(found[-1]["id"])
            if len(found) < PAGE or _dated(after) > since + WINDOW:
                return Absent()
        else:
            return Unreadable(reason="too many messages since")
        return await self._nothing(channel, to=to, since=since)

    async def _nothing(self, channel: str, *, to: Destination, since: datetime) -> Lookup:
        """No message at all: there is none, or we may not read the history of this channel.

        Discord shows an empty history where READ_MESSAGE_HISTORY is missing (discord-api-docs,
        resources/message, Get Channel Messages). Within the nonce's window that does no harm.
        """
        young = self._clock.real() - since < NONCE_WINDOW
        if to.is_dm or young or await self._api.messages_after(channel, 0, limit=1):
            return Absent()
        return Unreadable(reason="the channel's history is not readable")

    async def _channel_to_send(self, to: Destination) -> str | Throttled:
        return await self.directs.channel(to.place) if to.is_dm else to.place

    def _is_ours(self, message: Json) -> bool:
        return str(message["author"]["id"]) == str(self._api.user_id)

    def _before(self, error: Exception) -> Outcome:
        """What failed before the message left: it is certainly not sent."""
        outcome = self._sorted(error)
        if isinstance(outcome, Unknown):
            return Throttled(retry_in=outcomes.SOON, reason=outcome.cause, scope=Scope.DESTINATION)
        return outcome

    def _sorted(self, error: Exception) -> Outcome:
        if isinstance(error, discord.LoginFailure):
            return outcomes.of_answer(outcomes.UNAUTHORIZED, outcomes.NO_ANSWER)
        if not outcomes.is_listed(error) and isinstance(error, discord.HTTPException):
            log.warning("discord_error_unlisted", status=error.status, code=error.code)
        return outcomes.of_error(error, everywhere=self._api.is_limited_everywhere())


def message_of(message: Outgoing) -> Json:
    """The body of a delivery's message."""
    return {
        "components": render_card(message.card, _stand(message)),
        "flags": COMPONENTS_V2,
        "nonce": message.key,
        "enforce_nonce": True,
        "allowed_mentions": NO_MENTIONS,
    }


def _stand(message: Outgoing) -> Stand:
    return Stand(own=message.to.is_dm, key=message.key)


def _snowflake(at: datetime) -> int:
    return discord.utils.time_snowflake(at)


def _dated(snowflake: int) -> datetime:
    return discord.utils.snowflake_time(snowflake).astimezone(UTC)
