"""Small facts of this database, and the curricula that are published in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from bot.domain.ids import CurriculumId, ResourceId, Revision
from bot.ports import Clock
from bot.storage.changes import give_back
from bot.storage.database import Database, statement
from bot.storage.plans import published_revisions
from bot.storage.rows import TXT, Rows, run
from bot.storage.types import MICROSECOND, to_micros

HOLD = "hold"
OFFSET = "study_offset_us"
ZONES = "tz_database"
SYNCED = "commands_of_"
PRUNE = 1000

_GET = text("SELECT value FROM meta WHERE key = :key")
_PUT = text("""INSERT INTO meta (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value""")
_DELETE = text("DELETE FROM meta WHERE key = :key")
_PUBLISH = text("""INSERT INTO curricula (id, revision, published_at) VALUES (:id, :revision, :at)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, published_at = excluded.published_at
WHERE curricula.revision <> excluded.revision RETURNING id""")
_RETIRE = """UPDATE deliveries SET state = 'dropped', reason = 'retired', settled_at = :now
FROM {r} WHERE deliveries.resource_id = r.resource_id AND deliveries.state = 'ready'
  AND EXISTS (SELECT 1 FROM enrollments e WHERE e.id = deliveries.enrollment_id
    AND e.curriculum = :curriculum)
RETURNING enrollment_id, deliveries.resource_id, moves"""
_PRESSED = text("""INSERT INTO inbound_events (platform, event_id, seen_at)
VALUES (:platform, :what, :at) ON CONFLICT (platform, event_id) DO UPDATE
SET seen_at = excluded.seen_at WHERE inbound_events.seen_at <= :before
  OR inbound_events.seen_at > excluded.seen_at RETURNING event_id""")
_FORGET_EVENTS = text("DELETE FROM inbound_events WHERE seen_at < :before")
_FORGET_DELIVERIES = text("""DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries
WHERE state IN ('sent', 'rejected', 'dropped') AND settled_at < :before LIMIT :limit)""")
_RESOURCES = Rows(resource_id=TXT)


class MetaStore:
    """Implements `ports.Facts`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def study_offset(self) -> timedelta:
        """How far study time is ahead of real time."""
        value = await self._database.read(lambda c: c.scalar(_GET, {"key": OFFSET}))
        return int(value or 0) * MICROSECOND

    async def set_study_offset(self, offset: timedelta) -> None:
        """Store how far study time is ahead of real time."""
        values = {"key": OFFSET, "value": str(offset // MICROSECOND)}
        await self._database.write(statement(_PUT, values))

    async def zones(self) -> str | None:
        """See `ports.Facts.zones`."""
        return await self._database.read(lambda c: c.scalar(_GET, {"key": ZONES}))

    async def set_zones(self, fingerprint: str) -> None:
        """See `ports.Facts.set_zones`."""
        await self._database.write(statement(_PUT, {"key": ZONES, "value": fingerprint}))

    async def synced(self, platform: str) -> str | None:
        """See `ports.Facts.synced`."""
        values = {"key": f"{SYNCED}{platform}"}
        return await self._database.read(lambda c: c.scalar(_GET, values))

    async def set_synced(self, platform: str, fingerprint: str) -> None:
        """See `ports.Facts.set_synced`."""
        values = {"key": f"{SYNCED}{platform}", "value": fingerprint}
        await self._database.write(statement(_PUT, values))

    async def hold(self, *, held: bool) -> None:
        """Hold every send, or release them."""
        if held:
            values = {"key": HOLD, "value": self._clock.real().isoformat()}
            await self._database.write(statement(_PUT, values))
        else:
            await self._database.write(statement(_DELETE, {"key": HOLD}))

    async def held(self) -> bool:
        """Whether sends are held."""
        return await self._database.read(lambda c: c.scalar(_GET, {"key": HOLD})) is not None

    async def publish(
        self,
        revisions: Mapping[CurriculumId, Revision],
        *,
        retired: Mapping[CurriculumId, frozenset[ResourceId]],
        now: datetime,
    ) -> frozenset[CurriculumId]:
        """Make these revisions the ones to plan with; returns the curricula that changed.

        Ready deliveries of retired resources are dropped and given back. `now` is study time.
        """
        real = to_micros(self._clock.real())

        def work(connection: Connection) -> frozenset[CurriculumId]:
            new: set[CurriculumId] = set()
            for curriculum, revision in revisions.items():
                values = {"id": curriculum, "revision": revision, "at": real}
                if connection.execute(_PUBLISH, values).first():
                    new.add(curriculum)
                    gone = retired.get(curriculum, frozenset())
                    _drop_retired(connection, curriculum, gone=gone, real=real, now=now)
            return frozenset(new)

        return await self._database.write(work)

    async def published(self) -> Mapping[CurriculumId, Revision]:
        """See `ports.Facts.published`."""
        return await self._database.read(published_revisions)

    async def is_first(self, platform: str, what: str, *, at: datetime, within: timedelta) -> bool:
        """See `ports.Facts.is_first`."""
        values = {
            "platform": platform,
            "what": what,
            "at": to_micros(at),
            "before": to_micros(at - within),
        }
        found = await self._database.write(lambda c: c.execute(_PRESSED, values).first())
        return found is not None

    async def tidy(self, *, events: timedelta, deliveries: timedelta) -> None:
        """See `ports.Facts.tidy`. In batches, so that nobody waits for it."""
        real = self._clock.real()
        await self._database.write(
            statement(_FORGET_EVENTS, {"before": to_micros(real - events)}), urgent=False
        )
        values = {"before": to_micros(real - deliveries), "limit": PRUNE}
        pruned = PRUNE
        while pruned == PRUNE:
            pruned = await self._database.write(
                lambda c: c.execute(_FORGET_DELIVERIES, values).rowcount, urgent=False
            )
        await self._database.scrub()


def _drop_retired(
    connection: Connection,
    curriculum: CurriculumId,
    *,
    gone: frozenset[ResourceId],
    real: int,
    now: datetime,
) -> None:
    batch = [(each,) for each in sorted(gone)]
    rows = run(connection, _RETIRE, rows=_RESOURCES, batch=batch, now=real, curriculum=curriculum)
    give_back(connection, [(r.enrollment_id, r.resource_id) for r in rows if r.moves], now=now)
