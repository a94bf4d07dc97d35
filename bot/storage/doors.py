"""What the processes of a platform learned about its doors."""

from datetime import datetime
from functools import partial

from sqlalchemy import Connection, text

from bot.ports.doors import Door, Known, News, Shut
from bot.storage.database import Database, statement
from bot.storage.rows import BIG, TXT, Rows, run
from bot.storage.types import from_micros, micros_or_none, to_micros

_REFUSED = """INSERT INTO refusals (platform, step, number)
SELECT :platform, r.step, r.number FROM {r} WHERE true
ON CONFLICT (platform, step) DO UPDATE SET number = refusals.number + excluded.number"""
_DOORS = """INSERT INTO doors (platform, place, channel, worked_at)
SELECT :platform, r.place, r.channel, r.worked_at FROM {r} WHERE true
ON CONFLICT (platform, place) DO UPDATE SET
  channel = CASE WHEN excluded.channel = '' THEN doors.channel ELSE excluded.channel END,
  worked_at = coalesce(excluded.worked_at, doors.worked_at)"""
_SHUT = """INSERT INTO shut_workspaces (platform, workspace, places, probe_at)
SELECT :platform, r.workspace, r.places, r.probe_at FROM {r} WHERE true
ON CONFLICT (platform, workspace) DO UPDATE SET places = excluded.places,
  probe_at = excluded.probe_at"""
_OPENED = """DELETE FROM shut_workspaces WHERE platform = :platform
AND workspace IN (SELECT r.workspace FROM {r})"""
_FORGET = text("DELETE FROM refusals WHERE platform = :platform AND step < :since")
_STEPS = text("SELECT step, number FROM refusals WHERE platform = :platform AND step >= :since")
_ALL_SHUT = text(
    "SELECT workspace, places, probe_at FROM shut_workspaces WHERE platform = :platform"
)
_DOOR = text("SELECT channel, worked_at FROM doors WHERE platform = :platform AND place = :place")
_TIDY = text("DELETE FROM doors WHERE coalesce(worked_at, 0) < :before")
_STEP = Rows(step=BIG, number=BIG)
_PLACE = Rows(place=TXT, channel=TXT, worked_at=BIG)
_WORKSPACE = Rows(workspace=TXT, places=TXT, probe_at=BIG)
_NAME = Rows(workspace=TXT)


class DoorsStore:
    """Implements `ports.Doors`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def share(self, platform: str, news: News, *, since_step: int) -> Known:
        """See `ports.Doors.share`."""
        if news:
            await self._database.write(
                lambda c: _write(c, platform, news=news, since=since_step), urgent=False
            )
        return await self._database.read(lambda c: _known(c, platform, since=since_step))

    async def door(self, platform: str, place: str) -> Door:
        """See `ports.Doors.door`."""
        values = {"platform": platform, "place": place}
        row = await self._database.read(lambda c: c.execute(_DOOR, values).first())
        if row is None:
            return Door()
        at = from_micros(row.worked_at) if row.worked_at is not None else None
        return Door(channel=row.channel, worked_at=at)

    async def tidy(self, *, before: datetime) -> None:
        """See `ports.Doors.tidy`."""
        values = {"before": to_micros(before)}
        await self._database.write(statement(_TIDY, values), urgent=False)


def _write(connection: Connection, platform: str, *, news: News, since: int) -> None:
    """Rows in the order of their keys, so that processes that tell at once wait for each other."""
    connection.execute(_FORGET, {"platform": platform, "since": since})
    doors = [
        (place, door.channel, micros_or_none(door.worked_at)) for place, door in news.doors.items()
    ]
    shut = [
        (name, " ".join(sorted(each.places)), to_micros(each.probe_at))
        for name, each in news.shut.items()
    ]
    opened = [(name,) for name in news.opened]
    told = partial(run, connection, platform=platform)
    told(_REFUSED, rows=_STEP, batch=sorted(news.refused.items()))
    told(_DOORS, rows=_PLACE, batch=sorted(doors))
    told(_OPENED, rows=_NAME, batch=sorted(opened))
    told(_SHUT, rows=_WORKSPACE, batch=sorted(shut))


def _known(connection: Connection, platform: str, *, since: int) -> Known:
    steps = connection.execute(_STEPS, {"platform": platform, "since": since})
    refused = {row.step: row.number for row in steps}
    shut = {
        row.workspace: Shut(
            places=frozenset(row.places.split()), probe_at=from_micros(row.probe_at)
        )
        for row in connection.execute(_ALL_SHUT, {"platform": platform})
    }
    return Known(refused=refused, shut=shut)
