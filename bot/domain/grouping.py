"""What becomes of a study group when somebody says something: pure decisions under its lock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.authority import Standing, may_steer
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView, Schedule, ScheduleKind
from bot.domain.errors import UserError
from bot.domain.group import (
    EXTENDED_FOR,
    Discussion,
    Group,
    GroupState,
    Head,
    LeadState,
    Member,
    MemberState,
    Reads,
    Round,
    departed,
)
from bot.domain.ids import PersonId, ResourceId
from bot.domain.position import Study, finish, hand_out
from bot.domain.schedule import FIRST_GAP, local

_MOMENT = timedelta(microseconds=1)
_ONCE_IN = timedelta(hours=12)  # One more week is given once in so long, however many press it


class NotIn(UserError):
    """You are not in this group. Type `join` to read along."""


class NothingToLead(UserError):
    """There is no reading to talk about yet. Once one is here, say `group lead`."""


class LedAlready(UserError):
    """Somebody has said already that they open this discussion. The next one could be yours."""


class NotLeading(UserError):
    """This discussion is not yours to open, so there is nothing to pass on. See `group`."""


class RunningAlready(UserError):
    """The group has begun already; nothing had to change. Type `next` for another reading now."""


class Resting(UserError):
    """This group is paused, so nothing can be sent. Say `resume`, then `start now`."""


class MovedOnAlready(UserError):
    """The group has moved on already; nothing had to change. See `group` for what comes next."""


class ExtendedAlready(UserError):
    """Somebody gave this reading one more week already. See `group` for the next date."""


class NothingComes(UserError):
    """No reading is planned that could wait. See `group` for where you are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """What a decision about a group may look at.

    `me` is who asks, and `whom` somebody else it is about, where they are or were members;
    `leads` may change the plan; `round` is the reading sent last, `reads` how many have read it.
    """

    view: EnrollmentView
    group: Group
    head: Head
    me: Member | None
    whom: Member | None
    leads: tuple[Member, ...]
    round: Round | None
    reads: Reads | None

    @property
    def is_member(self) -> bool:
        """Whether who asks is in the group."""
        return self.me is not None and self.me.state is MemberState.JOINED

    def may_steer(self, person: PersonId, standing: Standing) -> bool:
        """Whether somebody may change the plan at this moment."""
        deciding = {self.view.enrollment.person_id, *(each.person_id for each in self.leads)}
        return may_steer(standing, in_charge=person in deciding)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """What becomes of a group: only what is given is written.

    `members` are added or replaced; `change` is what becomes of its plan, in the same
    transaction. `reveal_at` is from now on when the answer to the guesses about the reading comes.
    """

    group: Group | None = None
    members: tuple[Member, ...] = ()
    round: Round | None = None
    change: Change | None = None
    reveal_at: datetime | None = None


GroupDecision = Callable[[GroupView], GroupChange]
"""Taken under the lock; where it refuses, all stays as it was."""


def leave(before: GroupView, *, now: datetime) -> GroupChange:
    """Out of the group; a discussion that waited for this person waits for the next one.

    Raises:
        NotIn: they are no member.
    """
    me = _me(before)
    return GroupChange(members=(departed(me),), round=_reopened(before, me, now=now))


def be_away(before: GroupView, *, until: date | None, now: datetime) -> GroupChange:
    """Not counted on until a local day, None for back again.

    Raises:
        NotIn: they are no member.
    """
    me = _me(before)
    gone = replace(me, away_until=until, seen_at=now)
    round_ = _reopened(before, me, now=now) if until is not None else None
    return GroupChange(members=(gone,), round=round_)


def lead(before: GroupView, *, now: datetime) -> GroupChange:
    """Open the discussion of the reading sent last: asked for it, or as a volunteer.

    Raises:
        NotIn: they are no member.
        NothingToLead: no reading was sent yet.
        LedAlready: somebody else said so before.
    """
    me, round_ = _me(before), before.round
    if round_ is None:
        raise NothingToLead
    others = round_.lead_id not in {None, me.person_id}  # None: whoever said so was erased
    if round_.lead_state is LeadState.CONFIRMED and others:
        raise LedAlready
    led = replace(round_, lead_id=me.person_id, lead_name=me.name, answer_by=None)
    turn = replace(me, turn=max(me.turn, round_.number), seen_at=now)
    return GroupChange(members=(turn,), round=replace(led, lead_state=LeadState.CONFIRMED))


def swap(before: GroupView, *, now: datetime) -> GroupChange:
    """Let the next one open the discussion.

    Raises:
        NotIn: they are no member.
        NotLeading: it is not theirs.
    """
    me = _me(before)
    reopened = _reopened(before, me, now=now)
    if reopened is None:
        raise NotLeading
    return GroupChange(round=reopened)


