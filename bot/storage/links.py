"""Reports of broken links, and which links count as broken."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, text

from bot.domain.ids import CurriculumId, ResourceId
from bot.domain.links import (
    MOST_REPORTS_A_DAY,
    REPORT_AGAIN_AFTER,
    REPORTS_NEEDED,
    ReadingLink,
    TooManyReports,
)
from bot.ports import Clock, LinkLine, Party, Reported
from bot.storage.database import Database
from bot.storage.rows import TXT, Rows, run
from bot.storage.types import from_micros, to_micros

# A person counts once, however many workspaces they share with the bot: Discord's ids of people
# are the same in every guild.
_PEOPLE = """(SELECT count(*) FROM (SELECT DISTINCT w.platform, p.external_id
  FROM link_reports r JOIN people p ON p.id = r.person_id JOIN workspaces w ON w.id = p.workspace_id
  WHERE r.curriculum = l.curriculum AND r.resource_id = l.resource_id AND r.url = l.url
    AND r.settled = 0) AS counted)"""
_TODAY = text("""SELECT count(*) FROM link_reports WHERE person_id = :person
  AND reported_at > :since AND NOT (curriculum = :curriculum AND resource_id = :resource_id)""")
# Written first: its row is the lock under which two reports at once are counted one by one.
_LINK = text("""INSERT INTO reported_links (curriculum, resource_id, url, broken, found_by, since)
VALUES (:curriculum, :resource_id, :url, 0, 'readers', :now)
ON CONFLICT (curriculum, resource_id) DO UPDATE SET url = excluded.url,
  broken = CASE WHEN reported_links.url = excluded.url THEN reported_links.broken ELSE 0 END,
  found_by = CASE WHEN reported_links.url = excluded.url THEN reported_links.found_by
    ELSE excluded.found_by END,
  since = CASE WHEN reported_links.url = excluded.url THEN reported_links.since
    ELSE excluded.since END
RETURNING broken""")
_REPORT = text("""INSERT INTO link_reports (person_id, curriculum, resource_id, url, reported_at)
VALUES (:person, :curriculum, :resource_id, :url, :now)
ON CONFLICT (person_id, curriculum, resource_id) DO UPDATE
SET url = excluded.url, reported_at = excluded.reported_at, settled = 0
WHERE link_reports.url <> excluded.url OR link_reports.reported_at < :again
RETURNING person_id""")
_BREAK = text(f"""UPDATE reported_links AS l SET broken = 1, since = :now
WHERE l.curriculum = :curriculum AND l.resource_id = :resource_id AND l.broken = 0
  AND {_PEOPLE} >= :needed""")  # noqa: S608 - our own words
_RECORD = """INSERT INTO reported_links (curriculum, resource_id, url, broken, found_by, since)
SELECT r.curriculum, r.resource_id, r.url, 1, 'check', :now FROM {r} WHERE true
ON CONFLICT (curriculum, resource_id) DO UPDATE
SET url = excluded.url, broken = 1, found_by = 'check', since = excluded.since
WHERE reported_links.url <> excluded.url OR reported_links.broken = 0 RETURNING resource_id"""
_MENDED = """DELETE FROM reported_links WHERE found_by = 'check' AND EXISTS (SELECT 1 FROM {r}
  WHERE r.curriculum = reported_links.curriculum AND r.resource_id = reported_links.resource_id
    AND r.url = reported_links.url) RETURNING resource_id"""
_SETTLE = text("UPDATE link_reports SET settled = 1 WHERE resource_id = :resource_id")
_CLEAR = text("DELETE FROM reported_links WHERE resource_id = :resource_id")
_BROKEN = text("SELECT curriculum, resource_id, url FROM reported_links WHERE broken = 1")
_REPORTED = text(f"""SELECT * FROM (SELECT l.curriculum, l.resource_id, l.url, l.broken, l.found_by,
  l.since, {_PEOPLE} AS people FROM reported_links l) AS found
WHERE broken = 1 OR people > 0
ORDER BY broken DESC, people DESC, curriculum, resource_id""")  # noqa: S608 - our own words
_LINKS = Rows(curriculum=TXT, resource_id=TXT, url=TXT)


class LinkStore:
    """Implements `ports.Links`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def report(self, party: Party, link: ReadingLink) -> Reported:
        """See `ports.Links.report`."""
        real = self._clock.real()
        values = {
            "person": party.person_id,
            "curriculum": link.curriculum,
            "resource_id": link.resource_id,
            "url": link.url,
            "now": to_micros(real),
            "since": to_micros(real - timedelta(days=1)),
            "again": to_micros(real - REPORT_AGAIN_AFTER),
            "needed": REPORTS_NEEDED,
        }

        def work(connection: Connection) -> Reported:
            if (connection.scalar(_TODAY, values) or 0) >= MOST_REPORTS_A_DAY:
                raise TooManyReports
            before = bool(connection.execute(_LINK, values).scalar_one())
            first = connection.execute(_REPORT, values).first() is not None
            newly = connection.execute(_BREAK, values).rowcount == 1
            return Reported(first=first, broken=before or newly, newly_broken=newly)

        return await self._database.write(work)

    async def record(self, links: Sequence[ReadingLink]) -> int:
        """See `ports.Links.record`."""
        now = to_micros(self._clock.real())
        return await self._database.write(
            lambda c: len(run(c, _RECORD, rows=_LINKS, batch=_batch(links), now=now))
        )

    async def mended(self, links: Sequence[ReadingLink]) -> int:
        """See `ports.Links.mended`."""
        return await self._database.write(
            lambda c: len(run(c, _MENDED, rows=_LINKS, batch=_batch(links)))
        )

    async def clear(self, resource_id: ResourceId) -> int:
        """See `ports.Links.clear`."""

        def work(connection: Connection) -> int:
            values = {"resource_id": resource_id}
            connection.execute(_SETTLE, values)
            return int(connection.execute(_CLEAR, values).rowcount)

        return await self._database.write(work)

    async def broken(self) -> frozenset[ReadingLink]:
        """See `ports.Links.broken`."""
        rows = await self._database.read(lambda c: c.execute(_BROKEN).fetchall())
        return frozenset(_link(row.curriculum, row.resource_id, url=row.url) for row in rows)

    async def reported(self) -> Sequence[LinkLine]:
        """See `ports.Links.reported`."""
        rows = await self._database.read(lambda c: c.execute(_REPORTED).fetchall())
        return [
            LinkLine(
                link=_link(row.curriculum, row.resource_id, url=row.url),
                broken=bool(row.broken),
                people=row.people,
                by=row.found_by,
                since=from_micros(row.since),
            )
            for row in rows
        ]


def _link(curriculum: str, resource_id: str, *, url: str) -> ReadingLink:
    return ReadingLink(
        curriculum=CurriculumId(curriculum), resource_id=ResourceId(resource_id), url=url
    )


def _batch(links: Sequence[ReadingLink]) -> list[tuple[str, str, str]]:
    """Distinct rows by reading: one statement must not meet the same row twice."""
    found = {(each.curriculum, each.resource_id): each.url for each in links}
    return [(curriculum, resource, url) for (curriculum, resource), url in found.items()]
