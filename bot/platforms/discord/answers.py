"""Answering an interaction: once within three seconds, then by changing or following that answer.

discord-api-docs, interactions/receiving-and-responding. Whatever was decided is committed before
the answer leaves, so an answer that comes too late loses nothing but itself.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
import structlog

from bot.domain.card import Card
from bot.domain.conversation import Attachment
from bot.platforms.discord import components as c
from bot.platforms.discord.adapter import NO_MENTIONS
from bot.platforms.discord.api import DiscordApi, Json
from bot.platforms.discord.limits import ALT, COMPONENTS_V2, EPHEMERAL
from bot.platforms.discord.long_presses import LongPresses
from bot.platforms.discord.markup import plain
from bot.platforms.discord.render import Stand, called_in, render_card

_MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _SUGGEST, _FORM = 4, 5, 6, 7, 8, 9
_TIMEOUT_S = 5.0
_PICTURE = "path.png"
_NOTHING_LOST = frozenset({10062, 10015, 10008, 40060})
"""Too late, or answered before: discord-api-docs, topics/opcodes-and-status-codes."""

log = structlog.get_logger(__name__)


class Exchange:
    """One interaction and its answers, the first of which Discord waits for."""

    def __init__(
        self, api: DiscordApi, interaction: discord.Interaction, *, long: LongPresses
    ) -> None:
        self._api = api
        self._long = long
        self._id = interaction.id
        self._token = interaction.token
        self._is_press = interaction.type is discord.InteractionType.component
        self._answered = False
        self._owes_message = False
        message = interaction.message
        self._calls = called_in(message)
        self.on_private = message is not None and message.flags.ephemeral
        self.in_direct = _in_direct(interaction)

    async def suggest(self, choices: Sequence[Json]) -> None:
        """Answer what is being typed."""
        await self._first(_SUGGEST, {"choices": list(choices)})

    async def open_form(self, form: Json) -> None:
        """Ask with a form; only a first answer can."""
        await self._first(_FORM, form)

    async def take_time(self, *, private: bool) -> None:
        """Say that an answer comes, where nothing was said yet."""
        if self._answered:
            return
        if self._is_press:
            await self._first(_DEFER_UPDATE, None)
        else:
            await self._first(_DEFER, {"flags": EPHEMERAL if private else 0})
            self._owes_message = True

    async def say(
        self,
        card: Card,
        stand: Stand,
        *,
        private: bool,
        files: Sequence[Attachment] = (),
        painted: bytes = b"",
    ) -> None:
        """Answer with a message of its own, for the person alone where `private`.

        `painted` is the card's picture as a PNG, where it was drawn.
        """
        body = await self._body(card, stand, private=private)
        body["components"] += [c.file(each.name) for each in files]
        if painted and card.picture is not None:
            alt = plain(card.picture.alt, limit=ALT)
            body["components"].append(c.picture(_PICTURE, alt))
            drawn = Attachment(name=_PICTURE, media_type="image/png", content=painted)
            files = (*files, drawn)
        if not self._answered:
            await self._first(_MESSAGE, body, files=files)
        elif self._owes_message:
            self._owes_message = False
            await self._send(self._api.edit_answer(self._token, payload=body, files=files))
        else:
            await self._send(self._api.follow_up(self._token, payload=body, files=files))

    async def update(self, card: Card, stand: Stand) -> None:
        """Change the pressed message; a role that it named stays named and is not called."""
        body = await self._body(card, replace(stand, calls=self._calls), private=False)
        if self._answered:
            await self._send(self._api.edit_answer(self._token, payload=body))
        else:
            await self._first(_UPDATE, body)

    async def correct(self, card: Card, stand: Stand) -> None:
        """Change the first answer."""
        body = await self._body(card, stand, private=False)
        await self._send(self._api.edit_answer(self._token, payload=body))

    async def _body(self, card: Card, stand: Stand, *, private: bool) -> Json:
        await self._long.keep(card, stand)
        return {
            "components": render_card(card, stand),
            "flags": COMPONENTS_V2 | (EPHEMERAL if private else 0),
            "allowed_mentions": NO_MENTIONS,
        }

    async def _first(
        self, kind: int, data: Json | None, *, files: Sequence[Attachment] = ()
    ) -> None:
        self._answered = True
        payload: Json = {"type": kind}
        if data is not None:
            payload["data"] = data
        await self._send(self._api.answer(self._id, self._token, payload=payload, files=files))

    async def _send(self, sending: Any) -> None:  # noqa: ANN401 - a coroutine of ours
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                await sending
        except discord.HTTPException as error:
            if error.code not in _NOTHING_LOST:
                raise
            log.warning("answer_refused", interaction=self._id, code=error.code)
        except (TimeoutError, OSError, discord.RateLimited) as error:
            log.warning("answer_lost", interaction=self._id, cause=type(error).__name__)


def _in_direct(interaction: discord.Interaction) -> bool:
    """Whether this is the direct message between the person and us."""
    return interaction.guild_id is None and interaction.context.dm_channel
