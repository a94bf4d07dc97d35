"""What a person's own page shows: doubtful deliveries, and plans in channels."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from bot.domain.conversation import Origin
from bot.domain.delivery import delivery_key, parse_key
from bot.domain.ids import CurriculumId, DeliveryId, EnrollmentId, ResourceId
from bot.ports import ChannelPlan, Clock, Doubt, Party
from bot.ports.home import LOOKS_LAST
from bot.storage.database import Database, statement
from bot.storage.events import note_event
from bot.storage.plans import full_views
from bot.storage.types import instant_or_none, to_micros

MOST = 5
NOTED_FOR = timedelta(hours=1)
"""How often the same person's looking is written at most."""

_READINGS = "('first', 'lesson', 'asked', 'snooze')"
_DOUBTS = text(f"""SELECT d.id, d.token, d.resource_id, d.sending_at, e.curriculum, pl.name,
  pl.is_dm
FROM enrollments e JOIN deliveries d ON d.enrollment_id = e.id
JOIN places pl ON pl.id = d.place_id
WHERE e.person_id = :person AND e.workspace_id = :workspace AND e.state <> 'left'
  AND d.state = 'uncertain' AND d.resource_id <> '' AND d.kind IN {_READINGS}
  AND NOT EXISTS (SELECT 1 FROM handled h WHERE h.enrollment_id = e.id
    AND h.resource_id = d.resource_id AND h.how IN ('done', 'skipped'))
ORDER BY d.id DESC LIMIT :most""")  # noqa: S608 - our own text
# Asked for now: neither too late nor held back by a pause, with the next free part of this moment.
_SEND_AGAIN = text("""UPDATE deliveries SET state = 'ready', reason = '', settled_at = NULL,
  lease_until = NULL, kind = 'asked', slot_at = :study, ready_at = :real, planned_at = :real,
  part = (SELECT count(*) FROM deliveries o WHERE o.enrollment_id = deliveries.enrollment_id
    AND o.place_id = deliveries.place_id AND o.kind = 'asked' AND o.slot_at = :study)
WHERE id = :id AND token = :token AND workspace_id = :workspace AND state = 'uncertain'
  AND EXISTS (SELECT 1 FROM enrollments e WHERE e.id = deliveries.enrollment_id
    AND e.person_id = :person AND e.state <> 'left')""")
_CHANNELS = text("""SELECT e.id, pl.name FROM enrollments e JOIN places pl ON pl.id = e.place_id
WHERE e.workspace_id = :workspace AND pl.is_dm = 0 AND e.state IN ('active', 'paused')
  AND (e.person_id = :person OR e.id IN (SELECT m.enrollment_id FROM group_members m
    WHERE m.person_id = :person AND m.state <> 'left'))
ORDER BY e.id DESC LIMIT :most""")
_LAST_LOOK = text("SELECT looked_at FROM home_looks WHERE person_id = :person")
_LOOK = text("""INSERT INTO home_looks (person_id, workspace_id, looked_at)
VALUES (:person, :workspace, :at)
ON CONFLICT (person_id) DO UPDATE SET looked_at = excluded.looked_at""")
_MAY_BE_OPEN = text("""SELECT h.looked_at FROM home_looks h JOIN people p ON p.id = h.person_id
JOIN workspaces w ON w.id = p.workspace_id
WHERE w.platform = :platform AND w.external_id = :workspace AND p.external_id = :person
  AND h.looked_at > :since""")
_TIDY = text("DELETE FROM home_looks WHERE looked_at <= :since")


class HomeStore:
    """Implements `ports.Home`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def doubts(self, party: Party) -> Sequence[Doubt]:
        """See `ports.Home.doubts`."""
        rows = await self._database.read(lambda c: c.execute(_DOUBTS, _mine(party)).fetchall())
        return [
            Doubt(
                key=delivery_key(DeliveryId(row.id), row.token),
                curriculum=CurriculumId(row.curriculum),
                resource_id=ResourceId(row.resource_id),
                channel="" if row.is_dm else row.name,
                at=instant_or_none(row.sending_at),
            )
            for row in rows
        ]

    async def send_again(self, party: Party, key: str, *, event_id: str, now: datetime) -> bool:
        """See `ports.Home.send_again`."""
        parsed, real = parse_key(key), self._clock.real()
        if parsed is None:
            return False
        values = {
            "id": parsed[0],
            "token": parsed[1],
            "person": party.person_id,
            "workspace": party.workspace_id,
            "study": to_micros(now),
            "real": to_micros(real),
        }

        def work(connection: Connection) -> bool:
            note_event(connection, party.platform, event_id=event_id, real=real)
            return connection.execute(_SEND_AGAIN, values).rowcount == 1

        return await self._database.write(work)

    async def channel_plans(self, party: Party) -> Sequence[ChannelPlan]:
        """See `ports.Home.channel_plans`."""

        def work(connection: Connection) -> list[ChannelPlan]:
            names = {
                EnrollmentId(row.id): row.name
                for row in connection.execute(_CHANNELS, _mine(party))
            }
            return [
                ChannelPlan(channel=names[view.enrollment.id], view=view)
                for view in full_views(connection, list(names))
            ]

        return await self._database.read(work)

    async def look(self, party: Party) -> None:
        """See `ports.Home.look`."""
        at = self._clock.real()
        values = {"person": party.person_id, "workspace": party.workspace_id, "at": to_micros(at)}
        last = await self._database.read(lambda c: c.scalar(_LAST_LOOK, values))
        if last is None or last <= to_micros(at - NOTED_FOR):
            await self._database.write(statement(_LOOK, values), urgent=False)

    async def may_be_open(self, origin: Origin) -> bool:
        """See `ports.Home.may_be_open`."""
        values = {
            "platform": origin.platform,
            "workspace": origin.workspace,
            "person": origin.person,
            "since": self._since(),
        }
        return await self._database.read(lambda c: c.scalar(_MAY_BE_OPEN, values)) is not None

    async def tidy(self) -> None:
        """See `ports.Home.tidy`."""
        values = {"since": self._since()}
        await self._database.write(statement(_TIDY, values), urgent=False)

    def _since(self) -> int:
        return to_micros(self._clock.real() - LOOKS_LAST)


def _mine(party: Party) -> dict[str, int]:
    return {"person": party.person_id, "workspace": party.workspace_id, "most": MOST}
