"""How messages that were sent look now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.card import Card, Words
from bot.domain.cards.discuss import REFUSED
from bot.domain.cards.group_week import Telling, talk_line
from bot.domain.delivery import DeliveryKind
from bot.domain.edits import Stale
from bot.domain.enrollment import Handled
from bot.domain.group_week import TO_READ, talk_after
from bot.domain.reminders import RECAP
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
            card = replace(card, text=(*card.text, *await self._talk(stale)))
        else:
            handled = (await self.store.plans.handled([number])).get(number, {})
            if handled.get(resource_id) in _ANSWERED:
                return None
        thread = await self.store.threads.of(number, resource_id, pressed=stale.id)
        refused = thread is not None and thread.is_refused and thread.parent == stale.id
        told = refused and thread is not None and thread.first_refusal
        return replace(card, text=(*card.text, REFUSED)) if told else card

    async def _talk(self, stale: Stale) -> tuple[Words, ...]:
        """The discussion that stands on a reading's message in place of the weekly one."""
        if stale.variant != RECAP:
            return ()
        number, enrollment = stale.enrollment.id, stale.enrollment
        week = (await self.store.plans.weeks([number], now=self.voices.studies.now())).get(number)
        own = week.of(stale.resource_id) if week else None
        if week is None or own is None or week.group.discussion is None:
            return ()
        since, zone = own.round.sent_at, enrollment.pace.zone
        free = self.letters.free(enrollment.calendar, since.year)
        talk_at = talk_after(week.group.discussion, zone, after=since, free=free)
        told = week.reading(talk_at - TO_READ)
        if told is None:
            return ()
        telling = Telling(
            week=week, told=told, enrollment=enrollment, talk_at=talk_at, next_at=stale.next_due_at
        )
        return talk_line(telling)


def looks(store: Store, letters: Letters, *, voices: Voices) -> Mapping[DeliveryKind, Look]:
    """Who draws which kind of message anew."""
    found: dict[DeliveryKind, Look] = dict.fromkeys(READINGS, ReadingLook(store, letters, voices))
    found[DeliveryKind.KICKOFF] = voices.invitation
    found[DeliveryKind.OPENER] = voices.piece
    return found
