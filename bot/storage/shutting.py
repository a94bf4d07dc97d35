"""Pausing plans whose place is shut, and telling their owners in the same transaction.

The word to the owner is a delivery to their private place, so it is sent once like any other.
Only a plan that ran until now tells: what is reported again changes nothing.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.enrollment import EnrollmentState, EnrollmentView, ScheduleKind
from bot.domain.ids import EnrollmentId
from bot.domain.shutting import shut_by
from bot.ports import Asking, Clock, Party
from bot.storage import asking_again
from bot.storage.changes import TOKEN_BITS, give_back, outdate
from bot.storage.database import Database, statement
from bot.storage.plans import full_views
from bot.storage.rows import BIG, TXT, Rows, ids, run
from bot.storage.types import to_micros

_PAUSE = """UPDATE enrollments SET state = 'paused' FROM {r}
WHERE enrollments.id = r.id AND state = 'active' RETURNING enrollments.id"""
_REST = "UPDATE schedules SET due_at = NULL FROM {r} WHERE schedules.enrollment_id = r.id"
_DROP = """UPDATE deliveries SET state = 'dropped', reason = 'paused', settled_at = :now FROM {r}
WHERE deliveries.enrollment_id = r.id AND state IN ('ready', 'queued')
RETURNING enrollment_id, resource_id, moves"""
_REASONS = Rows(id=BIG, reason=TXT, token=BIG, variant=TXT)
_NOTE = """INSERT INTO shut_plans (enrollment_id, reason, since, asked_at)
SELECT r.id, r.reason, :now, :now FROM {r} WHERE true
ON CONFLICT (enrollment_id) DO UPDATE SET reason = excluded.reason, since = excluded.since,
  asked_at = excluded.asked_at"""
# Nobody is told of their own direct message being shut: there is nowhere to tell it.
_OWNERS = """FROM {r} JOIN enrollments e ON e.id = r.id
JOIN places pl ON pl.id = e.place_id AND pl.is_dm = 0
JOIN people p ON p.id = e.person_id AND p.external_id NOT LIKE 'erased:%'"""
_OWN_PLACE = f"""INSERT INTO places (workspace_id, external_id, is_dm, name)
SELECT DISTINCT e.workspace_id, p.external_id, 1, '' {_OWNERS} WHERE true
ON CONFLICT (workspace_id, external_id) DO NOTHING"""
_TELL = f"""INSERT INTO deliveries (token, workspace_id, lane_id, shard, enrollment_id, place_id,
  kind, slot_at, part, resource_id, covered, variant, moves, state, reason, ready_at, planned_at)
SELECT r.token, e.workspace_id, w.lane_id, l.shard, e.id, own.id, 'nudge', :study, 0, '', 1,
  r.variant, 0, 'ready', '', :now, :now
{_OWNERS} JOIN places own ON own.workspace_id = e.workspace_id
  AND own.external_id = p.external_id AND own.is_dm = 1
JOIN workspaces w ON w.id = e.workspace_id AND w.state = 'active'
JOIN lanes l ON l.id = w.lane_id WHERE true
ON CONFLICT DO NOTHING"""
_HERE = text("""SELECT e.id FROM enrollments e JOIN places pl ON pl.id = e.place_id
JOIN workspaces w ON w.id = e.workspace_id
WHERE w.platform = :platform AND w.external_id = :workspace AND pl.external_id = :place
  AND e.state = 'active' ORDER BY e.id""")
_SHUT = text("""SELECT e.id FROM shut_plans s JOIN enrollments e ON e.id = s.enrollment_id
JOIN places pl ON pl.id = e.place_id JOIN workspaces w ON w.id = e.workspace_id
WHERE w.platform = :platform AND w.external_id = :workspace AND pl.external_id = :place
  AND e.state = 'paused' ORDER BY e.id""")
_OPENED = text("DELETE FROM shut_plans WHERE enrollment_id = :id")
_STAY_PAUSED = text("""DELETE FROM shut_plans WHERE enrollment_id IN
  (SELECT id FROM enrollments WHERE id = :id AND workspace_id = :workspace)""")
_INVITE = text("""UPDATE deliveries SET state = 'ready', reason = '', settled_at = NULL,
  lease_until = NULL, ready_at = :now, planned_at = :now
