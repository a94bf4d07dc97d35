"""The attention budget: what the bot starts by itself besides readings at the chosen pace. Pure.

A recipient, a person in private or a channel, gets at most one such message in any seven days of
their calendar, over all plans; a person may ask for fewer. Days rather than hours, so that a
reminder at the same local time every week fits on both sides of a clock change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum


class Every(StrEnum):
    """How often the bot may write by itself, at most."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    OFF = "off"

    @property
    def slower(self) -> "Every":
        """The next one that is less often; after monthly comes nothing."""
        return _SLOWER[self]

    @property
    def stops(self) -> bool:
        """Whether nothing comes at all."""
        return self is Every.OFF


_SLOWER = {
    Every.WEEKLY: Every.FORTNIGHTLY,
    Every.FORTNIGHTLY: Every.MONTHLY,
    Every.MONTHLY: Every.OFF,
    Every.OFF: Every.OFF,
}
WEEK_DAYS = 7
_GAP_DAYS = {Every.WEEKLY: WEEK_DAYS, Every.FORTNIGHTLY: 14, Every.MONTHLY: 28}
IGNORED_AT = 2
"""So many reminders in a row without an answer bring them less often."""


class RecipientKind(StrEnum):
    """Whose attention is spent."""

    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person (all their private messages together) or a channel; `id` is ours."""

    kind: RecipientKind
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """How a person wants to be reminded, and how they answered (study time, UTC).

    `ignored` counts the reminders in a row before the latest, at `last_at`, that nothing
    answered; `seen_at` is the person's latest press or command.
    """

    every: Every = Every.WEEKLY
    ignored: int = 0
    last_at: datetime | None = None
    seen_at: datetime | None = None


NEVER_ASKED = Reminders()
"""What holds for somebody who has chosen nothing, and for every channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a recipient's budget looks like; `spent_on` is the local day of the latest message."""

    recipient: Recipient
    reminders: Reminders = NEVER_ASKED
    spent_on: date | None = None


class Urgency(IntEnum):
    """Who goes first where several want the same budget in one moment."""

    EVE = 0  # before a group's discussion
    NUDGE = 1
    REMINDER = 2
    QUIET = 3  # to a quiet member of a group


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """One message out of a recipient's budget on a local day.

    It counts only while the recipient's choice is still `before.every`; `after` is what the
    reminders become with it.
    """

    recipient: Recipient
    on: date
    urgency: Urgency
    before: Reminders
    after: Reminders


class Verdict(StrEnum):
    """What becomes of something that the bot would like to say by itself."""

    SEND = "send"
    RIDE = "ride"
    WAIT = "wait"


def decide(
    standing: Standing | None, *, on: date, next_reading_on: date | None, eve: bool = False
) -> Verdict:
    """A message of its own, a line on the next reading's message, or not now.

    `on` and `next_reading_on` are local days, `eve` as in `has_room`; without a standing nothing
    may be started. Who asked for less often than weekly is not reminded on readings either.
    """
    if standing is None or standing.reminders.every is Every.OFF:
        return Verdict.WAIT
    if has_room(standing.reminders.every, spent_on=standing.spent_on, on=on, eve=eve):
        return Verdict.SEND
    soon = next_reading_on is not None and (next_reading_on - on).days < WEEK_DAYS
    return Verdict.RIDE if soon and standing.reminders.every is Every.WEEKLY else Verdict.WAIT


def has_room(every: Every, *, spent_on: date | None, on: date, eve: bool = False) -> bool:
    """Whether another message fits on a local day, after the latest one.

    An `eve` comes before a discussion and counts in its discussion's week, Monday to Sunday: a
    holiday that brings it forward takes no other week's room. Only channels have them.
    """
    if every is Every.OFF:
        return False
    if eve and spent_on is not None:
        return monday(on) > monday(spent_on)
    return spent_on is None or (on - spent_on).days >= _GAP_DAYS[every]


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def granted(
    spends: Sequence[Spend], kept: Mapping[Recipient, tuple[Every, date | None]]
) -> frozenset[int]:
    """Which of these spends count, by their index; `kept` is what the database holds now.

    The most urgent comes first; a second one for the same recipient waits, and one for somebody
    who is gone never comes.
    """
    spent = {recipient: day for recipient, (_, day) in kept.items()}
    won: set[int] = set()
    for index in sorted(range(len(spends)), key=lambda i: (spends[i].urgency, i)):
        each = spends[index]
        if each.recipient not in kept:
            continue
        every = kept[each.recipient][0]
        eve = each.urgency is Urgency.EVE
        fits = has_room(every, spent_on=spent[each.recipient], on=each.on, eve=eve)
        if every is each.before.every and fits:
            spent[each.recipient] = each.on
            won.add(index)
    return frozenset(won)


def reminded(before: Reminders, *, now: datetime) -> tuple[Reminders, Every | None]:
    """The reminders with one more at `now`, and how often they come from now on if that changed.

    Two in a row that nothing answered bring them less often, after monthly not at all.
    """
    answered = before.last_at is None or (
        before.seen_at is not None and before.seen_at >= before.last_at
    )
    ignored = 0 if answered else before.ignored + 1
    every, lowered = before.every, None
    if ignored >= IGNORED_AT:
        every = lowered = before.every.slower
        ignored = 0
    after = Reminders(every=every, ignored=ignored, last_at=now, seen_at=before.seen_at)
    return after, lowered
