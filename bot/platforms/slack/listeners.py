"""Payloads in, `Inbound` to the conversation, answers back. No decisions here.

A handler lets the change be committed, then acknowledges; what follows runs beside it.
"""

import asyncio
import re
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot.domain.card import Press
from bot.domain.cards.refusal import refusal
from bot.domain.conversation import Inbound, Reply
from bot.platforms.slack import asking
from bot.platforms.slack.answers import WINDOW, Answers, payload
from bot.platforms.slack.busy import NotNow
from bot.platforms.slack.enrolling import Enrolling
from bot.platforms.slack.erased import empty_home
from bot.platforms.slack.fields import FIELD, values_of
from bot.platforms.slack.files import hand_out
from bot.platforms.slack.forms import FORM
from bot.platforms.slack.heard import letters
from bot.platforms.slack.home import Homes
from bot.platforms.slack.inbound import (
    FROM_SPOOL,
    Body,
    Caller,
    Reception,
    channel_of_action,
    is_plain_words,
)
from bot.platforms.slack.jots import Jots
from bot.platforms.slack.origins import COMMAND, command_prefix
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.presses import LINK, MORE, PRESS, key_of, press_of
from bot.platforms.slack.profiles import Unsure
from bot.platforms.slack.render import render_card
from bot.platforms.slack.repeats import Clicks
from bot.platforms.slack.rooms import RoomListener, RoomParts
from bot.platforms.slack.sharing import SHOW, is_shareable
from bot.platforms.slack.showing import Showing, acknowledgement
from bot.platforms.slack.starting import NOT_NOW, SURE, Starting
from bot.platforms.slack.starts import Starts
from bot.platforms.slack.talk import Talk
from bot.platforms.slack.windows import Windows
from bot.ports import AlreadyHandled, Conversation, Facts, StoreDown

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackParts:
    """What the listeners talk to."""

    conversation: Conversation
    homes: Homes
    enrolling: Enrolling
    reception: Reception
    answers: Answers
    jots: Jots
    starting: Starting
    rooms: RoomParts
    pictures: Pictures
    facts: Facts


