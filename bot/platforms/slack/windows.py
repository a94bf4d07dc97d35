"""The windows of ratings and notes and of an answer's own form, and the shortcuts."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.card import Press, Tone
from bot.domain.conversation import Inbound
from bot.platforms.slack import asking
from bot.platforms.slack.answers import card_view
from bot.platforms.slack.inbound import Reception, channel_of_action
from bot.platforms.slack.jots import ADD_NOTE, CALLBACK, EMPTY, Jots, answer
from bot.platforms.slack.talk import Talk

NEXT_READING = "next_reading"
"""The global shortcut."""


class Windows:
    """Handles the window's payloads."""

    def __init__(self, talk: Talk, *, jots: Jots, reception: Reception) -> None:
        self._talk = talk
        self._jots = jots
        self._reception = reception

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        app.shortcut(ADD_NOTE)(self.add_note)
        app.shortcut(NEXT_READING)(self.next_reading)
        app.view(CALLBACK)(self.sent)
        app.view(asking.CALLBACK)(self.asked)

    async def opened(self, args: AsyncArgs, press: Press) -> bool:
        """Open the window where a press asks for it; else the press goes its usual way."""
        if press != Press("rate") or (args.body.get("container") or {}).get("type") == "view":
            return False
        channel = channel_of_action(args.body) or ""
        if not await self._jots.opened(args, channel=channel):
            return False
        await args.ack()
        return True

    async def next_reading(self, args: AsyncArgs) -> None:
        """The shortcut for the next reading: it comes as a direct message."""
        caller = await self._reception.caller(args.context, channel=None)
        event_id = f"shortcut:{caller.team.id}:{args.body.get('trigger_id')}"
        inbound = Inbound(event_id=event_id, origin=caller.origin, text="next")
        reply = await self._talk.ask(caller, inbound)
        await args.ack()
        if reply.card is not None:
            trigger, view = args.body["trigger_id"], card_view(reply.card)
            self._talk.later(caller.team.client.views_open(trigger_id=trigger, view=view))
        self._talk.refresh(caller)

    async def add_note(self, args: AsyncArgs) -> None:
        """A message is to become a note: the window opens, then asks with which reading."""
        view = await self._jots.opened_on(args)
        await args.ack()
        if view is not None:
            self._talk.later(self._completed(args, view))

    async def sent(self, args: AsyncArgs) -> None:
        """The window is sent: what was kept stands in its place, a mistake beside its box."""
        view, channel = args.body["view"], channel_of_action(args.body)
        caller = await self._reception.caller(args.context, channel=channel)
        event_id = f"jot:{caller.team.id}:{view['id']}:{view.get('hash', '')}"
        inbound = self._jots.inbound(caller, view, event_id=event_id)
        if inbound is None:
            await args.ack(EMPTY)
            return
        reply = await self._talk.ask(caller, inbound)
        card = reply.update or reply.card
        await args.ack(answer(card, view) if card else "")

    async def asked(self, args: AsyncArgs) -> None:
        """An answer's own form is sent: the window says what became of it.

        What did not work is told over the form, which stays below as it was filled in.
        """
        caller = await self._reception.caller(args.context, channel=channel_of_action(args.body))
        reply = await self._talk.ask(caller, asking.inbound(caller, args.body))
        if reply.card is None:
            await args.ack()
        else:
            action = "push" if reply.card.tone is Tone.GENTLE else "update"
            await args.ack(response_action=action, view=card_view(reply.card))

    async def _completed(self, args: AsyncArgs, view: dict[str, Any]) -> None:
        channel = str((args.body.get("channel") or {}).get("id", ""))
        caller = await self._reception.caller(args.context, channel=channel)
        await self._jots.complete(caller, view, body=args.body)
