"""Which shut places are asked about now: fair over workspaces, each place by one process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, text

from bot.ports import Asking

_IN_ONE = "AND w.external_id = :workspace"
_FOUND = """SELECT workspace, place, place_id FROM (
  SELECT w.external_id AS workspace, pl.external_id AS place, pl.id AS place_id,
    min(s.asked_at) AS asked_at,
    row_number() OVER (PARTITION BY w.id ORDER BY min(s.asked_at), pl.id) AS turn
  FROM shut_plans s JOIN enrollments e ON e.id = s.enrollment_id
  JOIN places pl ON pl.id = e.place_id JOIN workspaces w ON w.id = e.workspace_id
  WHERE s.asked_at <= :before AND s.reason IN :reasons AND e.state = 'paused' AND pl.is_dm = 0
    AND w.platform = :platform AND w.state = 'active' {where}
  GROUP BY w.id, w.external_id, pl.id, pl.external_id) f
WHERE turn <= :each ORDER BY asked_at, place_id LIMIT :most"""
_REASONS: BindParameter[Sequence[str]] = bindparam("reasons", expanding=True)
_EVERYWHERE = text(_FOUND.format(where="")).bindparams(_REASONS)
_HERE = text(_FOUND.format(where=_IN_ONE)).bindparams(_REASONS)
_TAKE = text("""UPDATE shut_plans SET asked_at = :now WHERE asked_at <= :before
AND enrollment_id IN (SELECT id FROM enrollments WHERE place_id = :place)
RETURNING enrollment_id""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutPlace:
    """A place in the platform's ids, and its row."""

    workspace: str
    place: str
    number: int


def shut_places(
    connection: Connection, platform: str, *, workspace: str, asking: Asking, before: int
) -> Sequence[ShutPlace]:
    """Places not asked about since `before` (microseconds); without a workspace, of all."""
    values = {
        "platform": platform,
        "workspace": workspace,
        "reasons": sorted(asking.reasons),
        "before": before,
        "each": asking.each,
        "most": asking.most,
    }
    rows = connection.execute(_HERE if workspace else _EVERYWHERE, values)
    return [ShutPlace(workspace=row[0], place=row[1], number=row[2]) for row in rows]


def take(
    connection: Connection, found: Sequence[ShutPlace], *, before: int, now: int
) -> Mapping[str, Sequence[str]]:
    """Those of them that nobody else took meanwhile, by workspace; they count as asked `now`."""
    taken: dict[str, list[str]] = {}
    for each in sorted(found, key=lambda place: place.number):
        values = {"place": each.number, "before": before, "now": now}
        if connection.execute(_TAKE, values).fetchall():
            taken.setdefault(each.workspace, []).append(each.place)
    return taken
