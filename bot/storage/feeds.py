"""Calendar feeds: who asked for which, kept as hashes, and the plans that each shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.group import Discussion
from bot.domain.ids import EnrollmentId, PersonId, ResourceId
from bot.domain.limits import Limit, LimitReached
from bot.ports import Clock, Feed, Followed, Party
from bot.storage.database import Database
from bot.storage.events import note_event
from bot.storage.limits import most
from bot.storage.plans import full_views
from bot.storage.rows import ids
from bot.storage.types import from_micros, instant_or_none, to_micros

_LOCK = "SELECT id FROM people WHERE id = :person AND workspace_id = :workspace"
_MINE = "person_id = :person AND place_id = :place AND workspace_id = :workspace"
_MADE = text(f"SELECT made_at FROM feeds WHERE {_MINE}")  # noqa: S608 - our own condition
_END = text(f"DELETE FROM feeds WHERE {_MINE}")  # noqa: S608 - our own condition
_GONE = text("""DELETE FROM feeds WHERE person_id IN (SELECT p.id FROM people p
  JOIN workspaces w ON w.id = p.workspace_id WHERE w.platform = :platform
  AND w.external_id = :workspace AND p.external_id = :person) AND (:place = '' OR place_id IN (
  SELECT pl.id FROM places pl WHERE pl.workspace_id = feeds.workspace_id
    AND pl.external_id = :place))""")
_LEFT = text("""DELETE FROM feeds WHERE person_id = :person AND workspace_id = :workspace
  AND place_id = (SELECT e.place_id FROM enrollments e WHERE e.id = :id)
  AND NOT EXISTS (SELECT 1 FROM group_members m JOIN enrollments e ON e.id = m.enrollment_id
    WHERE e.place_id = feeds.place_id AND e.state IN ('active', 'paused')
      AND m.person_id = :person AND m.state = 'joined')""")
_COUNT = text("SELECT count(*) FROM feeds WHERE person_id = :person")
_MAKE = text("""INSERT INTO feeds (digest, workspace_id, person_id, place_id, made_at)
VALUES (:digest, :workspace, :person, :place, :at)""")
_WHOSE = """SELECT p.id AS person, p.zone, pl.id AS place, pl.is_dm, pl.name, w.id AS workspace
FROM workspaces w JOIN people p ON p.workspace_id = w.id JOIN places pl ON pl.workspace_id = w.id"""
_OPENED = text(f"""{_WHOSE} JOIN feeds f ON f.person_id = p.id AND f.place_id = pl.id
  AND f.workspace_id = w.id
WHERE f.digest = :digest AND w.state = 'active'""")
_HERE = text(f"""{_WHOSE} WHERE w.id = :workspace AND p.id = :person AND pl.id = :place""")
_OF_PERSON = text("""SELECT e.id FROM enrollments e JOIN places pl ON pl.id = e.place_id
WHERE e.workspace_id = :workspace AND e.state <> 'left' AND (
  (e.person_id = :person AND pl.is_dm = 1) OR e.id IN (SELECT m.enrollment_id
    FROM group_members m WHERE m.person_id = :person AND m.state = 'joined'))
ORDER BY e.id""")
_OF_PLACE = text("""SELECT e.id FROM enrollments e WHERE e.place_id = :place
AND e.workspace_id = :workspace AND e.state <> 'left' ORDER BY e.id""")
_SENT = """SELECT d.enrollment_id, d.resource_id, min(d.slot_at) AS at FROM {r}
JOIN deliveries d ON d.enrollment_id = r.id
WHERE d.state NOT IN ('dropped', 'rejected') AND d.kind IN ('first', 'lesson', 'asked')
  AND d.resource_id <> ''
