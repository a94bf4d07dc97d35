"""Starting a plan by form: opening it, drawing it anew, checking it, and telling that it began."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.domain.card import Card, Tone
from bot.domain.command import parse
from bot.domain.conversation import Inbound
from bot.domain.errors import UserError
from bot.platforms.slack.answers import Answers, payload
from bot.platforms.slack.doors import enter
from bot.platforms.slack.forms import MORE, Sheet, form_view, read_form
from bot.platforms.slack.inbound import Body, Caller
from bot.platforms.slack.origins import command_prefix
from bot.platforms.slack.render import render_card
from bot.ports import Conversation
from bot.usecases.enroll_form import EnrollForms, Form

View = Mapping[str, Any]

log = structlog.get_logger(__name__)


class Enrolling:
    """The form behind `/mlops enroll` and every "See the plans"."""

    def __init__(self, forms: EnrollForms, *, conversation: Conversation, answers: Answers) -> None:
        self._forms = forms
        self._conversation = conversation
        self._answers = answers

    async def opened(self, caller: Caller, body: Body, *, text: str) -> bool:
        """Open the form where these words ask for the plans; False where they do not.

        False too where Slack does not open it: then the plans come as a message.
        """
        choices = self._forms.choices()
        if not (choices and _asks_for_plans(text) and await self._forms.may_start(caller.origin)):
            return False
        sheet = Sheet(
            form=Form(plan=choices[0].id),
            zone=caller.origin.zone or "UTC",
            channel="" if caller.origin.is_dm else caller.origin.place,
            channel_name=caller.origin.place_name,
            response_url=str(body.get("response_url", "")),
        )
        view = form_view(sheet, choices)
        try:
            await caller.team.client.views_open(trigger_id=body["trigger_id"], view=view)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("slack_form_not_opened", cause=type(error).__name__)
            return False
        return True

    async def redraw(self, caller: Caller, body: Body) -> None:
        """Show the preview, or open More; what is filled in stays."""
        view, pressed = body["view"], body["actions"][0]["action_id"]
        sheet = read_form(view)
        sheet = replace(sheet, more=sheet.more or pressed == MORE)
        preview = None if pressed == MORE else await self._preview(caller, view)
        drawn = form_view(sheet, self._forms.choices(), preview=preview)
        await caller.team.client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)

    async def problems(self, caller: Caller, view: View) -> Mapping[str, str]:
        """What is wrong in a form that was sent, by field; a channel we cannot enter too."""
        sheet = read_form(view)
        wrong = self._forms.problems(sheet.form, zone=sheet.zone)
        if wrong or not sheet.channel:
            return {name if sheet.more or name != "zone" else "when": wrong[name] for name in wrong}
        shut = await enter(caller.team, sheet.channel)
        return {"plan": shut} if shut else {}

    def inbound(self, caller: Caller, view: View, *, event_id: str) -> Inbound:
        """The command that a form means."""
        return self._inbound(caller, view, event_id=event_id, verb="start")

    async def announce(self, caller: Caller, view: View, *, card: Card) -> None:
        """Tell what became of it: in the direct message, or for everybody in the channel."""
        if caller.origin.is_dm:
            await self._answers.post(caller.team, caller.user, card=card, thread=None)
            return
        rendered = render_card(card, prefix=command_prefix(caller.origin))
        message = payload(rendered, visible=card.tone is Tone.SUCCESS)
        await self._answers.respond(read_form(view).response_url, message)

    async def _preview(self, caller: Caller, view: View) -> Card | None:
        """What the plan would bring; the form's own button starts it."""
        asked = self._inbound(caller, view, event_id=f"preview:{view['id']}", verb="preview")
        reply = await self._conversation(asked)
        return replace(reply.card, buttons=()) if reply.card else None

    def _inbound(self, caller: Caller, view: View, *, event_id: str, verb: str) -> Inbound:
        sheet = read_form(view)
        origin = replace(caller.origin, place_name=sheet.channel_name, zone=sheet.zone)
        return Inbound(event_id=event_id, origin=origin, press=sheet.form.press(verb))


def _asks_for_plans(text: str) -> bool:
    try:
        command = parse(text)
    except UserError:
        return False
    return command.verb == "enroll" and not (command.args or command.plan)
