"""Enrollments and their schedules: what is due, and the changes that planning makes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import structlog
from sqlalchemy import Connection, Row, text

from bot.domain.budget import Standing
from bot.domain.case_week import CASES, WITHOUT_READINGS, CaseHistory
from bot.domain.enrollment import Change, EnrollmentView, Handled, ScheduleKind
from bot.domain.group_week import GroupWeek
from bot.domain.ids import CurriculumId, EnrollmentId, ResourceId, Revision
from bot.ports import Clock
from bot.storage import decode
from bot.storage.budgets import read_standings, write_within_budget
from bot.storage.case_histories import read_histories
from bot.storage.database import Database
from bot.storage.group_weeks import read_weeks
from bot.storage.rows import ids
from bot.storage.types import instant_or_none, to_micros

_ALONE = "(SELECT pl.is_dm FROM places pl WHERE pl.id = e.place_id) = 1"
VIEW = f"""
SELECT {decode.ENROLLMENT}, {decode.attention_where(_ALONE)}, s.kind AS s_kind,
  s.resource_id AS s_resource_id, s.due_at AS s_due_at
FROM {{source}} JOIN enrollments e ON e.id = {{key}}
JOIN positions q ON q.enrollment_id = {{key}} JOIN people p ON p.id = e.person_id
LEFT JOIN schedules s ON s.enrollment_id = e.id"""  # noqa: S608 - our own column names

_DUE_IDS = """(SELECT DISTINCT enrollment_id FROM (SELECT enrollment_id FROM schedules
WHERE due_at IS NOT NULL AND due_at <= :now ORDER BY due_at LIMIT :limit) AS soonest) AS due"""
_OF = VIEW.format(source="{r}", key="r.id") + " ORDER BY e.id"
_DUE = text(VIEW.format(source=_DUE_IDS, key="due.enrollment_id") + " ORDER BY e.id")
_HANDLED = """SELECT h.enrollment_id, h.resource_id, h.how FROM {r}
JOIN handled h ON h.enrollment_id = r.id ORDER BY h.enrollment_id, h.seq"""
_GATHER = """SELECT g.enrollment_id, g.starts_on FROM {r}
JOIN study_groups g ON g.enrollment_id = r.id
WHERE g.state = 'gathering' AND g.starts_on <> ''"""
_PARK = """UPDATE schedules SET due_at = :until FROM {r}
WHERE schedules.enrollment_id = r.id AND due_at IS NOT NULL AND due_at < :until"""
_NEXT_DUE = text("""SELECT s.due_at FROM schedules s JOIN enrollments e ON e.id = s.enrollment_id
JOIN workspaces w ON w.id = e.workspace_id WHERE w.platform = :platform AND s.due_at IS NOT NULL
AND s.kind <> :but ORDER BY s.due_at LIMIT 1""")
_OLD_REVISION = text("""SELECT id FROM enrollments WHERE curriculum = :curriculum
AND revision <> :revision AND state = 'active' AND id > :after ORDER BY id LIMIT :limit""")
_ACTIVE = text("""SELECT id FROM enrollments WHERE state = 'active' AND id > :after
ORDER BY id LIMIT :limit""")

PARKED_FOR = timedelta(hours=1)
"""How long an enrollment that cannot be read is kept out of the way (study time)."""

log = structlog.get_logger(__name__)


class PlanStore:
    """Implements `ports.Plans`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def due(self, now: datetime, *, limit: int) -> Sequence[EnrollmentView]:
        """See `ports.Plans.due`."""
        values = {"now": to_micros(now), "limit": limit}
        found, broken = await self._database.read(
            lambda c: _readable(c.execute(_DUE, values).fetchall())
        )
        if broken:
            log.error("enrollments_unreadable", count=len(broken), first=broken[0])
            await self.park(broken, until=now + PARKED_FOR)
        return found

    async def handled(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, Mapping[ResourceId, Handled]]:
        """See `ports.Plans.handled`."""
        return await self._database.read(lambda c: read_handled(c, enrollments))

    async def apply(self, changes: Sequence[Change]) -> frozenset[EnrollmentId]:
        """See `ports.Plans.apply`."""
        real = self._clock.real()

        def work(connection: Connection) -> frozenset[EnrollmentId]:
            published = published_revisions(connection) | {CASES: WITHOUT_READINGS.revision}
            valid = [
                each
                for each in changes
                if published.get(each.enrollment.curriculum) == each.enrollment.revision
            ]
            return write_within_budget(connection, valid, real=real)

        return await self._database.write(work, urgent=False)

    async def standings(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, Standing]:
        """See `ports.Plans.standings`."""
        return await self._database.read(lambda c: read_standings(c, enrollments))

    async def weeks(
        self, enrollments: Sequence[EnrollmentId], *, now: datetime
    ) -> Mapping[EnrollmentId, GroupWeek]:
        """See `ports.Plans.weeks`."""
        return await self._database.read(lambda c: read_weeks(c, enrollments, now=now))

    async def case_histories(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, CaseHistory]:
        """See `ports.Plans.case_histories`."""
        return await self._database.read(lambda c: read_histories(c, enrollments))

    async def park(self, enrollments: Sequence[EnrollmentId], *, until: datetime) -> None:
        """See `ports.Plans.park`."""
        await self._database.write(
            lambda c: ids(c, _PARK, numbers=enrollments, until=to_micros(until)), urgent=False
        )

    async def next_due_at(self, platform: str, *, readings: bool = False) -> datetime | None:
        """See `ports.Plans.next_due_at`."""
        values = {"platform": platform, "but": ScheduleKind.DIGEST.value if readings else ""}
        return instant_or_none(await self._database.read(lambda c: c.scalar(_NEXT_DUE, values)))

    async def outdated(
        self, curriculum: CurriculumId, revision: Revision, *, after: EnrollmentId, limit: int
    ) -> Sequence[EnrollmentView]:
        """See `ports.Plans.outdated`."""
        values = {
            "curriculum": curriculum,
            "revision": revision,
            "after": after,
            "limit": limit,
        }

        def work(connection: Connection) -> Sequence[EnrollmentView]:
            found = connection.scalars(_OLD_REVISION, values).all()
            return _readable_of(connection, found)

        return await self._database.read(work)

    async def active(self, *, after: EnrollmentId, limit: int) -> Sequence[EnrollmentView]:
        """See `ports.Plans.active`."""
        values = {"after": after, "limit": limit}
        return await self._database.read(
            lambda c: _readable_of(c, c.scalars(_ACTIVE, values).all())
        )


