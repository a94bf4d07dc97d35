"""Forms that were filled in for a channel which the bot may not enter yet."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, text

from bot.domain.card import Press
from bot.ports import Clock, Party, SavedForm
from bot.storage.database import Database, statement
from bot.storage.types import to_micros

LASTS = timedelta(hours=24)
MOST = 200
"""Forms that wait in one workspace at most; the oldest make room."""

_KEEP = text("""INSERT INTO saved_forms (place_id, person_id, workspace_id, verb, arg, event_id, at)
VALUES (:place, :person, :workspace, :verb, :arg, :event_id, :at)
ON CONFLICT (place_id, person_id) DO UPDATE SET verb = excluded.verb, arg = excluded.arg,
  event_id = excluded.event_id, at = excluded.at""")
_EXPIRE = text("DELETE FROM saved_forms WHERE workspace_id = :workspace AND at <= :old")
_CUT = text("""DELETE FROM saved_forms WHERE workspace_id = :workspace AND at < coalesce(
  (SELECT at FROM saved_forms WHERE workspace_id = :workspace
   ORDER BY at DESC LIMIT 1 OFFSET :beyond), 0)""")
_WAITING = text("""SELECT p.external_id AS person, p.name, f.verb, f.arg, f.event_id
FROM saved_forms f JOIN people p ON p.id = f.person_id JOIN places pl ON pl.id = f.place_id
JOIN workspaces w ON w.id = f.workspace_id
WHERE w.platform = :platform AND w.external_id = :workspace AND pl.external_id = :place
  AND f.at > :old ORDER BY f.at, p.id""")
_PLACES = text("""SELECT DISTINCT pl.external_id FROM saved_forms f
JOIN places pl ON pl.id = f.place_id JOIN workspaces w ON w.id = f.workspace_id
WHERE w.platform = :platform AND w.external_id = :workspace AND f.at > :old
ORDER BY pl.external_id""")
_DROP = text("""DELETE FROM saved_forms WHERE event_id = :event_id AND workspace_id =
  (SELECT id FROM workspaces WHERE platform = :platform AND external_id = :workspace)""")


class SavedFormStore:
    """Implements `ports.SavedForms`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, party: Party, press: Press, *, event_id: str) -> None:
        """See `ports.SavedForms.keep`."""
        values = {
            "place": party.place_id,
            "person": party.person_id,
            "workspace": party.workspace_id,
            "verb": press.verb,
            "arg": press.arg,
            "event_id": event_id,
            "at": to_micros(self._clock.real()),
        }
        bounds = {"workspace": party.workspace_id, "old": self._old(), "beyond": MOST - 1}

        def work(connection: Connection) -> None:
            connection.execute(_EXPIRE, bounds)
            connection.execute(_KEEP, values)
            connection.execute(_CUT, bounds)

        await self._database.write(work)

    async def waiting(self, platform: str, workspace: str, *, place: str) -> Sequence[SavedForm]:
        """See `ports.SavedForms.waiting`."""
        values = {"platform": platform, "workspace": workspace, "place": place, "old": self._old()}
        rows = await self._database.read(lambda c: c.execute(_WAITING, values).fetchall())
        return [
            SavedForm(
                person=row.person,
                person_name=row.name,
                press=Press(row.verb, row.arg),
                event_id=row.event_id,
            )
            for row in rows
        ]

    async def places(self, platform: str, workspace: str) -> Sequence[str]:
        """See `ports.SavedForms.places`."""
        values = {"platform": platform, "workspace": workspace, "old": self._old()}
        return await self._database.read(lambda c: list(c.scalars(_PLACES, values)))

    async def drop(self, platform: str, workspace: str, *, event_id: str) -> None:
        """See `ports.SavedForms.drop`."""
        values = {"platform": platform, "workspace": workspace, "event_id": event_id}
        await self._database.write(statement(_DROP, values))

    def _old(self) -> int:
        return to_micros(self._clock.real() - LASTS)
