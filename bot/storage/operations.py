"""What an operator looks at and does: deliveries by state, resends, counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from bot.domain.delivery import DeliveryState, delivery_key, parse_key
from bot.domain.ids import DeliveryId
from bot.ports import Clock
from bot.storage.database import Database
from bot.storage.types import from_micros, to_micros

_LIST = text("""SELECT d.id, d.token, d.state, d.kind, d.resource_id, d.slot_at, d.attempt,
  d.reason, w.platform, w.external_id AS workspace, pl.external_id AS place
FROM deliveries d JOIN places pl ON pl.id = d.place_id JOIN workspaces w ON w.id = d.workspace_id
WHERE (:state = '' OR d.state = :state) ORDER BY d.id DESC LIMIT :limit""")
_RESEND = text("""UPDATE deliveries SET state = 'ready', reason = '', settled_at = NULL,
  ready_at = :now, planned_at = :now WHERE id = :id AND token = :token AND state = 'uncertain'""")
_DELIVERIES = text("SELECT state, count(*) AS number FROM deliveries GROUP BY state ORDER BY state")
_PLANS = text("SELECT state, count(*) AS number FROM enrollments GROUP BY state ORDER BY state")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One delivery as an operator sees it."""

    key: str
    state: str
    kind: str
    reading: str
    due_at: datetime
    attempts: int
    reason: str
    platform: str
    workspace: str
    place: str


class OperationsStore:
    """Reads and changes that no learner asks for; not scoped to a workspace."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def deliveries(self, state: DeliveryState | None, *, limit: int) -> Sequence[LedgerLine]:
        """The newest deliveries, of one state alone where it is given."""
        values = {"state": state or "", "limit": limit}
        rows = await self._database.read(lambda c: c.execute(_LIST, values).fetchall())
        return [
            LedgerLine(
                key=delivery_key(DeliveryId(row.id), row.token),
                state=row.state,
                kind=row.kind,
                reading=row.resource_id,
                due_at=from_micros(row.slot_at),
                attempts=row.attempt,
                reason=row.reason,
                platform=row.platform,
                workspace=row.workspace,
                place=row.place,
            )
            for row in rows
        ]

    async def resend(self, key: str) -> bool:
        """Let an uncertain delivery go out again; False where no such one is uncertain."""
        parsed = parse_key(key)
        if parsed is None:
            return False
        values = {"id": parsed[0], "token": parsed[1], "now": to_micros(self._clock.real())}
        changed = await self._database.write(lambda c: c.execute(_RESEND, values).rowcount)
        return changed == 1

    async def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many deliveries and plans are in which state."""
        deliveries = await self._database.read(lambda c: c.execute(_DELIVERIES).fetchall())
        plans = await self._database.read(lambda c: c.execute(_PLANS).fetchall())
        return {
            "deliveries": {row.state: row.number for row in deliveries},
            "plans": {row.state: row.number for row in plans},
        }