GROUP BY d.enrollment_id, d.resource_id"""

_DISCUSSIONS = """SELECT g.enrollment_id, g.discussion FROM {r}
JOIN study_groups g ON g.enrollment_id = r.id WHERE g.discussion <> ''"""


class FeedStore:
    """Implements `ports.Feeds`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def made_at(self, party: Party) -> datetime | None:
        """See `ports.Feeds.made_at`."""
        return instant_or_none(await self._database.read(lambda c: c.scalar(_MADE, _values(party))))

    async def renew(self, party: Party, *, digest: str, event_id: str) -> None:
        """See `ports.Feeds.renew`."""
        real = self._clock.real()
        values = _values(party) | {"digest": digest, "at": to_micros(real)}

        def work(connection: Connection) -> None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            _lock(connection, party)
            connection.execute(_END, values)
            connection.execute(_MAKE, values)
            allowed = most(connection, party.workspace_id, limit=Limit.CALENDARS_A_PERSON)
            if connection.execute(_COUNT, values).scalar_one() > allowed:
                raise LimitReached(Limit.CALENDARS_A_PERSON, allowed)

        await self._database.write(work)

    async def end(self, party: Party, *, event_id: str) -> bool:
        """See `ports.Feeds.end`."""
        real = self._clock.real()

        def work(connection: Connection) -> bool:
            note_event(connection, party.platform, event_id=event_id, real=real)
            return bool(connection.execute(_END, _values(party)).rowcount)

        return await self._database.write(work)

    async def gone(self, platform: str, workspace: str, *, person: str, place: str = "") -> int:
        """See `ports.Feeds.gone`."""
        values = {"platform": platform, "workspace": workspace, "person": person, "place": place}
        return await self._database.write(lambda c: c.execute(_GONE, values).rowcount)

    async def opened(self, digest: str) -> Feed | None:
        """See `ports.Feeds.opened`."""

        def work(connection: Connection) -> Feed | None:
            row = connection.execute(_OPENED, {"digest": digest}).first()
            return None if row is None else _feed(connection, row)

        return await self._database.read(work)

    async def here(self, party: Party) -> Feed:
        """See `ports.Feeds.here`."""
        values = _values(party)
        return await self._database.read(lambda c: _feed(c, c.execute(_HERE, values).one()))


def end_of_member(
    connection: Connection, party: Party, *, number: EnrollmentId, person: PersonId
) -> None:
    """End the feed of a group's channel of who left it, unless they are in another one there."""
    values = {"person": person, "workspace": party.workspace_id, "id": number}
    connection.execute(_LEFT, values)


def _feed(connection: Connection, row: Any) -> Feed:  # noqa: ANN401 - a row of _WHOSE
    values = {"person": row.person, "place": row.place, "workspace": row.workspace}
    numbers = connection.scalars(_OF_PERSON if row.is_dm else _OF_PLACE, values).all()
    return Feed(
        zone=row.zone,
        place_name=row.name,
        is_dm=bool(row.is_dm),
        plans=_followed(connection, numbers),
    )


def _followed(connection: Connection, numbers: Sequence[int]) -> list[Followed]:
    sent: dict[EnrollmentId, dict[ResourceId, datetime]] = {}
    for row in ids(connection, _SENT, numbers=numbers):
        of_plan = sent.setdefault(EnrollmentId(row.enrollment_id), {})
        of_plan[ResourceId(row.resource_id)] = from_micros(row.at)
    meetings = {
        EnrollmentId(row.enrollment_id): Discussion.decode(row.discussion)
        for row in ids(connection, _DISCUSSIONS, numbers=numbers)
    }
    return [
        Followed(
            view=view,
            sent=sent.get(view.enrollment.id, {}),
            discussion=meetings.get(view.enrollment.id),
        )
        for view in full_views(connection, numbers)
    ]


def _lock(connection: Connection, party: Party) -> None:
    """A person's requests come one after the other, so that each counts the one before."""
    locking = " FOR UPDATE" if connection.dialect.name == "postgresql" else ""
    connection.execute(text(_LOCK + locking), _values(party))


def _values(party: Party) -> dict[str, Any]:
    return {
        "person": party.person_id,
        "place": party.place_id,
        "workspace": party.workspace_id,
    }
