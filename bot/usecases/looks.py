"""How messages that were sent look now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.card import Card
from bot.domain.cards.discuss import REFUSED
from bot.domain.delivery import DeliveryKind
from bot.domain.edits import Stale
from bot.domain.enrollment import Handled
from bot.ports import Store
from bot.usecases.edits import Look
from bot.usecases.group.voices import Voices
from bot.usecases.letters import Letters

READINGS = (DeliveryKind.FIRST, DeliveryKind.LESSON, DeliveryKind.ASKED, DeliveryKind.SNOOZE)
_ANSWERED = {Handled.DONE, Handled.SKIPPED}


@dataclass(frozen=True, slots=True)
class ReadingLook:
    """A reading's message as it is while nobody has answered it: an answer draws it itself."""

    store: Store
    letters: Letters
    voices: Voices

    async def __call__(self, stale: Stale) -> Card | None:
        """The card, or None where its press has drawn it."""
        number, resource_id = stale.enrollment.id, stale.resource_id
        card = self.letters.again(stale)
        if card is None or resource_id is None:
            return None
        if stale.enrollment.is_group:  # one member's answer leaves it to the others
            card = await self.voices.counted(card, stale.enrollment, reading=resource_id)
        else:
            handled = (await self.store.plans.handled([number])).get(number, {})
            if handled.get(resource_id) in _ANSWERED:
                return None
        thread = await self.store.threads.of(number, resource_id, pressed=stale.id)
        refused = thread is not None and thread.is_refused and thread.parent == stale.id
        told = refused and thread is not None and thread.first_refusal
        return replace(card, text=(*card.text, REFUSED)) if told else card


def looks(store: Store, letters: Letters, *, voices: Voices) -> Mapping[DeliveryKind, Look]:
    """Who draws which kind of message anew."""
    found: dict[DeliveryKind, Look] = dict.fromkeys(READINGS, ReadingLook(store, letters, voices))
    found[DeliveryKind.KICKOFF] = voices.invitation
    found[DeliveryKind.OPENER] = voices.piece
    return found
