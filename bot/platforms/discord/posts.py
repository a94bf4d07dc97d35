"""Threads: under a message, or as a post of a forum.

A thread under a message has that message's id, and so does a forum post and its first message
(discord-api-docs, topics/threads). A receipt is a message's id, with its channel before it
(`THREAD/MESSAGE`) where that is not the place itself.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import discord
from discord.http import Route

from bot.domain.card import Link, Words, words
from bot.domain.conversation import Origin, Reply
from bot.domain.delivery import Absent, Found, Lookup, Unreadable
from bot.platforms.discord.api import DiscordApi, Json
from bot.platforms.discord.markup import plain
from bot.platforms.discord.presses import keys_in

NAME = 100
"""Letters of a thread's name (discord-api-docs, resources/channel, Start Thread from Message)."""
WEEK: Final = 10080
"""Minutes without a message after which a thread moves out of sight; the longest there is."""
FORUM, MEDIA = 15, 16
NOT_TEXT = 50008
"""What posting a message into a forum is answered with."""
EXISTS = 160004
"""The message has a thread already (discord-api-docs, topics/opcodes-and-status-codes)."""
UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
ARCHIVED = 50083
_KEY = " \N{MIDDLE DOT} "
_BETWEEN = "/"
_REMEMBERED = 10_000
_PAGE = 100
"""Archived threads of one read (discord-api-docs, resources/channel)."""


def receipt_of(channel: str, message: str) -> str:
    """The receipt of a message that stands in a thread."""
    return f"{channel}{_BETWEEN}{message}"


def pressed_receipt(interaction: discord.Interaction) -> str:
    """The receipt of the pressed message."""
    message, channel = interaction.message, interaction.channel
    if message is None:
        return ""
    in_thread = isinstance(channel, discord.Thread)
    return receipt_of(str(message.channel.id), str(message.id)) if in_thread else str(message.id)


def led(reply: Reply, origin: Origin) -> Reply:
    """A reply with a link to the thread that it speaks of."""
    if reply.card is None or not reply.thread:
        return reply
    url = f"https://discord.com/channels/{origin.workspace}/{thread_of(reply.thread)}"
    link = Link(words("Go to the thread"), url)
    return replace(reply, card=replace(reply.card, links=(*reply.card.links, link)))


def place_of(receipt: str, place: str) -> tuple[str, str]:
    """The channel and the id of the message of a receipt."""
    channel, _, message = receipt.rpartition(_BETWEEN)
    return channel or place, message


def thread_of(receipt: str) -> str:
    """The id of the thread under the message of a receipt."""
    return receipt.rpartition(_BETWEEN)[2]


def name_of(title: Words, *, key: str = "") -> str:
    """A thread's name; a post's ends with a short form of its key, by which it is found."""
    end = _short(key) if key else ""
    return (plain(title, limit=NAME - len(end)) or "Reading") + end


class _Once:
    """Stands where files would, in a request that must go out once.

    discord.py sends a failed one again by itself, and rewinds its files before (discord/http.py,
    HTTPClient.request).
    """

    def reset(self, *, seek: int | bool) -> None:
        """Refuse a second try.

        Raises:
            NotAgain: it is one.
        """
        if seek:
            raise NotAgain


class NotAgain(Exception):
    """The request failed, and nobody knows whether it was carried out."""


class Posts:
    """Makes threads and forum posts, and finds them again."""

    def __init__(self, api: DiscordApi) -> None:
        self._api = api
        self._forums: OrderedDict[str, bool] = OrderedDict()

    def is_known_forum(self, channel: str) -> bool:
        """Whether this channel is a forum, as far as we have learned."""
        return self._forums.get(channel, False)

    async def is_forum(self, channel: str) -> bool:
        """Whether this channel takes posts alone; Discord tells once."""
        known = self._forums.get(channel)
        if known is None:
            http = await self._api.open()
            found = await http.get_channel(int(channel))
            known = self._forums[channel] = found["type"] in {FORUM, MEDIA}
            while len(self._forums) > _REMEMBERED:
                self._forums.popitem(last=False)
        return known

    async def is_empty(self, thread: str) -> bool:
        """Whether nothing stands in a thread; the message it hangs on does not count.

        discord-api-docs, resources/channel.
        """
        http = await self._api.open()
        found: Json = await http.get_channel(int(thread))  # type: ignore[assignment] # a TypedDict
        return found.get("message_count") == 0

    async def open(self, channel: str, message: str, *, name: str) -> str:
        """Open the thread under a message, or take the one that is there; its id.

        Raises:
            discord.HTTPException: it is refused.
        """
        http = await self._api.open()
        try:
            made = await http.start_thread_with_message(
                int(channel), int(message), name=name, auto_archive_duration=WEEK
            )
        except discord.HTTPException as error:
            if error.code == EXISTS:
                return message
            raise
        return str(made["id"])

    async def post(self, forum: str, *, name: str, message: Json) -> str:
        """Post into a forum, once: there is no nonce for it. The id of the thread.

        Raises:
            discord.HTTPException: it is refused.
            NotAgain: nobody knows whether it was posted.
        """
        http = await self._api.open()
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=int(forum))
        body = {"name": name, "auto_archive_duration": WEEK, "message": message}
        once = [_Once()]
        made = await http.request(route, json=body, files=once)  # type: ignore[arg-type] # see _Once
        return str(made["id"])

    async def wake(self, thread: str) -> None:
        """Bring an archived thread back; a locked one is refused."""
        http = await self._api.open()
        await http.edit_channel(int(thread), archived=False)

    async def find(self, key: str, forum: str, *, server: str, since: datetime) -> Lookup:
        """Look for our post with this key among the active and then the archived threads."""
        http = await self._api.open()
        active = await http.get_active_threads(int(server))
        found = await self._ours(active["threads"], key, forum=forum)
        if found is not None:
            return Found(receipt=found)
        archived = await http.get_public_archived_threads(int(forum), limit=_PAGE)
        found = await self._ours(archived["threads"], key, forum=forum)
        if found is not None:
            return Found(receipt=found)
        if archived["has_more"] and _archived_at(archived["threads"][-1]) > since:
            return Unreadable(reason="too many archived posts since")
        return Absent()

    async def _ours(self, threads: Sequence[object], key: str, *, forum: str) -> str | None:
        """The receipt of the post that carries this key; its name has a short form of it."""
        for each in threads:
            thread: Json = each  # type: ignore[assignment] # a TypedDict
            named = str(thread["name"]).endswith(_short(key))
            ours = str(thread.get("owner_id")) == str(self._api.user_id)
            here = named and ours and str(thread.get("parent_id")) == forum
            if here and await self._may_carry(key, str(thread["id"])):
                return receipt_of(str(thread["id"]), str(thread["id"]))
        return None

    async def _may_carry(self, key: str, post: str) -> bool:
        """Whether a post's message carries this key; one that was deleted was there before."""
        http = await self._api.open()
        try:
            first = await http.get_message(int(post), int(post))
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            return True
        return key in keys_in(first.get("components"))


def _short(key: str) -> str:
    return _KEY + key.partition("-")[0]


def _archived_at(thread: object) -> datetime:
    told: Json = thread  # type: ignore[assignment] # a TypedDict
    return datetime.fromisoformat(told["thread_metadata"]["archive_timestamp"])
