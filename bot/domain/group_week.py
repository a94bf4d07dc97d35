"""A group's weekly message: when it comes, and whether there is anything to say. Pure.

Where the group has a discussion it comes on the working day before it, so that who has not read
can still come; else on the day on which a plan is looked back on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bot.domain.budget import Spend, Standing, Urgency, Verdict, decide
from bot.domain.delivery import DeliveryKind, NewDelivery
from bot.domain.enrollment import (
    Attention,
    Change,
    EnrollmentState,
    EnrollmentView,
    Schedule,
    ScheduleKind,
)
from bot.domain.group import Discussion, Group, GroupState, LineKind, Often, Reads, Round
from bot.domain.pace import Pace
from bot.domain.position import Study
from bot.domain.quiet import after_quiet
from bot.domain.reminders import LATEST, RECAP, next_reminder, reminder_hour
from bot.domain.schedule import FreeDays, local, slots
from bot.domain.zones import zone as zone_of

EVE = "eve"
"""The variant of a group's weekly message that comes before a discussion."""
_DAY = timedelta(days=1)
_SATURDAY = 5
_WEEKS_LOOKED_AT = 160
_LONGEST_BETWEEN = timedelta(days=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line that a member wrote for the group."""

    kind: LineKind
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWeek:
    """What a group's weekly message tells of it: the latest reading, who has read it, its lines."""

    group: Group
    round: Round | None
    reads: Reads
    lines: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a weekly message comes, and the discussion that it comes before (UTC)."""

    at: datetime
    talk_at: datetime | None = None


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

    def before(self, moment: Moment) -> datetime:
        """When the message before this one was due."""
        since = moment.at - _LONGEST_BETWEEN
        while (earlier := self.following(since)) is not None and earlier.at < moment.at:
            since = earlier.at
        return since

    def _eve(self, discussion: Discussion, after: datetime) -> Moment | None:
        for talk_at in islice(talks(discussion, self.pace.zone, after=after), _WEEKS_LOOKED_AT):
            day = local(talk_at, self.pace.zone).date()
            if day in self.free:
                continue
            at = self._instant(eve_of(day, free=self.free))
            if after < at < talk_at:
                return Moment(at=at, talk_at=talk_at)
        return None

    def _instant(self, day: date) -> datetime:
        at = reminder_hour(self.pace, reading=self.pace.day_from(day) == day)
        moment = datetime.combine(day, at, zone_of(self.pace.zone)).astimezone(UTC)
        return after_quiet(moment, self.attention.quiet, zone=self.attention.zone)


def talks(discussion: Discussion, zone: str, *, after: datetime) -> Iterator[datetime]:
    """Every time (UTC) after an instant at which a group talks, without end."""
    weekly = Pace(at=discussion.at, zone=zone, weekdays=frozenset({discussion.weekday}))
    return slots(weekly, after)


def next_talk(
    discussion: Discussion, zone: str, *, after: datetime, free: FreeDays
) -> datetime | None:
    """The first time (UTC) after an instant at which a group talks; free days have none."""
    coming = islice(talks(discussion, zone, after=after), _WEEKS_LOOKED_AT)
    return next((each for each in coming if local(each, zone).date() not in free), None)


def eve_of(day: date, *, free: FreeDays) -> date:
    """The working day before a discussion: weekends and free days are skipped back."""
    eve = day - _DAY
    while eve.weekday() >= _SATURDAY or eve in free:
        eve -= _DAY
    return eve


def rhythm_of(view: EnrollmentView, group: Group, *, study: Study) -> Rhythm:
    """The rhythm of a group's weekly messages."""
    enrollment = view.enrollment
    return Rhythm(
        pace=enrollment.pace,
        discussion=group.discussion,
        attention=view.attention,
        free=study.free(enrollment.calendar),
    )


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
    rhythm = rhythm_of(view, week.group, study=study)
    following = rhythm.following(study.now)
    off = _due(change, following.at if following else None)
    if week.group.state is GroupState.GATHERING or week.group.reminder is Often.OFF:
        return off
    if any(each.kind is DeliveryKind.LESSON and not each.dropped for each in change.deliveries):
        first, *rest = off.deliveries
        return replace(off, deliveries=(replace(first, variant=RECAP), *rest))
    moment = rhythm.due(study.now)
    if moment is None or change.deliveries or not _worth_telling(week, rhythm, moment=moment):
        return off
    today = local(study.now, view.enrollment.pace.zone).date()
    verdict = decide(standing, on=today, next_reading_on=_next_day(view, study))
    if verdict is Verdict.SEND and standing is not None:
        return _telling(off, moment, week=week, standing=standing, today=today)
    return _due(change, view.next_due_at) if verdict is Verdict.RIDE else off


def _worth_telling(week: GroupWeek, rhythm: Rhythm, *, moment: Moment) -> bool:
    """Whether a reading has come, or got one more week, since the message before this one.

    Who asked for less often hears of every other one.
    """
    latest = week.round
    if latest is None or latest.moved_on_at is not None:
        return False
    since = rhythm.before(moment)
    if week.group.reminder is Often.LESS:
        if not _is_even_week(moment, rhythm):
            return False
        since = rhythm.before(Moment(at=since))
    return max(latest.sent_at, latest.extended_at or latest.sent_at) > since


def _is_even_week(moment: Moment, rhythm: Rhythm) -> bool:
    day = local(moment.talk_at or moment.at, rhythm.pace.zone).date()
    return day.toordinal() // 7 % 2 == 0


def _telling(
    change: Change, moment: Moment, *, week: GroupWeek, standing: Standing, today: date
) -> Change:
    message = NewDelivery(
        kind=DeliveryKind.DIGEST,
        slot_at=moment.at,
        resource_id=week.round.resource_id if week.round else None,
        variant=EVE if moment.talk_at is not None else "",
    )
    spend = Spend(
        recipient=standing.recipient,
        on=today,
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
