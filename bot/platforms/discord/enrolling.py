"""Starting a plan with typed options: a preview for the person alone, with one button to start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.card import Card, Press, Words, words
from bot.domain.cards.parts import said
from bot.domain.conversation import Inbound, Origin
from bot.domain.verbs import BY_PATH
from bot.platforms.discord.options import HERE, WHERE, argument
from bot.platforms.discord.origins import Caller
from bot.ports import Conversation
from bot.usecases.whereabouts import Whereabouts

_ENROLL = BY_PATH["enroll"]
_START, _PREVIEW = "start", "preview"
_UNSET = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolling:
    """Asks for previews; nothing here changes anything."""

    conversation: Conversation
    whereabouts: Whereabouts

    def place(self, caller: Caller, values: Mapping[str, str]) -> Origin:
        """Where the plan would come.

        Raises:
            NoChannel: this channel was wished for, and we cannot post there.
        """
        return caller.here if values.get(WHERE) == HERE else caller.own

    async def preview(
        self, caller: Caller, values: Mapping[str, str], *, event_id: str
    ) -> Card | None:
        """What the plan takes with these options, and the button that starts it.

        Raises:
            NoChannel: we cannot post where the plan should come.
        """
        origin = self.place(caller, values)
        zone = values.get("zone") or await self.whereabouts.zone(caller.own)
        if not origin.is_dm:  # a channel's times are those of whoever starts its plan
            values = {**values, "zone": zone}
        press = Press(_PREVIEW, argument(_ENROLL, values))
        reply = await self.conversation(Inbound(event_id=event_id, origin=origin, press=press))
        if reply.card is None or all(each.press.verb != _START for each in reply.card.buttons):
            return reply.card
        notes = _notes(caller, origin, zone=zone)
        return replace(reply.card, text=(*reply.card.text, *notes))


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
        told = "Times are in UTC. For your own, say `timezone Paris` with your city."
        notes.append(said(told))
    return notes
