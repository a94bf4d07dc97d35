"""A group's weekly message: when it comes, and whether there is anything to say. Pure.

Where the group has a discussion it comes on the working day before it, so that who has not read
can still come; else on the day on which a plan is looked back on.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.budget import Spend, Standing, Urgency, Verdict, decide, monday
from bot.domain.delivery import DeliveryKind, NewDelivery
from bot.domain.enrollment import (
    Attention,
    Change,
    EnrollmentState,
    EnrollmentView,
    Nudge,
    Schedule,
    ScheduleKind,
)
from bot.domain.group import Discussion, Group, GroupState, LineKind, Often, Reads, Round
from bot.domain.ids import ResourceId
from bot.domain.leading import eve
from bot.domain.pace import Pace
from bot.domain.position import Study
from bot.domain.quiet import after_quiet
from bot.domain.reminders import FRESH, LATEST, RECAP, next_reminder
from bot.domain.schedule import FreeDays, local, next_slot

EVE = "eve"
"""The variant of a group's weekly message that comes before a discussion."""
QUIET = "quiet"
"""The variant of a private message to a member who has been quiet since a reading came."""
COPY = "copy"
"""The variant of a new reading that comes to a member in private as well."""
TO_READ = timedelta(days=1)
"""What was sent less than this before a discussion is talked about at the next one."""
AFTER_READING = timedelta(hours=2)
"""How long after a reading that comes at the very same time the message of an eve comes."""
ROUNDS = 8
"""How many of a group's latest readings are looked at: what one date brings, and some before."""
_LONGEST_BETWEEN = timedelta(days=45)
_TWO_WEEKS = 14
_WEEKS_LOOKED_AT = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line that a member wrote for the group about a reading."""

    resource_id: ResourceId
    kind: LineKind
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reading that a group was sent, and how many have read it."""

    round: Round
    reads: Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWeek:
    """Where a group stands: its latest readings, the newest first, and what was said on them."""

    group: Group
    told: tuple[Told, ...] = ()
    lines: tuple[Said, ...] = ()

    def reading(self, before: datetime) -> Told | None:
        """The latest reading that was sent until then."""
        return next((each for each in self.told if each.round.sent_at <= before), None)

    def of(self, resource_id: ResourceId | None) -> Told | None:
        """This reading, where it is one of the latest."""
        return next((each for each in self.told if each.round.resource_id == resource_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a weekly message comes, and the discussion that it comes before (UTC)."""

    at: datetime
    talk_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """It tells of a reading that was sent until then."""
        return self.at - FRESH if self.talk_at is None else self.talk_at - TO_READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What the times of a group's weekly messages follow from."""

    pace: Pace
    discussion: Discussion | None
    attention: Attention
    free: FreeDays

    def following(self, after: datetime) -> Moment | None:
        """The first weekly message after an instant; None where no day is left for one."""
        if self.discussion is not None:
            return self._eve(self.discussion, after)
        at = next_reminder(self.pace, self.attention, free=self.free, after=after)
        return Moment(at=at) if at is not None else None

    def due(self, now: datetime) -> Moment | None:
        """The message whose time is now or has just been; None between two of them."""
        found = self.following(now - LATEST)
        if found is None or found.at > now:
            return None
        return None if found.talk_at is not None and found.talk_at <= now else found

    def before(self, moment: Moment) -> Moment:
        """The message before this one."""
        earlier = Moment(at=moment.at - _LONGEST_BETWEEN)
        while (found := self.following(earlier.at)) is not None and found.at < moment.at:
            earlier = found
        return earlier

    def _eve(self, discussion: Discussion, after: datetime) -> Moment | None:
        talk_at = after
        for _ in range(_WEEKS_LOOKED_AT):
            talk_at = talk_after(discussion, self.pace.zone, after=talk_at, free=self.free)
            at = self._message_before(talk_at)
            if at is not None and at > after:
                return Moment(at=at, talk_at=talk_at)
        return None

    def _message_before(self, talk_at: datetime) -> datetime | None:
        """When the message of a discussion comes; None where quiet hours leave no time for it."""
        at = eve(talk_at, self.pace.zone, free=self.free)
        if next_slot(self.pace, at - timedelta(minutes=1), free=self.free) == at:
            at += AFTER_READING
        at = after_quiet(at, self.attention.quiet, zone=self.attention.zone)
        return at if at < talk_at else None


def talk_after(discussion: Discussion, zone: str, *, after: datetime, free: FreeDays) -> datetime:
    """The first time (UTC) after an instant at which a group talks; free days put it off."""
    weekly = Pace(at=discussion.at, zone=zone, weekdays=frozenset({discussion.weekday}))
    return next_slot(weekly, after, free=free)


def with_group_week(
    view: EnrollmentView,
    study: Study,
    *,
    standing: Standing | None,
    week: GroupWeek | None,
    change: Change,
) -> Change:
    """The change with what becomes of the group's weekly message that is due.

    A reading that goes out in the same moment tells of the discussion in its place.
    """
    if week is None or change.enrollment.state is not EnrollmentState.ACTIVE:
        return _due(change, None)
    rhythm = _rhythm(view, week.group, study=study)
    following = rhythm.following(study.now)
    off = _due(change, following.at if following else None)
    if week.group.state is GroupState.GATHERING or week.group.reminder is Often.OFF:
        return off
    moment = rhythm.due(study.now)
    if any(each.kind is DeliveryKind.LESSON and not each.dropped for each in change.deliveries):
        first, *rest = off.deliveries
        return replace(off, deliveries=(replace(first, variant=RECAP), *rest))
    told = _worth_telling(week, rhythm, moment=moment) if moment and not change.deliveries else None
    if moment is None or told is None:
        return off
    nudge = Nudge(resource_id=told.resource_id, slot_at=moment.at, now=study.now)
    change, off = replace(change, nudge=nudge), replace(off, nudge=nudge)
    day = _counts_on(moment, study.now, zone=view.enrollment.pace.zone)
    eve_of = moment.talk_at is not None
    verdict = decide(standing, on=day, next_reading_on=_next_day(view, study), eve=eve_of)
    if verdict is Verdict.SEND and standing is not None:
        return _telling(off, moment, told=told, standing=standing, day=day)
    return _due(change, view.next_due_at) if verdict is Verdict.RIDE else off


def _counts_on(moment: Moment, now: datetime, *, zone: str) -> date:
    """The local day that the message takes its room of: an eve's lies in its discussion's week."""
    today = local(now, zone).date()
    return max(today, monday(local(moment.talk_at, zone).date())) if moment.talk_at else today


def _rhythm(view: EnrollmentView, group: Group, *, study: Study) -> Rhythm:
    enrollment = view.enrollment
    return Rhythm(
        pace=enrollment.pace,
        discussion=group.discussion,
        attention=view.attention,
        free=study.free(enrollment.calendar),
    )


def _worth_telling(week: GroupWeek, rhythm: Rhythm, *, moment: Moment) -> Round | None:
    """The reading to tell of: one that came, or got one more week, since the message before.

    Who asked for less often hears of every other one.
    """
    told = week.reading(moment.until)
    if told is None or told.round.moved_on_at is not None:
        return None
    since = rhythm.before(moment)
    if week.group.reminder is Often.LESS:
        if not _is_even_week(moment, rhythm):
            return None
        since = rhythm.before(since)
    extended = told.round.extended_at is not None and told.round.extended_at > since.at
    return told.round if told.round.sent_at > since.until or extended else None


def _is_even_week(moment: Moment, rhythm: Rhythm) -> bool:
    day = local(moment.at, rhythm.pace.zone).date()
    return (day.toordinal() - 1) % _TWO_WEEKS < _TWO_WEEKS // 2


def _telling(
    change: Change, moment: Moment, *, told: Round, standing: Standing, day: date
) -> Change:
    message = NewDelivery(
        kind=DeliveryKind.DIGEST,
        slot_at=moment.at,
        resource_id=told.resource_id,
        variant=EVE if moment.talk_at is not None else "",
    )
    spend = Spend(
        recipient=standing.recipient,
        on=day,
        urgency=Urgency.EVE if moment.talk_at is not None else Urgency.REMINDER,
        before=standing.reminders,
        after=standing.reminders,
    )
    return replace(change, deliveries=(message,), spend=spend)


def _next_day(view: EnrollmentView, study: Study) -> date | None:
    due_at = view.next_due_at
    if due_at is None or due_at <= study.now or not view.enrollment.left:
        return None
    return local(due_at, view.enrollment.pace.zone).date()


def _due(change: Change, due_at: datetime | None) -> Change:
    resting = Schedule(kind=ScheduleKind.DIGEST, due_at=due_at)
    return replace(change, schedules=(*change.schedules, resting))