class SlackListener:
    """Handles every payload of every workspace."""

    def __init__(self, parts: SlackParts) -> None:
        self._parts = parts
        self._clicks = Clicks(parts.facts)
        self._beside: set[asyncio.Task[None]] = set()
        self._caught_up: set[str] = set()
        talk = Talk(ask=self._ask, later=self._later, refresh=self._refresh)
        self._showing = Showing(answers=parts.answers, pictures=parts.pictures)
        self._windows = Windows(talk, jots=parts.jots, reception=parts.reception)
        self._starts = Starts(
            talk,
            enrolling=parts.enrolling,
            starting=parts.starting,
            reception=parts.reception,
        )
        self._rooms = RoomListener(
            talk,
            parts=parts.rooms,
            starting=parts.starting,
            reception=parts.reception,
            answers=parts.answers,
        )

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        app.command(COMMAND)(self.command)
        app.action(_pattern(PRESS, MORE))(self.press)
        app.action(_pattern(LINK, FIELD))(self.followed)
        app.action(_pattern(SHOW))(self.show_everyone)
        app.action(_pattern(FORM))(self._starts.pressed)
        app.view(WINDOW)(self.followed)
        app.event("message")(self.said)
        app.event("app_home_opened")(self.home_opened)
        self._windows.register(app)
        self._starts.register(app)
        self._rooms.register(app)

    async def look_again(self) -> None:
        """Find out what Slack told nobody of; to be called about once an hour."""
        await self._rooms.look_again()

    async def settled(self) -> None:
        """Wait until nothing runs beside the handlers any more."""
        while self._beside:
            await asyncio.wait(set(self._beside))

    async def command(self, args: AsyncArgs) -> None:
        """`/mlops` with its words."""
        caller = await self._parts.reception.caller(
            args.context, channel=str(args.body.get("channel_id", "")), names=args.body
        )
        text = letters(str(args.body.get("text", "")))
        if await self._parts.enrolling.opened(caller, args.body, text=text):
            await args.ack()
            return
        event_id = f"command:{caller.team.id}:{args.body.get('trigger_id')}"
        inbound = Inbound(event_id=event_id, origin=caller.origin, text=text)
        reply = await self._start(caller, inbound)
        if await asking.opened(caller, args.body, card=reply.card):
            await args.ack()
            return
        message = acknowledgement(caller, reply, text=text)
        if reply.card is not None and self._parts.pictures.has(caller.team, reply.card):
            await args.ack()
            url = str(args.body.get("response_url", ""))
            self._later(self._showing.pictured(caller, reply.card, url=url, otherwise=message))
        else:
            await args.ack(message)
        self._refresh(caller)

    async def press(self, args: AsyncArgs) -> None:
        """A button, or a choice in a menu."""
        press = press_of(args.body["actions"][0])
        if press is not None and await self._windows.opened(args, press):
            return
        event_id = await self._clicks.press_id(args.body)
        if press is None or event_id is None:
            await args.ack()
            return
        url, sure = str(args.body.get("response_url", "")), press.verb in SURE
        if press.verb == NOT_NOW:
            await args.ack()
            self._later(self._parts.answers.respond(url, {"delete_original": True}))
            return
        press = Press(SURE[press.verb], press.arg) if sure else press
        names = args.body.get("channel") or {}
        caller = await self._parts.reception.caller(
            args.context,
            channel=channel_of_action(args.body),
            names={"channel_name": names.get("name", "")},
        )
        if await self._parts.enrolling.opened(caller, args.body, text=f"{press.verb} {press.arg}"):
            await args.ack()
            return
        inbound = Inbound(
            event_id=f"{caller.team.id}:{event_id}",
            origin=caller.origin,
            press=press,
            key=key_of(args.body.get("message") or {}),
            receipt=str((args.body.get("message") or {}).get("ts", "")),
            values=values_of(args.body),
        )
        reply = await self._start(caller, inbound, sure=sure)
        await args.ack()
        if sure and reply.card is not None and not reply.lost:
            self._later(self._parts.answers.respond(url, {"delete_original": True}))
            self._later(self._parts.enrolling.announce(caller, url, card=reply.card))
            return
        self._later(self._show_then_refresh(caller, args.body, reply=reply, asked=inbound))

    async def followed(self, args: AsyncArgs) -> None:
        """A link was opened, a box filled in, a window closed: nothing is to be done."""
        await args.ack()

    async def show_everyone(self, args: AsyncArgs) -> None:
        """An answer that one person saw is shown to the channel, and theirs goes."""
        channel, text = channel_of_action(args.body), str(args.body["actions"][0].get("value", ""))
        caller = await self._parts.reception.caller(args.context, channel=channel)
        press_id = await self._clicks.press_id(args.body)
        if press_id is None or caller.origin.is_dm or not is_shareable(text):
            await args.ack()
            return
        event_id = f"{caller.team.id}:{press_id}"
        inbound = Inbound(event_id=event_id, origin=caller.origin, text=text)
        reply = await self._ask(caller, inbound)
        await args.ack()
        if reply.card is not None:
            url, respond = str(args.body.get("response_url", "")), self._parts.answers.respond
            rendered = render_card(reply.card, prefix=command_prefix(caller.origin))
            shown = payload(rendered, visible=True) | {"replace_original": False}
            self._later(respond(url, shown))
            self._later(respond(url, {"delete_original": True}))

    async def said(self, args: AsyncArgs) -> None:
        """Plain words in a direct message; Bolt acknowledges when this returns."""
        event = args.body["event"]
        if not is_plain_words(event):
            return
        caller = await self._parts.reception.caller(args.context, channel=event["channel"])
        event_id = f"event:{caller.team.id}:{args.body['event_id']}"
        text = letters(str(event.get("text", "")))
        reply = await self._ask(caller, Inbound(event_id=event_id, origin=caller.origin, text=text))
        if reply.lost:
            raise StoreDown  # so that it is kept and answered later
        repeated = reply.card == refusal(AlreadyHandled()) and not args.context.get(FROM_SPOOL)
        if reply.card is not None and not repeated:
            self._later(self._showing.answer(caller, event, card=reply.card))
        self._refresh(caller)

    async def home_opened(self, args: AsyncArgs) -> None:
        """Somebody looks at our Home."""
        if args.body["event"].get("tab") == "home":
            caller = await self._parts.reception.caller(args.context, channel=None)
            self._later(self._parts.homes.opened(caller))

    async def _start(self, caller: Caller, inbound: Inbound, *, sure: bool = False) -> Reply:
        """As `_ask`, where it may start a plan in a channel."""
        hindrance = await self._parts.starting.hindered(caller, inbound, sure=sure)
        return hindrance.reply if hindrance else await self._ask(caller, inbound)

    async def _ask(self, caller: Caller, inbound: Inbound) -> Reply:
        if caller.team.id not in self._caught_up:
            self._caught_up.add(caller.team.id)
            self._later(self._rooms.catch_up(caller.team))
        try:
            told = await self._parts.reception.vouched(caller, inbound)
            reply = await self._parts.conversation(told)
        except Unsure as error:
            return Reply(card=refusal(error), lost=True)
        except StoreDown:
            log.warning("slack_command_not_saved", event_id=inbound.event_id)
            return Reply(card=refusal(NotNow()), lost=True)
        except Exception:
            log.exception("slack_command_failed", event_id=inbound.event_id)
            return Reply(card=refusal(NotNow()))
        self._follow(caller, reply)
        return reply

    def _follow(self, caller: Caller, reply: Reply) -> None:
        """What an answer brings besides its card."""
        if reply.files:
            self._later(hand_out(caller.team, caller.user, files=reply.files))
        if reply.erased:
            self._later(empty_home(caller))
            self._parts.reception.forget(caller)

    async def _show_then_refresh(
        self, caller: Caller, body: Body, *, reply: Reply, asked: Inbound
    ) -> None:
        said = f"{asked.press.verb} {asked.press.arg}".strip() if asked.press else ""
        await self._showing.show(caller, body, reply=reply, key=asked.key, said=said)
        if (body.get("view") or {}).get("type") == "home" and not reply.erased:
            await self._parts.homes.opened(caller)
        else:
            self._refresh(caller)

    def _refresh(self, caller: Caller) -> None:
        """Bring the Home of somebody who has looked at it up to date."""
        self._later(self._parts.homes.changed(caller))

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run beside the handler; a failure is logged and changes nothing that was saved."""
        task = asyncio.create_task(_logged(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _logged(work: Awaitable[Any]) -> None:
    try:
        await work
    except (SlackApiError, aiohttp.ClientError, TimeoutError, StoreDown) as error:
        log.warning("slack_answer_lost", cause=type(error).__name__)
    except Exception:
        log.exception("slack_answer_failed")


def _pattern(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(kinds)}):\w+")