WHERE enrollment_id = :id AND kind = 'kickoff' AND variant = ''
  AND state IN ('dropped', 'rejected')""")


def pause_shut(
    connection: Connection,
    reasons: Mapping[int, str],
    *,
    tell: frozenset[int],
    real: int,
    study: datetime,
) -> list[tuple[int, str]]:
    """Stop the plans whose place is shut, by their reasons; returns the readings that come again.

    The owners of those in `tell` are told. `real` is in microseconds, `study` is study time.
    """
    outdate(connection, reasons)
    paused = [row.id for row in ids(connection, _PAUSE, numbers=reasons)]
    ids(connection, _REST, numbers=reasons)
    dropped = ids(connection, _DROP, numbers=reasons, now=real)
    batch = [
        (each, reasons[each], secrets.randbits(TOKEN_BITS), shut_by(reasons[each]))
        for each in sorted(set(paused) & tell)
    ]
    run(connection, _NOTE, rows=_REASONS, batch=batch, now=real)
    run(connection, _OWN_PLACE, rows=_REASONS, batch=batch)
    run(connection, _TELL, rows=_REASONS, batch=batch, now=real, study=to_micros(study))
    return [(row.enrollment_id, row.resource_id) for row in dropped if row.moves]


def note_resumed(
    connection: Connection, before: EnrollmentState, *, after: EnrollmentView, real: datetime
) -> None:
    """A plan that goes on is shut no more, whoever let it go on; nor one paused until a day.

    The invitation of a group that did not get out before comes now.
    """
    if before is not EnrollmentState.PAUSED:
        return
    goes_on = after.enrollment.state is not before
    if goes_on or any(s.kind is ScheduleKind.RESUME and s.due_at for s in after.schedules):
        connection.execute(_OPENED, {"id": after.enrollment.id})
    if goes_on and after.enrollment.is_group:
        connection.execute(_INVITE, {"id": after.enrollment.id, "now": to_micros(real)})


class RoomStore:
    """Implements `ports.Rooms`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def shut(
        self, platform: str, workspace: str, *, place: str, reason: str, now: datetime
    ) -> int:
        """See `ports.Rooms.shut`."""
        values = {"platform": platform, "workspace": workspace, "place": place}
        real = to_micros(self._clock.real())

        def work(connection: Connection) -> int:
            here = list(connection.scalars(_HERE, values))
            reasons = dict.fromkeys(here, reason)
            back = pause_shut(connection, reasons, tell=frozenset(here), real=real, study=now)
            give_back(connection, back, now=now)
            return len(here)

        return await self._database.write(work)

    async def shut_here(
        self, platform: str, workspace: str, *, place: str
    ) -> Sequence[EnrollmentView]:
        """See `ports.Rooms.shut_here`."""
        values = {"platform": platform, "workspace": workspace, "place": place}
        return await self._database.read(lambda c: full_views(c, list(c.scalars(_SHUT, values))))

    async def stay_paused(self, party: Party, number: EnrollmentId) -> None:
        """See `ports.Rooms.stay_paused`."""
        values = {"id": number, "workspace": party.workspace_id}
        await self._database.write(statement(_STAY_PAUSED, values))

    async def to_ask(self, platform: str, workspace: str, *, asking: Asking) -> Sequence[str]:
        """See `ports.Rooms.to_ask`."""
        found = await self._to_ask(platform, asking, workspace=workspace)
        return found.get(workspace, [])

    async def to_ask_everywhere(
        self, platform: str, *, asking: Asking
    ) -> Mapping[str, Sequence[str]]:
        """See `ports.Rooms.to_ask_everywhere`."""
        return await self._to_ask(platform, asking, workspace="")

    async def _to_ask(
        self, platform: str, asking: Asking, *, workspace: str
    ) -> Mapping[str, Sequence[str]]:
        real = self._clock.real()
        before, now = to_micros(real - asking.since), to_micros(real)
        found = await self._database.read(
            lambda c: asking_again.shut_places(
                c, platform, workspace=workspace, asking=asking, before=before
            )
        )
        if not found:
            return {}
        return await self._database.write(
            lambda c: asking_again.take(c, found, before=before, now=now), urgent=False
        )
