"""Discord as a platform: a send is one message whose nonce, and whose buttons, carry its key."""

import asyncio
from datetime import UTC, datetime, timedelta

import discord
import structlog

from bot.domain.card import Card
from bot.domain.conversation import Origin
from bot.domain.delivery import (
    SEND_TIMEOUT,
    Absent,
    Destination,
    Found,
    Lookup,
    Outcome,
    Rejected,
    Scope,
    Sent,
    Throttled,
    Unknown,
    Unreadable,
)
from bot.domain.edits import Edited, EditOutcome
from bot.platforms.discord import outcomes
from bot.platforms.discord.api import REQUEST_TIMEOUT_S, DiscordApi, Json
from bot.platforms.discord.directs import Directs
from bot.platforms.discord.limits import COMPONENTS_V2
from bot.platforms.discord.long_presses import LongPresses
from bot.platforms.discord.opening import Opening
from bot.platforms.discord.origins import NAME
from bot.platforms.discord.posts import (
    ARCHIVED,
    NOT_TEXT,
    UNKNOWN_CHANNEL,
    Posts,
    name_of,
    place_of,
    receipt_of,
    thread_of,
)
from bot.platforms.discord.presses import keys_in
from bot.platforms.discord.refusals import Refusals
from bot.platforms.discord.render import Stand, render_card
from bot.platforms.discord.shared import SharedDoors
from bot.platforms.discord.watches import HOW_TO_OPEN, Watches
from bot.ports import Clock, Outgoing, Rewrite
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
    makes_threads = True
    edit_spacing = timedelta(milliseconds=100)
    """Edits use the ten requests a second that sends leave free."""
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
        self.posts = Posts(api)
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
                await self.long.keep(message.card, _stand(message.to, message.key))
        except Exception as error:  # noqa: BLE001 - nothing was sent yet, whatever happened
            return self._before(error)
        if isinstance(channel, Throttled):
            return channel
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT_S):
                return Sent(receipt=await self._request(message, channel))
        except Exception as error:  # noqa: BLE001 - sorted by its kind; the unexpected is Unknown
            return self._sorted_for(message, error)

    async def _request(self, message: Outgoing, channel: str) -> str:
        """Make the one thing that is to be made; its receipt."""
        to, body = message.to, message_of(message)
        if message.opens:
            if place_of(to.thread, "")[0]:
                return to.thread  # a forum's post is its own thread
            return await self.posts.open(channel, to.thread, name=name_of(message.card.title))
        if to.thread:
            return await self._reply(thread_of(to.thread), body)
        if not self.posts.is_known_forum(channel):
            try:
                return str((await self._api.post_message(channel, body))["id"])
            except discord.HTTPException as error:
                if error.code != NOT_TEXT or not await self.posts.is_forum(channel):
                    raise
        name = name_of(message.card.title, key=message.key)
        post = {each: body[each] for each in ("components", "flags", "allowed_mentions")}
        made = await self.posts.post(channel, name=name, message=post)
        return receipt_of(made, made)

    async def _reply(self, thread: str, body: Json) -> str:
        try:
            posted = await self._api.post_message(thread, body)
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            await self.posts.wake(thread)
            posted = await self._api.post_message(thread, body)
        return receipt_of(thread, str(posted["id"]))

    async def edit(self, change: Rewrite) -> EditOutcome:
        """See `ports.Platform.edit`."""
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT_S):
                place = await self._channel_to_send(change.to)
                if isinstance(place, Throttled):
                    return place
                channel, message = place_of(change.receipt, place)
                stand = _stand(change.to, change.key, calls=change.calls)
                await self.long.keep(change.card, stand)
                body = edited(change.card, stand)
                await self._api.edit_message(channel, message, payload=body)
        except Exception as error:  # noqa: BLE001 - sorted by its kind; the unexpected is Unknown
            return outcomes.of_edit(self._sorted(error))
        return Edited()

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:
        """See `ports.Platform.find`: the messages of the few minutes in which it may stand."""
        try:
            channel = await self._channel_to_send(to)
            if isinstance(channel, Throttled):
                return Unreadable(reason=channel.reason, retry_in=channel.retry_in)
            if to.thread:
                return await self._read(thread_of(to.thread), key, to=to, since=since)
            if not to.is_dm and await self.posts.is_forum(channel):
                return await self.posts.find(key, channel, server=to.workspace, since=since)
            return await self._read(channel, key, to=to, since=since)
        except Exception as error:  # noqa: BLE001 - not readable now is an answer
            gone = isinstance(error, discord.NotFound) and error.code == UNKNOWN_CHANNEL
            return Absent() if to.thread and gone else outcomes.unreadable(error)

    async def _read(self, channel: str, key: str, *, to: Destination, since: datetime) -> Lookup:
        after = _snowflake(since)
        for _ in range(PAGES):
            found = await self._api.messages_after(channel, after, limit=PAGE)
            for each in found:
                if self._is_ours(each) and key in keys_in(each.get("components")):
                    return Found(receipt=_receipt(str(each["id"]), channel, to=to))
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
        if to.thread and await self.posts.is_empty(channel):
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

    def _sorted_for(self, message: Outgoing, error: Exception) -> Outcome:
        """As `_sorted`; a message that was deleted can have no thread."""
        outcome = self._sorted(error)
        if message.opens and isinstance(outcome, Sent):
            return Rejected(reason="10008 unknown message", scope=Scope.MESSAGE)
        return outcome

    def _sorted(self, error: Exception) -> Outcome:
        if isinstance(error, discord.LoginFailure):
            return outcomes.of_answer(outcomes.UNAUTHORIZED, outcomes.NO_ANSWER)
        if not outcomes.is_listed(error) and isinstance(error, discord.HTTPException):
            log.warning("discord_error_unlisted", status=error.status, code=error.code)
        return outcomes.of_error(error, everywhere=self._api.is_limited_everywhere())


def message_of(message: Outgoing) -> Json:
    """The body of a delivery's message; it calls one role at most, and nobody else."""
    stand = _stand(message.to, message.key, calls=message.calls)
    body = edited(message.card, stand)
    if stand.calls:
        body["allowed_mentions"] = {**NO_MENTIONS, "roles": [stand.calls]}
    return {**body, "nonce": message.key, "enforce_nonce": True}


def _stand(to: Destination, key: str, *, calls: str = "") -> Stand:
    return Stand(own=to.is_dm, key=key, calls=calls if calls.isdecimal() else "")


def edited(card: Card, stand: Stand) -> Json:
    """The body of an edit, which calls nobody."""
    return {
        "components": render_card(card, stand),
        "flags": COMPONENTS_V2,
        "allowed_mentions": NO_MENTIONS,
    }


def _receipt(message: str, channel: str, *, to: Destination) -> str:
    return receipt_of(channel, message) if to.thread else message


def _snowflake(at: datetime) -> int:
    return discord.utils.time_snowflake(at)


def _dated(snowflake: int) -> datetime:
    return discord.utils.snowflake_time(snowflake).astimezone(UTC)
