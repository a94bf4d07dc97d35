"""From a claimed row to a message: the last checks before it is marked, and its card."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.card import Card
from bot.domain.cards.broken import with_way_around
from bot.domain.cards.delivery import delivery_card, reading_card, with_last_line
from bot.domain.cards.group_week import Telling, group_week_card, quiet_card, talk_line
from bot.domain.cards.message import Subject, message_of
from bot.domain.cards.recap import Reminder, recap_line, weekly_card
from bot.domain.cards.shutting import shut_card
from bot.domain.curriculum import Curriculum
from bot.domain.delivery import ENDED, DeliveryKind, DeliveryState, Drop, Settlement
from bot.domain.edits import Stale
from bot.domain.enrollment import Calendar
from bot.domain.group import Often
from bot.domain.group_week import COPY, QUIET, TO_READ, GroupWeek, Told, talk_after
from bot.domain.ids import CurriculumId, ResourceId, Revision
from bot.domain.recap import LookBack, Recap, look_back
from bot.domain.reminders import RECAP
from bot.domain.schedule import NO_FREE_DAYS, FreeDays, away_end, grace
from bot.domain.shutting import SHUT, Shut
from bot.domain.threads import Hanging
from bot.domain.waiting import is_new
from bot.ports import Claimed, Clock, Library, Outgoing
from bot.usecases.cases_at_hand import CasesAtHand
from bot.usecases.link_state import BrokenLinks
from bot.usecases.pieces import INVITATION, Maker, write_piece
from bot.usecases.study import curriculum_of

MOST_LATE = timedelta(hours=12)
"""Nothing goes out later than this after its time."""
FRESH = timedelta(minutes=10)
"""What a person has just asked for comes even in their quiet hours."""
NEW = "new"
MOST_CARDS = 512
"""How many different cards are kept at once."""
_ALONE = frozenset({"done", "later", "broken"})
"""What one member can press on a group's reading that comes to them in private."""
ASKED_FOR = {DeliveryKind.FIRST, DeliveryKind.ASKED}


def _never_free(calendar: Calendar, year: int) -> FreeDays:
    del calendar, year
    return NO_FREE_DAYS