def views_of(connection: Connection, enrollments: Sequence[int]) -> list[EnrollmentView]:
    """The enrollments of these ids, in the order of the ids."""
    return [_view(lines) for lines in _by_enrollment(ids(connection, _OF, numbers=enrollments))]


def _readable_of(connection: Connection, enrollments: Sequence[int]) -> list[EnrollmentView]:
    """As `views_of`, without those that cannot be read."""
    found, broken = _readable(ids(connection, _OF, numbers=enrollments))
    if broken:
        log.error("enrollments_unreadable", count=len(broken), first=broken[0])
    return found


def full_views(connection: Connection, numbers: Sequence[int]) -> list[EnrollmentView]:
    """The enrollments of these ids with their history, in the order of the ids."""
    handled = read_handled(connection, numbers)
    gather = ids(connection, _GATHER, numbers=numbers)
    until = {row.enrollment_id: date.fromisoformat(row.starts_on) for row in gather}
    return [
        EnrollmentView(
            enrollment=view.enrollment,
            attention=view.attention,
            schedules=view.schedules,
            handled=handled[view.enrollment.id],
            gathers_until=until.get(view.enrollment.id),
        )
        for view in views_of(connection, numbers)
    ]


def read_handled(
    connection: Connection, enrollments: Sequence[int]
) -> dict[EnrollmentId, dict[ResourceId, Handled]]:
    """What these enrollments have handled, the oldest first."""
    found: dict[EnrollmentId, dict[ResourceId, Handled]] = {
        EnrollmentId(each): {} for each in enrollments
    }
    for row in ids(connection, _HANDLED, numbers=enrollments):
        found[EnrollmentId(row.enrollment_id)][ResourceId(row.resource_id)] = Handled(row.how)
    return found


def _by_enrollment(rows: Sequence[Row[Any]]) -> Iterator[list[Row[Any]]]:
    return (list(lines) for _, lines in groupby(rows, key=itemgetter(0)))


def _readable(rows: Sequence[Row[Any]]) -> tuple[list[EnrollmentView], list[EnrollmentId]]:
    """The enrollments that can be read, and the ids of those that cannot: one stops no other."""
    found: list[EnrollmentView] = []
    broken: list[EnrollmentId] = []
    for lines in _by_enrollment(rows):
        try:
            found.append(_view(lines))
        except (ValueError, KeyError):  # a zone that is no more, a word of a newer version
            broken.append(EnrollmentId(lines[0][0]))
    return found, broken


def _view(lines: Sequence[Sequence[Any]]) -> EnrollmentView:
    """One view of an enrollment's rows; the schedule's columns stand last in each."""
    return EnrollmentView(
        enrollment=decode.enrollment(lines[0]),
        attention=decode.attention(lines[0]),
        schedules=tuple(
            decode.schedule(line[-3], line[-2], due_at=line[-1])
            for line in lines
            if line[-3] is not None
        ),
    )


def published_revisions(connection: Connection) -> dict[CurriculumId, Revision]:
    """The revision of each curriculum that processes plan with."""
    rows = connection.execute(text("SELECT id, revision FROM curricula")).fetchall()
    return {CurriculumId(row.id): Revision(row.revision) for row in rows}
