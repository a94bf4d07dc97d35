"""Starting a plan with typed options: a preview for the person alone, with one button to start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.card import Button, ButtonStyle, Card, Words, words
from bot.domain.cards.parts import said
from bot.domain.command import of_press
from bot.domain.conversation import Origin
from bot.domain.errors import UserError
from bot.platforms.discord import roles
from bot.platforms.discord.options import HERE, PLAN, WHERE
from bot.platforms.discord.origins import Caller
from bot.platforms.discord.presses import Carried, custom_id
from bot.usecases.enroll_form import EnrollForms, Form
from bot.usecases.suggest import Suggestions
from bot.usecases.whereabouts import Whereabouts

_UNSET = "UTC"


class TooMuch(UserError):
    """That is more than one button can hold. Start with fewer words, and change the rest later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolling:
    """Makes previews; nothing here changes anything."""

    forms: EnrollForms
    suggestions: Suggestions
    whereabouts: Whereabouts

    def place(self, caller: Caller, values: Mapping[str, str]) -> Origin:
        """Where the plan would come.

        Raises:
            NoChannel: this channel was wished for, and we cannot post there.
        """
        if values.get(WHERE) != HERE:
            return caller.own
        if caller.channel is None:
            raise roles.NoChannel
        return caller.channel

    async def preview(self, caller: Caller, values: Mapping[str, str]) -> Card:
        """What the plan takes with these options, and the button that starts it.

        Raises:
            UserError: an option cannot be used, or this person may not start a plan here.
        """
        origin = self.place(caller, values)
        zone = await self.whereabouts.zone(caller.own)
        form = Form(
            plan=self.suggestions.plan_id(values[PLAN]),
            when=values.get("when", ""),
            start=values.get("start", ""),
            zone=values.get("zone", "") or zone,
            waits=values.get("behind") == "wait for me",
        )
        if not origin.is_dm:
            roles.check(caller, of_press(form.press("start")))
        if custom_id(Carried(press=form.press("start"), own=origin.is_dm)) is None:
            raise TooMuch
        card = self.forms.preview(form, zone=zone)
        start = Button("Start this plan", form.press("start"), ButtonStyle.PRIMARY)
        notes = tuple(_notes(caller, origin, zone=form.zone))
        return replace(card, text=(*card.text, *notes), buttons=(start,))


def _notes(caller: Caller, origin: Origin, *, zone: str) -> list[Words]:
    notes = []
    if not origin.is_dm:
        notes.append(words("The readings come to this channel, for everybody who reads it."))
    elif not caller.reachable:
        notes.append(
            words(
                "Discord lets me write to you only while we share a server. Without one, commands "
                "work everywhere, and readings come when you ask for the next."
            )
        )
    if zone == _UNSET:
        notes.append(said("Times are in UTC. For your own, say `timezone Paris` with your city."))
    return notes
