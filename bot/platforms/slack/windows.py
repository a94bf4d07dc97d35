"""What happens in the window of ratings and notes, and the shortcut on any message."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.card import Press
from bot.domain.conversation import Inbound, Reply
from bot.platforms.slack.inbound import Caller, Reception, channel_of_action
from bot.platforms.slack.jots import ADD_NOTE, CALLBACK, EMPTY, Jots, answer

Ask = Callable[[Caller, Inbound], Awaitable[Reply]]
Later = Callable[[Coroutine[Any, Any, None]], None]


class Windows:
    """Handles the window's payloads; `ask` and `later` are the listener's own."""

    def __init__(self, jots: Jots, *, reception: Reception, ask: Ask, later: Later) -> None:
        self._jots = jots
        self._reception = reception
        self._ask = ask
        self._later = later

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        app.shortcut(ADD_NOTE)(self.add_note)
        app.view(CALLBACK)(self.sent)

    async def opened(self, args: AsyncArgs, press: Press) -> bool:
        """Open the window where a press asks for it; else the press goes its usual way."""
        if press != Press("rate") or (args.body.get("container") or {}).get("type") == "view":
            return False
        channel = channel_of_action(args.body) or ""
        if not await self._jots.opened(args, channel=channel):
            return False
        await args.ack()
        return True

    async def add_note(self, args: AsyncArgs) -> None:
        """A message is to become a note: the window opens, then asks with which reading."""
        view = await self._jots.opened_on(args)
        await args.ack()
        if view is not None:
            self._later(self._completed(args, view))

    async def sent(self, args: AsyncArgs) -> None:
        """The window is sent: what was kept stands in its place, a mistake beside its box."""
        view, channel = args.body["view"], channel_of_action(args.body)
        caller = await self._reception.caller(args.context, channel=channel)
        event_id = f"jot:{caller.team.id}:{view['id']}:{view.get('hash', '')}"
        inbound = self._jots.inbound(caller, view, event_id=event_id)
        if inbound is None:
            await args.ack(EMPTY)
            return
        reply = await self._ask(caller, inbound)
        card = reply.update or reply.card
        await args.ack(answer(card, view) if card else "")

    async def _completed(self, args: AsyncArgs, view: dict[str, Any]) -> None:
        channel = str((args.body.get("channel") or {}).get("id", ""))
        caller = await self._reception.caller(args.context, channel=channel)
        await self._jots.complete(caller, view, body=args.body)