@dataclass(frozen=True, slots=True)
class Letters:
    """Makes messages of claimed rows, or says what else becomes of them.

    `makers` make the cards of pieces of threads, by the first word of the piece.
    """

    library: Library
    clock: Clock
    broken: BrokenLinks = field(default_factory=BrokenLinks)
    cases: CasesAtHand = field(default_factory=CasesAtHand)
    free: Callable[[Calendar, int], FreeDays] = _never_free
    makers: Mapping[str, Maker] = field(default_factory=dict)
    _cards: dict[tuple[CurriculumId, Revision, Subject, bool], Card] = field(default_factory=dict)

    async def prepare(self, claimed: Sequence[Claimed]) -> None:
        """Fetch what these rows may tell of besides what stands in them."""
        if any(each.week or each.kind is DeliveryKind.CASESTUDY for each in claimed):
            await self.cases.refresh()

    def write(self, claimed: Claimed) -> Outgoing | Settlement:
        """The message to send, or the settlement of a row that must not go out now."""
        dropped = self._reason_to_drop(claimed)
        if dropped is not None:
            return Settlement(claim=claimed.claim, state=DeliveryState.DROPPED, reason=dropped)
        waits = self._silence(claimed)
        if waits is not None:
            retry_at = self.clock.real() + waits
            return Settlement(claim=claimed.claim, state=DeliveryState.READY, retry_at=retry_at)
        card = self._card(claimed)
        return Outgoing(to=claimed.to, key=claimed.key, card=card, calls=claimed.calls)

    async def write_made(self, claimed: Claimed) -> Outgoing | Settlement:
        """As `write`, for a group's invitation and its end, which are made from what is kept.

        Somebody has just begun the group, so its invitation waits for no quiet hours.
        """
        waits = self._silence(claimed) if claimed.variant == ENDED else None
        if waits is not None:
            retry_at = self.clock.real() + waits
            return Settlement(claim=claimed.claim, state=DeliveryState.READY, retry_at=retry_at)
        maker = self.makers.get(claimed.variant or INVITATION)
        card = await maker(claimed) if maker is not None else None
        if card is None:
            dropped = DeliveryState.DROPPED
            return Settlement(claim=claimed.claim, state=dropped, reason=Drop.RETIRED)
        return Outgoing(to=claimed.to, key=claimed.key, card=card)

    async def write_piece(
        self, claimed: Claimed, hanging: Hanging, *, made: bool
    ) -> Outgoing | Settlement:
        """As `write`, for a piece of a thread; `made` says that threads have to be made there."""
        return await write_piece(
            claimed,
            hanging,
            library=self.library,
            makers=self.makers,
            made=made,
            real=self.clock.real(),
        )

    def _reason_to_drop(self, claimed: Claimed) -> Drop | None:
        if _is_unwanted(claimed):
            return Drop.STOPPED
        if claimed.kind is DeliveryKind.CASESTUDY:
            return self._reason_to_drop_case(claimed)
        curriculum = curriculum_of(self.library, claimed.enrollment.curriculum)
        if curriculum is None or _is_gone(claimed.resource_id, curriculum):
            return Drop.RETIRED
        asked = claimed.kind in ASKED_FOR or claimed.variant in SHUT
        if not asked and self._away_for(claimed) is not None:
            return Drop.AWAY
        return Drop.LATE if self.clock.now() - claimed.slot_at > _grace(claimed) else None

    def _reason_to_drop_case(self, claimed: Claimed) -> Drop | None:
        if claimed.resource_id and self.cases.document(claimed.resource_id) is None:
            return Drop.RETIRED
        if self._away_for(claimed) is not None:
            return Drop.AWAY
        return Drop.LATE if self.clock.now() - claimed.slot_at > MOST_LATE else None

    def _away_for(self, claimed: Claimed) -> timedelta | None:
        attention = claimed.attention
        if attention.away_until is None:
            return None
        left = away_end(attention.away_until, attention.zone) - self.clock.now()
        return left if left > timedelta(0) else None

    def _silence(self, claimed: Claimed) -> timedelta | None:
        """How long this message has to wait: for its time, or for the end of quiet hours."""
        early = claimed.slot_at - self.clock.now()
        if claimed.kind is DeliveryKind.SNOOZE and early > timedelta(0):
            return early
        fresh = self.clock.real() - claimed.planned_at < FRESH
        quiet = claimed.attention.quiet
        if quiet is None or (fresh and claimed.kind in ASKED_FOR):
            return None
        ends_at = quiet.until(self.clock.now(), claimed.attention.zone)
        return None if ends_at is None else ends_at - self.clock.now()

    def _card(self, claimed: Claimed) -> Card:
        if claimed.kind is DeliveryKind.CASESTUDY:
            return self.cases.card(claimed.resource_id, last=claimed.variant == ENDED)
        curriculum = curriculum_of(self.library, claimed.enrollment.curriculum)
        assert curriculum is not None  # noqa: S101 - it would have been dropped
        reading = claimed.resource_id
        if claimed.variant in SHUT:
            plan = curriculum.plan(claimed.enrollment.plan)
            return shut_card(plan, channel=claimed.channel, shut=Shut(claimed.variant))
        looks_back = claimed.variant == RECAP
        telling = self._telling(claimed, curriculum)
        if telling is not None and not looks_back:
            quiet = claimed.kind is DeliveryKind.NUDGE
            return (quiet_card if quiet else group_week_card)(telling, curriculum)
        if claimed.kind is DeliveryKind.DIGEST and reading is not None:
            return self._reminder(claimed, curriculum, current=reading)
        new = reading and is_new(claimed.enrollment, curriculum, reading=reading)
        copy = claimed.variant == COPY
        message = message_of(
            claimed.enrollment,
            kind=DeliveryKind.LESSON if copy else claimed.kind,
            variant=NEW if new else "" if looks_back or copy else claimed.variant,
            covered=claimed.covered,
            resource_id=reading,
            next_due_at=claimed.next_due_at,
        )
        if message.subject is None:
            return delivery_card(message, curriculum)
        card = self._reading(message.subject, curriculum)
        if looks_back and reading is not None:
            line = recap_line(self._look_back(claimed, curriculum), but=reading)
            line = talk_line(telling) if telling is not None else line
            card = replace(card, text=(*card.text, *line))
        card = with_last_line(card, message, curriculum=curriculum)
        if claimed.enrollment.is_group and claimed.to.is_dm:
            card = replace(card, buttons=tuple(b for b in card.buttons if b.press.verb in _ALONE))
        return card

    def again(self, stale: Stale) -> Card | None:
        """The card of a reading that was sent, as it would be sent now; None without one."""
        curriculum = self.library.curricula.get(stale.enrollment.curriculum)
        if curriculum is None or stale.resource_id not in curriculum.resources:
            return None
        message = message_of(
            stale.enrollment,
            kind=stale.kind,
            variant=stale.variant if stale.variant != RECAP else "",
            covered=stale.covered,
            resource_id=stale.resource_id,
            next_due_at=stale.next_due_at,
        )
        if message.subject is None:
            return None
        card = self._reading(message.subject, curriculum)
        return with_last_line(card, message, curriculum=curriculum)

    def _reminder(self, claimed: Claimed, curriculum: Curriculum, *, current: ResourceId) -> Card:
        reminder = Reminder(
            look=self._look_back(claimed, curriculum),
            enrollment=claimed.enrollment,
            current=current,
            next_at=claimed.next_due_at,
            variant=claimed.variant,
        )
        return weekly_card(reminder, curriculum)

    def _telling(self, claimed: Claimed, curriculum: Curriculum) -> Telling | None:
        """What a message tells of its group; None where it tells nothing of one."""
        week = claimed.week
        if week is None:
            return None
        talk_at = self._talk_at(claimed, week)
        told = _told(week, claimed, talk_at=talk_at)
        if told is None:
            return None
        case = self.cases.fitting(told.round, enrollment=claimed.enrollment, curriculum=curriculum)
        return Telling(
            week=week,
            told=told,
            enrollment=claimed.enrollment,
            talk_at=talk_at,
            next_at=claimed.next_due_at,
            case=case,
        )

    def _talk_at(self, claimed: Claimed, week: GroupWeek) -> datetime | None:
        """When the group talks next."""
        now, zone = self.clock.now(), claimed.enrollment.pace.zone
        if week.group.discussion is None:
            return None
        free = self.free(claimed.enrollment.calendar, now.year)
        return talk_after(week.group.discussion, zone, after=now, free=free)

    def _look_back(self, claimed: Claimed, curriculum: Curriculum) -> LookBack:
        recap = claimed.recap or Recap()
        now = self.clock.now()
        return look_back(recap, claimed.enrollment, curriculum=curriculum, now=now)

    def _reading(self, subject: Subject, curriculum: Curriculum) -> Card:
        """A reading's card; equal subjects of one revision share it."""
        resource = curriculum.resource(subject.resource_id)
        broken = self.broken.has(curriculum, resource)
        key = (curriculum.id, curriculum.revision, subject, broken)
        card = self._cards.get(key)
        if card is None:
            if len(self._cards) >= MOST_CARDS:
                self._cards.clear()
            card = reading_card(subject, curriculum)
            if broken:
                card = with_way_around(card, resource, curriculum=curriculum)
            self._cards[key] = card
        return card


def _told(week: GroupWeek, claimed: Claimed, *, talk_at: datetime | None) -> Told | None:
    """The reading that a message tells of: its own, or on a reading's message the one before it."""
    if claimed.kind in {DeliveryKind.DIGEST, DeliveryKind.NUDGE}:
        return week.of(claimed.resource_id)
    return week.reading((talk_at or claimed.slot_at) - TO_READ)


def _is_gone(reading: ResourceId | None, curriculum: Curriculum) -> bool:
    """Whether a curriculum has this reading no more, or has retired it."""
    resource = curriculum.resources.get(reading) if reading is not None else None
    return reading is not None and (resource is None or resource.retired)


def _is_unwanted(claimed: Claimed) -> bool:
    """Whether a group, or a member, wants this no more since it was planned."""
    week = claimed.week
    if claimed.variant == QUIET:
        return week is None
    weekly = claimed.kind is DeliveryKind.DIGEST
    return weekly and week is not None and week.group.reminder is Often.OFF


def _grace(claimed: Claimed) -> timedelta:
    following = claimed.next_due_at
    if claimed.kind is not DeliveryKind.LESSON or following is None:
        return MOST_LATE
    return grace(claimed.slot_at, following) if following > claimed.slot_at else MOST_LATE
