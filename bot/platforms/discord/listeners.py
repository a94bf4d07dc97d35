"""Interactions in, `Inbound` to the conversation, its reply back. No decisions here."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord
import structlog

from bot.domain.authority import Act, act_of
from bot.domain.card import Card, Press
from bot.domain.cards.refusal import refusal
from bot.domain.command import of_press
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.errors import UserError
from bot.domain.ids import PlanId
from bot.domain.verbs import Known
from bot.platforms.discord.answers import Exchange
from bot.platforms.discord.api import DiscordApi
from bot.platforms.discord.enrolling import Enrolling
from bot.platforms.discord.forms import FROM_ANSWERS, form_for, form_of, values_of
from bot.platforms.discord.long_presses import LongPresses
from bot.platforms.discord.options import PLAN, WEEKLY, WHERE, argument, chosen, known_at, said
from bot.platforms.discord.origins import Caller, caller_of
from bot.platforms.discord.posts import led, pressed_receipt
from bot.platforms.discord.presses import Carried, carried_by, carried_by_form
from bot.platforms.discord.render import Stand
from bot.platforms.discord.suggesting import suggestions_for
from bot.platforms.discord.watches import Watches, shut_card
from bot.ports import Conversation, Painter, Theme
from bot.usecases.suggest import Suggestions
from bot.usecases.whereabouts import Whereabouts

DEFER_AFTER_S = 1.8
"""An answer that takes longer is announced: Discord waits 3 s for the first."""

_SHAREABLE = frozenset({"casestudy", "path", "progress"})

log = structlog.get_logger(__name__)


class OldButton(UserError):
    """I do not know that button any more. Type `help` to see what I can do."""


class OldCommand(UserError):
    """I do not know that command any more. Type `help` to see what I can do."""


class NotNow(UserError):
    """That did not work just now, and nothing was lost. Please try again in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordParts:
    """What listeners talk to; `forget` drops what is remembered of a person."""

    api: DiscordApi
    conversation: Conversation
    whereabouts: Whereabouts
    suggestions: Suggestions
    enrolling: Enrolling
    painter: Painter
    watches: Watches
    long: LongPresses
    forget: Callable[[str], None]
    defer_after_s: float


