"""Study groups: a channel that follows a plan together, its members and its readings."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.domain.pace import Weekday

ACTIVE_FOR = timedelta(weeks=4)
"""Who joined, Done or said nothing in the group for longer does not count until they are back."""
NAMED_FROM = 3
"""Finishers are named from so many on, and below half of the group: absence names nobody."""
EXTENDED_FOR = timedelta(days=7)
"""What "One more week" puts the next reading off by."""


class GroupState(StrEnum):
    """Whether the first reading has gone out."""

    GATHERING = "gathering"
    RUNNING = "running"


class MemberState(StrEnum):
    """Whether somebody is in the group."""

    JOINED = "joined"
    LEFT = "left"


class Role(StrEnum):
    """A lead may change the group's plan; who started it is one."""

    MEMBER = "member"
    LEAD = "lead"


class Tell(StrEnum):
    """How somebody is told that it is their turn to lead, besides their name in the thread."""

    NOTHING = "nothing"
    ROLE = "role"
    DM = "dm"


class Often(StrEnum):
    """How often the group's own weekly message comes."""

    ON = "on"
    LESS = "less"
    OFF = "off"


class LeadState(StrEnum):
    """Where the question stands who leads the discussion of a reading.

    `open` has not been asked yet, `swapped` leads in place of somebody else, `nobody` means that
    there is no one to ask.
    """

    OPEN = "open"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    SWAPPED = "swapped"
    NOBODY = "nobody"


class LineKind(StrEnum):
    """What a line for the group says about a reading."""

    LEARNED = "learned"
    LIKED = "liked"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """The weekday and local time, in the plan's zone, at which a group talks."""

    weekday: Weekday
    at: time

    def encode(self) -> str:
        """As one short word for storage, for example `3@16:00`."""
        return f"{int(self.weekday)}@{self.at:%H:%M}"

    @staticmethod
    def decode(text: str) -> "Discussion | None":
        """What `encode` wrote; None for empty text.

        Raises:
            ValueError: no discussion is written like that.
        """
        if not text:
            return None
        day, _, at = text.partition("@")
        return Discussion(weekday=Weekday(int(day)), at=time.fromisoformat(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A group about to be made: the local date of its first reading."""

    state: GroupState
    starts_on: date
    cohort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What a plan in a channel has besides its readings.

    `starts_on` is None for a group that ran before groups had a start; `rounds` counts the
    readings it was sent.
    """

    enrollment_id: EnrollmentId
    state: GroupState
    starts_on: date | None
    cohort: str
    discussion: Discussion | None
    reminder: Often
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a group, with what they said yes to.

    `from_round` is the number of the first reading that counts for them. `turn` is the number of
    the reading that they were last asked to lead (0: never), `led` how many they did. `active`
    says that they count now: joined, not away, and seen within `ACTIVE_FOR`. `handle` is the
    platform's own id of them.
    """

    person_id: PersonId
    name: str
    state: MemberState
    role: Role
    joined_at: datetime
    seen_at: datetime
    from_round: int
    active: bool
    tell: Tell = Tell.NOTHING
    nudges: bool = False
    on_board: bool = False
    away_until: date | None = None
    turn: int = 0
    led: int = 0
    handle: str = ""

    @property
    def may_lead(self) -> bool:
        """Whether they may change the group's plan."""
        return self.state is MemberState.JOINED and self.role is Role.LEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A reading that a group was sent; instants are study time.

    `answer_by` is when the question who leads is looked at next, None once it is settled.
    """

    number: int
    resource_id: ResourceId
    sent_at: datetime
    lead_id: PersonId | None
    lead_name: str
    lead_state: LeadState
    answer_by: datetime | None
    moved_on_at: datetime | None = None
    extended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How many are in a group: everybody who joined, and those who are active now."""

    members: int
    active: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What everybody sees of a group."""

    group: Group
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """How many of a group have read one reading.

    `of` are the active members for whom it counts, with whoever has read it besides. `names` are
    the finishers' names, told only where they may be (see `may_name`).
    """

    done: int
    of: int
    names: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether the group has finished it: half of its active members have."""
        return self.done > 0 and 2 * self.done >= self.of


def may_name(done: int, of: int) -> bool:
    """Whether finishers may be named: from three on, and below half: absence names nobody."""
    return done >= NAMED_FROM and 2 * done < of


def arrived(
    me: Member | None, *, person_id: PersonId, name: str, now: datetime, rounds: int
) -> Member:
    """Somebody as a member of a group that was sent so many readings.

    Who is new or back starts with the reading that is read now and is asked to lead last of all.
    """
    if me is not None and me.state is MemberState.JOINED:
        return replace(me, seen_at=now)
    fresh = Member(
        person_id=person_id,
        name=name,
        state=MemberState.JOINED,
        role=Role.MEMBER,
        joined_at=now,
        seen_at=now,
        from_round=max(1, rounds),
        active=True,
        turn=rounds,
    )
    if me is None:
        return fresh
    kept = replace(fresh, tell=me.tell, nudges=me.nudges, on_board=me.on_board)
    return replace(kept, from_round=max(me.from_round, fresh.from_round))


def departed(me: Member) -> Member:
    """Somebody who leaves: what they said yes to is kept for their return, their role is not."""
    return replace(me, state=MemberState.LEFT, role=Role.MEMBER)
