"""What a plan puts into a calendar: each reading, each one that was put off, each discussion.

Every entry keeps its `uid` for good: it belongs to the plan and the reading, not to the date, so
that a calendar moves what it has instead of showing it twice.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from operator import itemgetter

from bot.domain.curriculum import Resource
from bot.domain.enrollment import EnrollmentView, ScheduleKind
from bot.domain.group import Discussion
from bot.domain.ids import ResourceId
from bot.domain.leading import meeting
from bot.domain.outlook import look
from bot.domain.path_mapping import forecast_times
from bot.domain.position import Study
from bot.domain.waiting import order

MOST_ENTRIES = 200
MOST_PAST = 50
"""So many of them at most have been: the newest."""
SHORTEST = timedelta(minutes=10)
MEETING = timedelta(minutes=45)
LONGEST = timedelta(hours=2)
"""A book is no appointment of forty hours."""


class EntryKind(StrEnum):
    """Why something stands in a calendar."""

    READING = "reading"
    AGAIN = "again"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event; `title` and `plan` are what others wrote.

    `since` is when its plan began, `changes` grows whenever the plan changes.
    """

    uid: str
    kind: EntryKind
    at: datetime
    lasts: timedelta
    title: str
    plan: str
    url: str
    since: datetime
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a calendar holds; `name` is its title, `zone` that of whoever looks at it."""

    name: str
    zone: str
    entries: tuple[Entry, ...]


Sent = Mapping[ResourceId, datetime]
"""When each reading of a plan was sent first (study time)."""


def entries_of(
    view: EnrollmentView, study: Study, *, sent: Sent, discussion: Discussion | None = None
) -> tuple[Entry, ...]:
    """Every entry of one plan in no order: sent, put off, to come, and a group's discussions."""
    dates = {each: at for each, at in sent.items() if each in study.curriculum.resources}
    for each, at in _coming(view, study):
        dates.setdefault(each, at)
    readings = [_entry(view, study, resource_id=each, at=at) for each, at in dates.items()]
    meetings = _discussions(view, study, dates=dates, discussion=discussion)
    return (*readings, *_put_off(view, study), *meetings)


def agenda(name: str, entries: Iterable[Entry], *, zone: str, now: datetime) -> Agenda:
    """At most MOST_ENTRIES of them, the nearest first to be kept, in the order of their dates."""
    ordered = sorted(entries, key=lambda each: (each.at, each.uid))
    past = [each for each in ordered if each.at < now][-MOST_PAST:]
    coming = [each for each in ordered if each.at >= now][: MOST_ENTRIES - len(past)]
    return Agenda(name=name, zone=zone, entries=(*past, *coming))


def uid_of(view: EnrollmentView, kind: EntryKind, *, what: str) -> str:
    """The name of an entry for good; it tells nothing of what it stands for."""
    enrollment = view.enrollment
    told = f"{enrollment.workspace_id}/{enrollment.id}/{kind}/{what}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@mlops-study-bot"


def _coming(view: EnrollmentView, study: Study) -> Iterator[tuple[ResourceId, datetime]]:
    """The readings that are left, each with when it comes as things stand."""
    enrollment = view.enrollment
    ids = order(study.curriculum, enrollment.plan, expanded=enrollment.expanded)
    left = (each for each in ids if each not in view.handled)
    times = forecast_times(view, study, outlook=look(view, study))
    yield from islice(zip(left, times, strict=False), MOST_ENTRIES)


def _discussions(
    view: EnrollmentView,
    study: Study,
    *,
    dates: Mapping[ResourceId, datetime],
    discussion: Discussion | None,
) -> Iterator[Entry]:
    """One at each time at which the group talks, named for the newest reading by then."""
    if discussion is None:
        return
    pace, free = view.enrollment.pace, study.free(view.enrollment.calendar)
    newest: dict[datetime, ResourceId] = {}
    for each, at in sorted(dates.items(), key=itemgetter(1)):
        newest[meeting(discussion, pace, after=at, free=free)] = each
    for at, each in newest.items():
        met = _entry(view, study, resource_id=each, at=at, kind=EntryKind.DISCUSSION)
        yield replace(met, lasts=MEETING)


def _put_off(view: EnrollmentView, study: Study) -> Iterator[Entry]:
    for each in view.schedules:
        if each.kind is ScheduleKind.SNOOZE and each.due_at and each.resource_id:
            yield _entry(
                view, study, resource_id=each.resource_id, at=each.due_at, kind=EntryKind.AGAIN
            )


def _entry(
    view: EnrollmentView,
    study: Study,
    *,
    resource_id: ResourceId,
    at: datetime,
    kind: EntryKind = EntryKind.READING,
) -> Entry:
    resource = study.curriculum.resource(resource_id)
    return Entry(
        uid=uid_of(view, kind, what=resource_id),
        kind=kind,
        at=at,
        lasts=_lasts(resource),
        title=resource.title,
        plan=study.curriculum.plan(view.enrollment.plan).title,
        url=resource.url,
        since=view.enrollment.started_at,
        changes=view.enrollment.version,
    )


def _lasts(resource: Resource) -> timedelta:
    return min(max(timedelta(minutes=resource.minutes), SHORTEST), LONGEST)
