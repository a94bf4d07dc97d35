"""How an answer is shown: in place, beside, in a window, with its picture where there is one."""

from typing import Any

from bot.domain.card import Card
from bot.domain.conversation import Reply
from bot.platforms.slack.answers import Answers, card_view, payload
from bot.platforms.slack.inbound import Body, Caller, channel_of_action
from bot.platforms.slack.origins import command_prefix
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.render import render_card
from bot.platforms.slack.sharing import with_show
from bot.platforms.slack.threads import led


class Showing:
    """Shows answers through whatever the payload offers."""

    def __init__(self, *, answers: Answers, pictures: Pictures) -> None:
        self._answers = answers
        self._pictures = pictures

    async def show(
        self, caller: Caller, body: Body, *, reply: Reply, key: str | None, said: str = ""
    ) -> None:
        """The pressed message as it is now, and the answer beside it.

        `said` is what was pressed as words, for an answer that everybody may be shown.
        """
        container = body.get("container") or {}
        if container.get("type") == "view":
            if reply.card is not None:
                await self._window(caller, body, card=reply.card)
            return
        url, prefix = str(body.get("response_url", "")), command_prefix(caller.origin)
        if reply.update is not None:
            changed = render_card(reply.update, key=key, prefix=prefix)
            message = payload(changed, visible=True) | {"replace_original": True}
            await self._answers.respond(url, message)
        if reply.card is not None:
            hidden = bool(container.get("is_ephemeral"))
            visible = (caller.origin.is_dm or reply.public) and not hidden
            channel = channel_of_action(body)
            card = await led(caller.team, channel, card=reply.card, thread=reply.thread)
            rendered = render_card(card, prefix=prefix)
            if not (visible or caller.origin.is_dm):
                rendered = with_show(rendered, said)
            message = payload(rendered, visible=visible)
            message["replace_original"] = False
            await self.pictured(caller, card, url=url, otherwise=message)

    async def _window(self, caller: Caller, body: Body, *, card: Card) -> None:
        """The answer to a press in a view: in that window, or in a new one over Home."""
        view = body.get("view") or {}
        private, client = view.get("private_metadata", ""), caller.team.client
        drawn = card_view(card, private=private)
        if view.get("type") == "modal":
            answer = await client.views_update(view_id=view["id"], view=drawn)
        else:
            answer = await client.views_open(trigger_id=body["trigger_id"], view=drawn)
        name = str(answer["view"]["id"])
        await self._pictures.drawn(caller, card, view_id=name, private=private)

    async def answer(self, caller: Caller, event: Body, *, card: Card) -> None:
        """Answer plain words, with the picture where there is one."""
        thread = event.get("thread_ts")
        if not await self._pictures.sent(caller, card, thread=thread):
            post = self._answers.post
            await post(caller.team, event["channel"], card=card, thread=thread)

    async def pictured(
        self, caller: Caller, card: Card, *, url: str, otherwise: dict[str, Any]
    ) -> None:
        """The answer with its picture, or what is said without one."""
        if not await self._pictures.sent(caller, card):
            await self._answers.respond(url, otherwise)


def acknowledgement(caller: Caller, reply: Reply, *, text: str) -> dict[str, Any]:
    """The answer to a typed command; its place may be a direct message of two people."""
    if reply.card is None:
        return {}
    visible = reply.public and not caller.origin.is_dm
    rendered = render_card(reply.card, prefix=command_prefix(caller.origin))
    if not (visible or caller.origin.is_dm):
        rendered = with_show(rendered, text)
    return payload(rendered, visible=visible)