class DiscordListener:
    """Handles every interaction; the same one twice has one effect."""

    def __init__(self, parts: DiscordParts) -> None:
        self._parts = parts

    async def handle(self, interaction: discord.Interaction) -> None:
        """Do what is asked; whatever is wrong with it is told to its person."""
        exchange = Exchange(self._parts.api, interaction, long=self._parts.long)
        try:
            await self._route(interaction, exchange)
        except UserError as error:
            await self._refuse(exchange, error)
        except Exception:
            log.exception("interaction_failed", interaction=interaction.id)
            await self._refuse(exchange, NotNow())

    def stop(self) -> None:
        """Wait for nothing that is not an answer."""
        self._parts.watches.give_up()

    async def _route(self, interaction: discord.Interaction, exchange: Exchange) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        match interaction.type:
            case discord.InteractionType.application_command:
                await self._command(interaction, exchange, data=data)
            case discord.InteractionType.autocomplete:
                await exchange.suggest(await suggestions_for(self._parts.suggestions, data))
            case discord.InteractionType.component:
                await self._press(interaction, exchange, data=data)
            case discord.InteractionType.modal_submit:
                await self._form(interaction, exchange, data=data)
            case _:
                log.warning("interaction_unknown", kind=interaction.type.value)

    async def _refuse(self, exchange: Exchange, error: UserError) -> None:
        try:
            await exchange.say(refusal(error), Stand(own=True), private=not exchange.in_direct)
        except discord.HTTPException as failed:
            log.warning("refusal_lost", status=failed.status, code=failed.code)

    async def _command(
        self, interaction: discord.Interaction, exchange: Exchange, *, data: Mapping[str, Any]
    ) -> None:
        path, options = chosen(data)
        values = {str(each["name"]): str(each.get("value", "")) for each in options}
        known, caller = known_at(path), caller_of(interaction)
        if known is None:
            raise OldCommand
        if known.path == "enroll" and values.get(PLAN):
            await self._preview(exchange, caller, values=values, event_id=str(interaction.id))
            return
        origin = await self._place(caller, known, values=values)
        told = Inbound(event_id=str(interaction.id), origin=origin, text=said(known, values))
        shareable = _shareable(known, values) if interaction.guild_id else None
        stand = Stand(own=origin.is_dm, shareable=shareable)
        if known.path in FROM_ANSWERS and not told.text.removeprefix(known.path).strip():
            await self._ask(exchange, told, stand=stand)
        else:
            await self._converse(exchange, told, stand=stand)

    async def _preview(
        self, exchange: Exchange, caller: Caller, *, values: Mapping[str, str], event_id: str
    ) -> None:
        enrolling = self._parts.enrolling
        card = await enrolling.preview(caller, values, event_id=event_id)
        if card is not None:
            stand = Stand(own=enrolling.place(caller, values).is_dm)
            await exchange.say(card, stand, private=not exchange.in_direct)

    async def _place(self, caller: Caller, known: Known, *, values: Mapping[str, str]) -> Origin:
        """The place chosen, else the channel if it has what this is about, else one's own."""
        if known.path == "enroll" or values.get(WHERE):
            return self._parts.enrolling.place(caller, values)
        act = act_of(known.path)
        if act is Act.GOVERN:
            return caller.here
        if caller.channel is None or act is Act.PERSONAL:
            return caller.own
        ask = self._parts.whereabouts
        here = await (ask.has_cases if known.path == WEEKLY else ask.has_plan)(caller.channel)
        return caller.channel if here else caller.own

    async def _press(
        self, interaction: discord.Interaction, exchange: Exchange, *, data: Mapping[str, Any]
    ) -> None:
        carried = await self._parts.long.found(carried_by(str(data.get("custom_id", ""))))
        if carried is None:
            raise OldButton
        form = form_for(carried)
        if form is not None:
            await exchange.open_form(form)
            return
        await self._pressed(interaction, exchange, carried=carried)

    async def _form(
        self, interaction: discord.Interaction, exchange: Exchange, *, data: Mapping[str, Any]
    ) -> None:
        carried = await self._parts.long.found(carried_by_form(str(data.get("custom_id", ""))))
        if carried is None:
            raise OldButton
        await self._pressed(interaction, exchange, carried=carried, values=values_of(data))

    async def _pressed(
        self,
        interaction: discord.Interaction,
        exchange: Exchange,
        *,
        carried: Carried,
        values: Mapping[str, str] | None = None,
    ) -> None:
        caller = caller_of(interaction)
        command = of_press(carried.press)
        whereabouts = self._parts.whereabouts
        own = carried.own
        origin = await whereabouts.of_message(caller.own, carried.key) if own else caller.here
        inbound = Inbound(
            event_id=str(interaction.id),
            origin=origin,
            press=carried.press,
            key=carried.key,
            receipt=pressed_receipt(interaction),
            values=values or {},
        )
        stand = Stand(own=origin.is_dm, key=carried.key)
        shows = carried.shows and command.verb in _SHAREABLE
        if values is None and command.verb in FROM_ANSWERS:
            await self._ask(exchange, inbound, stand=stand)
            return
        begins = command.verb == "enroll" and origin.is_dm and not exchange.in_direct
        if not begins:
            await self._converse(exchange, inbound, stand=stand, shows=shows)
            return
        door = self._parts.watches.begin(origin.place)
        await self._converse(exchange, inbound, stand=stand)
        if await self._parts.watches.is_shut(origin.place, door):
            await exchange.correct(shut_card(PlanId(command.plan)), stand)

    async def _ask(self, exchange: Exchange, inbound: Inbound, *, stand: Stand) -> None:
        """Open the form that the answer is; where it is none, that is the answer."""
        reply = await self._parts.conversation(inbound)
        form = form_of(reply.card, own=stand.own)
        if form is not None:
            await exchange.open_form(form)
        else:
            await self._show(exchange, reply, stand=stand, private=not exchange.in_direct)

    async def _converse(
        self, exchange: Exchange, inbound: Inbound, *, stand: Stand, shows: bool = False
    ) -> None:
        """Hand it over, and answer in time whatever it takes."""
        private = not (exchange.in_direct or shows)
        answering = asyncio.ensure_future(self._parts.conversation(inbound))
        done, _ = await asyncio.wait({answering}, timeout=self._parts.defer_after_s)
        if not done:
            await exchange.take_time(private=private)
        reply = led(await answering, inbound.origin)
        if reply.erased:
            self._parts.forget(inbound.origin.person)
        await self._show(exchange, reply, stand=stand, private=private and not reply.public)

    async def _show(self, exchange: Exchange, reply: Reply, *, stand: Stand, private: bool) -> None:
        aside = replace(stand, key=None)
        if reply.update is not None:
            await exchange.update(reply.update, stand)
        if reply.card is None:
            return
        painted = await self._painted(exchange, reply.card, private=private)
        beside = bool(reply.files or painted or reply.update)
        if private and exchange.on_private and not beside:
            await exchange.update(reply.card, aside)
        else:
            await exchange.say(
                reply.card, aside, private=private, files=reply.files, painted=painted
            )

    async def _painted(self, exchange: Exchange, card: Card, *, private: bool) -> bytes:
        """The card's picture, if it has one and there is time to draw it."""
        if card.picture is None:
            return b""
        await exchange.take_time(private=private)
        try:
            return await self._parts.painter.paint(card.picture.content, Theme.DARK)
        except TimeoutError:
            return b""


def _shareable(known: Known, values: Mapping[str, str]) -> Press | None:
    """The press that shows the same to everybody; never where somebody's notes may stand."""
    if known.path not in _SHAREABLE:
        return None
    return Press(known.path, argument(known, values))
