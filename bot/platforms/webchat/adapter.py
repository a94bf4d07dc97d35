"""The web chat as a platform: a send is a row in the history, told to the open pages."""

from datetime import datetime, timedelta

from bot.domain.delivery import Destination, Lookup, Outcome, Unknown
from bot.domain.edits import Edited, EditOutcome, Gone
from bot.platforms.webchat import outcomes, telling
from bot.platforms.webchat.hub import Hub
from bot.platforms.webchat.render import card_payload
from bot.ports import ChatLog, Clock, Outgoing, Rewrite


class WebChatPlatform:
    """Implements `ports.Platform`; a repeated key is the same message, so a resend is safe."""

    name = "webchat"
    in_flight = 8
    spacing = timedelta(0)
    place_spacing = timedelta(0)
    edit_spacing = timedelta(0)
    makes_threads = False

    def __init__(self, *, log: ChatLog, hub: Hub, clock: Clock) -> None:
        self._log = log
        self._hub = hub
        self._clock = clock

    async def send(self, message: Outgoing) -> Outcome:
        """See `ports.Platform.send`."""
        try:
            async with self._hub.answering:
                posted = await self._log.post(
                    place=message.to.place,
                    author="",
                    key=message.key,
                    at=self._clock.now(),
                    payload=card_payload(message.card),
                    under=int(message.to.thread) if message.to.thread else None,
                )
        except Exception as error:  # noqa: BLE001 - whatever the store raised, it may have written
            return outcomes.unknown(error)
        if posted.place == message.to.place:  # else its person was erased while it went out
            self._hub.tell(telling.new_message(posted), kept=posted.place)
            self._hub.stir(posted.place)
        return outcomes.sent(posted)

    async def edit(self, change: Rewrite) -> EditOutcome:
        """See `ports.Platform.edit`."""
        try:
            async with self._hub.answering:
                changed = await self._log.replace(change.key, payload=card_payload(change.card))
        except Exception as error:  # noqa: BLE001 - not written now is an answer
            return Unknown(cause=type(error).__name__)
        if changed is None:
            return Gone(reason="not in the history")
        self._hub.tell(telling.changed_message(changed), kept=changed.place)
        return Edited()

    async def find(self, key: str, to: Destination, *, since: datetime) -> Lookup:  # noqa: ARG002 - a key is enough here
        """See `ports.Platform.find`."""
        try:
            return outcomes.found(await self._log.find(key))
        except Exception as error:  # noqa: BLE001 - not readable now is an answer
            return outcomes.unreadable(error)
