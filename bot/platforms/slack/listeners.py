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

from bot.domain.card import Card
from bot.domain.cards.refusal import refusal
from bot.domain.conversation import Inbound, Reply
from bot.domain.errors import UserError
from bot.platforms.slack.answers import WINDOW, Answers, card_view, payload
from bot.platforms.slack.enrolling import Enrolling
from bot.platforms.slack.fields import FIELD, values_of
from bot.platforms.slack.files import hand_out
from bot.platforms.slack.forms import CALLBACK, FORM
from bot.platforms.slack.home import Homes
from bot.platforms.slack.inbound import Body, Caller, Reception, channel_of_action
from bot.platforms.slack.origins import COMMAND, command_prefix
from bot.platforms.slack.presses import LINK, MORE, PRESS, key_of, press_of
from bot.platforms.slack.render import render_card
from bot.platforms.slack.repeats import Repeats
from bot.platforms.slack.sharing import SHOW, is_shareable, with_show
from bot.platforms.slack.threads import led
from bot.ports import Conversation

NEXT_READING = "next_reading"
"""The global shortcut."""

log = structlog.get_logger(__name__)


class NotNow(UserError):
    """That did not work just now, and nothing was lost. Please try again in a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackParts:
    """What the listeners talk to."""

    conversation: Conversation
    homes: Homes
    enrolling: Enrolling
    reception: Reception
    answers: Answers


class SlackListener:
    """Handles every payload of every workspace."""

    def __init__(self, parts: SlackParts) -> None:
        self._parts = parts
        self._repeats = Repeats()
        self._beside: set[asyncio.Task[None]] = set()

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        app.command(COMMAND)(self.command)
        app.action(_pattern(PRESS, MORE))(self.press)
        app.action(_pattern(LINK, FIELD))(self.followed)
        app.action(_pattern(SHOW))(self.show_everyone)
        app.action(_pattern(FORM))(self.form_pressed)
        app.view(CALLBACK)(self.form_sent)
        app.view(WINDOW)(self.followed)
        app.event("message")(self.said)
        app.event("app_home_opened")(self.home_opened)
        app.shortcut(NEXT_READING)(self.shortcut)

    async def settled(self) -> None:
        """Wait until nothing runs beside the handlers any more."""
        while self._beside:
            await asyncio.wait(set(self._beside))

    async def command(self, args: AsyncArgs) -> None:
        """`/mlops` with its words."""
        caller = await self._parts.reception.caller(
            args.context, channel=str(args.body.get("channel_id", "")), names=args.body
        )
        text = str(args.body.get("text", ""))
        if await self._parts.enrolling.opened(caller, args.body, text=text):
            await args.ack()
            return
        event_id = f"command:{caller.team.id}:{args.body.get('trigger_id')}"
        reply = await self._ask(caller, Inbound(event_id=event_id, origin=caller.origin, text=text))
        await args.ack(_acknowledgement(caller, reply, text=text))
        self._refresh(caller)

    async def press(self, args: AsyncArgs) -> None:
        """A button, or a choice in a menu."""
        press, event_id = press_of(args.body["actions"][0]), self._repeats.press_id(args.body)
        if press is None or event_id is None:
            await args.ack()
            return
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
        reply = await self._ask(caller, inbound)
        await args.ack()
        self._later(self._show(caller, args.body, reply=reply, key=inbound.key))

    async def followed(self, args: AsyncArgs) -> None:
        """A link was opened, a box filled in, a window closed: nothing is to be done."""
        await args.ack()

    async def show_everyone(self, args: AsyncArgs) -> None:
        """An answer that one person saw is shown to the channel, and theirs goes."""
        channel, text = channel_of_action(args.body), str(args.body["actions"][0].get("value", ""))
        caller = await self._parts.reception.caller(args.context, channel=channel)
        press_id = self._repeats.press_id(args.body)
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
        if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
            return
        if not self._repeats.is_new(str(args.body["event_id"])):
            return
        caller = await self._parts.reception.caller(args.context, channel=event["channel"])
        event_id = f"event:{caller.team.id}:{args.body['event_id']}"
        text = str(event.get("text", ""))
        reply = await self._ask(caller, Inbound(event_id=event_id, origin=caller.origin, text=text))
        if reply.card is not None:
            thread = event.get("thread_ts")
            post = self._parts.answers.post
            self._later(post(caller.team, event["channel"], card=reply.card, thread=thread))
        self._refresh(caller)

    async def home_opened(self, args: AsyncArgs) -> None:
        """Somebody looks at our Home."""
        if args.body["event"].get("tab") == "home":
            caller = await self._parts.reception.caller(args.context, channel=None)
            self._later(self._parts.homes.publish(caller))

    async def shortcut(self, args: AsyncArgs) -> None:
        """The shortcut for the next reading: it comes as a direct message."""
        caller = await self._parts.reception.caller(args.context, channel=None)
        event_id = f"shortcut:{caller.team.id}:{args.body.get('trigger_id')}"
        reply = await self._ask(
            caller, Inbound(event_id=event_id, origin=caller.origin, text="next")
        )
        await args.ack()
        if reply.card is not None:
            self._later(self._window(caller, args.body, card=reply.card))

    async def form_pressed(self, args: AsyncArgs) -> None:
        """Show preview, or More, in the form."""
        caller = await self._parts.reception.caller(args.context, channel=None)
        await self._parts.enrolling.redraw(caller, args.body)
        await args.ack()

    async def form_sent(self, args: AsyncArgs) -> None:
        """The form is sent: what is wrong stands beside its field, else the plan starts."""
        enrolling, view = self._parts.enrolling, args.body["view"]
        caller = await self._parts.reception.caller(
            args.context, channel=channel_of_action(args.body)
        )
        wrong = await enrolling.problems(caller, view)
        if wrong:
            await args.ack(response_action="errors", errors=dict(wrong))
            return
        event_id = f"form:{caller.team.id}:{view['id']}"
        reply = await self._ask(caller, enrolling.inbound(caller, view, event_id=event_id))
        await args.ack()
        if reply.card is not None:
            self._later(enrolling.announce(caller, view, card=reply.card))
        self._refresh(caller)

    async def _ask(self, caller: Caller, inbound: Inbound) -> Reply:
        try:
            told = await self._parts.reception.vouched(caller, inbound)
            reply = await self._parts.conversation(told)
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
            self._parts.reception.forget(caller)
            self._parts.homes.forget(caller)

    async def _show(self, caller: Caller, body: Body, *, reply: Reply, key: str | None) -> None:
        """The pressed message as it is now, and the answer beside it."""
        container = body.get("container") or {}
        if container.get("type") == "view":
            if reply.card is not None:
                await self._window(caller, body, card=reply.card)
            await self._parts.homes.publish(caller)
            return
        url, prefix = str(body.get("response_url", "")), command_prefix(caller.origin)
        if reply.update is not None:
            changed = render_card(reply.update, key=key, prefix=prefix)
            message = payload(changed, visible=True) | {"replace_original": True}
            await self._parts.answers.respond(url, message)
        if reply.card is not None:
            hidden = bool(container.get("is_ephemeral"))
            visible = (caller.origin.is_dm or reply.public) and not hidden
            channel = channel_of_action(body)
            card = await led(caller.team, channel, card=reply.card, thread=reply.thread)
            message = payload(render_card(card, prefix=prefix), visible=visible)
            await self._parts.answers.respond(url, message | {"replace_original": False})
        self._refresh(caller)

    async def _window(self, caller: Caller, body: Body, *, card: Card) -> None:
        """The answer to a press in a view: in that window, or in a new one over Home."""
        view = body.get("view") or {}
        drawn = card_view(card, private=view.get("private_metadata", ""))
        if view.get("type") == "modal":
            await caller.team.client.views_update(view_id=view["id"], view=drawn)
        else:
            await caller.team.client.views_open(trigger_id=body["trigger_id"], view=drawn)

    def _refresh(self, caller: Caller) -> None:
        """Bring the Home of somebody who has looked at it up to date."""
        if self._parts.homes.has_looked(caller):
            self._later(self._parts.homes.publish(caller))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Run beside the handler; a failure is logged and changes nothing that was saved."""
        task = asyncio.create_task(_logged(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("slack_answer_lost", cause=type(error).__name__)
    except Exception:
        log.exception("slack_answer_failed")


def _acknowledgement(caller: Caller, reply: Reply, *, text: str) -> dict[str, Any]:
    """The answer to a typed command; its place may be a direct message of two people."""
    if reply.card is None:
        return {}
    visible = reply.public and not caller.origin.is_dm
    rendered = render_card(reply.card, prefix=command_prefix(caller.origin))
    if not (visible or caller.origin.is_dm):
        rendered = with_show(rendered, text)
    return payload(rendered, visible=visible)


def _pattern(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(kinds)}):\w+")
