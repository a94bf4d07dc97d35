"""What the admins of a workspace chose for everybody in it."""

from sqlalchemy import Connection, text

from bot.domain.authority import Starters
from bot.domain.ids import EnrollmentId
from bot.domain.workspace import Choices
from bot.ports import Clock, Party
from bot.storage.database import Database
from bot.storage.events import note_event

_GET = text("""SELECT starters, channels, zone, ping_role FROM workspace_choices
WHERE workspace_id = :workspace""")
_PUT = text("""INSERT INTO workspace_choices (workspace_id, starters, channels, zone, ping_role)
VALUES (:workspace, :starters, :channels, :zone, :ping_role)
ON CONFLICT (workspace_id) DO UPDATE SET starters = excluded.starters,
  channels = excluded.channels, zone = excluded.zone, ping_role = excluded.ping_role""")
_STARTER = text("""SELECT p.name FROM enrollments e JOIN people p ON p.id = e.person_id
WHERE e.id = :enrollment AND e.workspace_id = :workspace""")


class RulebookStore:
    """Implements `ports.Rulebook`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def choices(self, party: Party) -> Choices:
        """See `ports.Rulebook.choices`."""
        values = {"workspace": party.workspace_id}
        row = await self._database.read(lambda c: c.execute(_GET, values).first())
        if row is None:
            return Choices()
        return Choices(
            starters=Starters(row.starters) if row.starters else None,
            channels=tuple(row.channels.split()),
            zone=row.zone,
            ping_role=row.ping_role,
        )

    async def choose(self, party: Party, choices: Choices, *, event_id: str) -> None:
        """See `ports.Rulebook.choose`."""
        real = self._clock.real()
        values = {
            "workspace": party.workspace_id,
            "starters": choices.starters or "",
            "channels": " ".join(choices.channels),
            "zone": choices.zone,
            "ping_role": choices.ping_role,
        }

        def work(connection: Connection) -> None:
            note_event(connection, party.platform, event_id=event_id, real=real)
            connection.execute(_PUT, values)

        await self._database.write(work)

    async def starter(self, party: Party, enrollment_id: EnrollmentId) -> str:
        """See `ports.Rulebook.starter`."""
        values = {"enrollment": enrollment_id, "workspace": party.workspace_id}
        return await self._database.read(lambda c: c.scalar(_STARTER, values)) or ""