def start_now(before: GroupView, study: Study) -> GroupChange:
    """The first reading at once; the next at least 12 hours later.

    Raises:
        RunningAlready: the group has begun.
        Resting: it is paused.
    """
    view = before.view
    if before.group.state is not GroupState.GATHERING:
        raise RunningAlready
    if view.enrollment.state is EnrollmentState.PAUSED:
        raise Resting
    change = hand_out(view, study)
    first = tuple(replace(each, kind=DeliveryKind.FIRST) for each in change.deliveries)
    due_at = study.next_due(change.enrollment, view, after=study.now + FIRST_GAP)
    lesson = Schedule(kind=ScheduleKind.LESSON, due_at=due_at if change.enrollment.left else None)
    today = local(study.now, view.enrollment.pace.zone).date()
    return GroupChange(
        group=replace(before.group, state=GroupState.RUNNING, starts_on=today),
        change=replace(change, deliveries=first, schedules=(*change.schedules, lesson)),
    )


def move_on(before: GroupView, study: Study) -> GroupChange:
    """The reading is talked about: the next comes on its date, without a further week.

    Raises:
        NothingToLead: no reading was sent yet.
        MovedOnAlready: a lead said so before.
    """
    view, round_ = before.view, _round(before)
    if round_.moved_on_at is not None:
        raise MovedOnAlready
    change = finish_together(view, study, resource_id=round_.resource_id)
    running = change.enrollment.state is EnrollmentState.ACTIVE and change.enrollment.left
    if round_.extended_at is not None and running:
        due_at = study.next_due(change.enrollment, view, after=study.now)
        lesson = Schedule(kind=ScheduleKind.LESSON, due_at=due_at)
        change = replace(change, schedules=(*change.schedules, lesson))
    moved = replace(round_, moved_on_at=study.now)
    return GroupChange(round=moved, change=change, reveal_at=study.now)


def one_more_week(before: GroupView, study: Study) -> GroupChange:
    """The next reading comes a week later than planned.

    Raises:
        NothingToLead: no reading was sent yet.
        MovedOnAlready: the group has moved on.
        ExtendedAlready: somebody pressed it shortly before.
        NothingComes: nothing is planned.
    """
    view, round_ = before.view, _round(before)
    if round_.moved_on_at is not None:
        raise MovedOnAlready
    if round_.extended_at is not None and study.now - round_.extended_at < _ONCE_IN:
        raise ExtendedAlready
    due_at, enrollment = view.next_due_at, view.enrollment
    if due_at is None or not enrollment.left or enrollment.state is not EnrollmentState.ACTIVE:
        raise NothingComes
    later = study.next_due(enrollment, view, after=due_at + EXTENDED_FOR - _MOMENT)
    lesson = Schedule(kind=ScheduleKind.LESSON, due_at=later)
    return GroupChange(
        round=replace(round_, extended_at=study.now),
        change=Change(enrollment=enrollment, schedules=(lesson,)),
        reveal_at=later if before.group.discussion is None else None,
    )


def talk_at(
    before: GroupView,
    discussion: Discussion | None,
    *,
    answer_by: datetime | None,
    meets_at: datetime | None,
) -> GroupChange:
    """When the group talks from now on, and about its reading at `meets_at`.

    Who is asked to lead may answer until `answer_by`.
    """
    round_ = before.round
    asked = round_ is not None and round_.lead_state is LeadState.ASKED
    return GroupChange(
        group=replace(before.group, discussion=discussion),
        round=replace(round_, answer_by=answer_by) if round_ and asked and answer_by else None,
        reveal_at=meets_at,
    )


def finish_together(view: EnrollmentView, study: Study, *, resource_id: ResourceId) -> Change:
    """The change when a group has finished a reading: what each member did is written apart."""
    nobody = view.enrollment.person_id
    return replace(finish(view, study, resource_id=resource_id, by=nobody), finished=())


def _me(before: GroupView) -> Member:
    if before.me is None or before.me.state is not MemberState.JOINED:
        raise NotIn
    return before.me


def _round(before: GroupView) -> Round:
    if before.round is None:
        raise NothingToLead
    return before.round


def _reopened(before: GroupView, me: Member, *, now: datetime) -> Round | None:
    """The latest reading asks anew who leads it, where that was this person."""
    round_ = before.round
    if round_ is None or round_.lead_id != me.person_id or round_.moved_on_at is not None:
        return None
    return replace(round_, lead_state=LeadState.OPEN, answer_by=now)
