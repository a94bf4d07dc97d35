"""The form that starts a plan, from its buttons to its answer."""

import json
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.card import Card, Press
from bot.domain.conversation import Inbound, Reply
from bot.platforms.slack.answers import card_view
from bot.platforms.slack.blocks import spelled
from bot.platforms.slack.busy import NotNow
from bot.platforms.slack.doors import Entry
from bot.platforms.slack.enrolling import Enrolling
from bot.platforms.slack.forms import CALLBACK, read_form
from bot.platforms.slack.inbound import Caller, Reception, channel_of_action
from bot.platforms.slack.render import view_blocks
from bot.platforms.slack.starting import Starting, as_press
from bot.platforms.slack.talk import Talk

SURE = "enroll_sure"

View = dict[str, Any]


class Starts:
    """Handles the form's payloads."""

    def __init__(
        self, talk: Talk, *, enrolling: Enrolling, starting: Starting, reception: Reception
    ) -> None:
        self._talk = talk
        self._enrolling = enrolling
        self._starting = starting
        self._reception = reception

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who handles what."""
        app.view(CALLBACK)(self.sent)
        app.view(SURE)(self.sure)

    async def pressed(self, args: AsyncArgs) -> None:
        """Show preview, or More, in the form."""
        caller = await self._reception.caller(args.context, channel=None)
        await self._enrolling.redraw(caller, args.body)
        await args.ack()

    async def sent(self, args: AsyncArgs) -> None:
        """The form is sent: what is wrong stands beside its field, else the plan starts.

        A question about the channel comes over the form, which stays as it is below.
        """
        view = args.body["view"]
        caller = await self._reception.caller(args.context, channel=channel_of_action(args.body))
        wrong = await self._enrolling.problems(caller, view)
        if wrong:
            await args.ack(response_action="errors", errors=dict(wrong))
            return
        event_id = f"form:{caller.team.id}:{view['id']}"
        inbound = self._enrolling.inbound(caller, view, event_id=event_id)
        hindrance = await self._starting.hindered(caller, inbound)
        url = read_form(view).response_url
        if hindrance is None:
            reply = await self._begin(caller, inbound, url=url)
            if reply.lost:
                await args.ack(response_action="errors", errors={"plan": NotNow.default()})
            else:
                await args.ack()
        elif hindrance.entry is Entry.LARGE:
            drawn = _question(hindrance.card, inbound, url=url)
            await args.ack(response_action="push", view=drawn)
        elif hindrance.entry is Entry.INVITE:
            await args.ack()
            self._talk.later(self._enrolling.announce(caller, url, card=hindrance.card))
        else:
            told = " ".join(spelled(each) for each in (hindrance.card.title, *hindrance.card.text))
            await args.ack(response_action="errors", errors={"plan": told})

    async def sure(self, args: AsyncArgs) -> None:
        """Yes, also in a large channel; what does not work just now leaves the form below."""
        kept = json.loads(args.body["view"]["private_metadata"])
        caller = await self._reception.caller(
            args.context,
            channel=str(kept["channel"]),
            names={"channel_name": kept["channel_name"]},
        )
        press = Press(str(kept["verb"]), str(kept["arg"]))
        inbound = Inbound(event_id=str(kept["event_id"]), origin=caller.origin, press=press)
        hindrance = await self._starting.hindered(caller, inbound, sure=True)
        url = kept["response_url"]
        if hindrance is None:
            reply = await self._begin(caller, inbound, url=str(url))
        else:
            reply = hindrance.reply
        if reply.lost and reply.card is not None:
            await args.ack(response_action="update", view=card_view(reply.card))
            return
        if hindrance is not None:
            self._talk.later(self._enrolling.announce(caller, str(url), card=hindrance.card))
        await args.ack(response_action="clear")

    async def _begin(self, caller: Caller, inbound: Inbound, *, url: str) -> Reply:
        reply = await self._talk.ask(caller, inbound)
        if reply.card is not None and not reply.lost:
            self._talk.later(self._enrolling.announce(caller, url, card=reply.card))
        self._talk.refresh(caller)
        return reply


def _question(card: Card, inbound: Inbound, *, url: str) -> View:
    """The question as a window over the form."""
    press = inbound.press or as_press(inbound)
    kept = {
        "channel": inbound.origin.place,
        "channel_name": inbound.origin.place_name,
        "event_id": inbound.event_id,
        "verb": press.verb,
        "arg": press.arg,
        "response_url": url,
    }
    bare = Card(title=card.title, text=card.text)
    return {
        "type": "modal",
        "callback_id": SURE,
        "title": {"type": "plain_text", "text": "Start it here?"},
        "submit": {"type": "plain_text", "text": "Start it here"},
        "close": {"type": "plain_text", "text": "Back"},
        "private_metadata": json.dumps(kept),
        "blocks": view_blocks([bare]),
    }
