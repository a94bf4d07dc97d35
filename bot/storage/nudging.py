"""Quiet members of groups: who is nudged in private, and the rows of that."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.budget import NEVER_ASKED, Every, Reminders
from bot.domain.enrollment import Change, Nudge
from bot.domain.group import ACTIVE_FOR
from bot.domain.group_week import QUIET
from bot.domain.ids import EnrollmentId, PersonId
from bot.domain.schedule import local
from bot.storage.group_rows import ACTIVE
from bot.storage.rows import BIG, TXT, Rows, ids, run
from bot.storage.threads import TOKEN_BITS
from bot.storage.types import instant_or_none, to_micros

_READINGS = Rows(id=BIG, resource_id=TXT, since=BIG, today=TXT)
_NOW = ACTIVE.replace(":since", "r.since").replace(":today", "r.today")
# Whoever did or said something in the group since the reading came is not quiet.
_QUIET = f"""SELECT r.id AS e_id, p.id AS person_id, p.zone, b.every, b.ignored, b.last_at,
  b.seen_at FROM {{r}} JOIN enrollments e ON e.id = r.id
JOIN group_rounds n ON n.enrollment_id = r.id AND n.resource_id = r.resource_id
JOIN group_members m ON m.enrollment_id = r.id AND m.nudges = 1 AND m.from_round <= n.number
  AND m.seen_at <= n.sent_at
JOIN people p ON p.id = m.person_id
LEFT JOIN reminders b ON b.person_id = p.id
LEFT JOIN progress d ON d.workspace_id = e.workspace_id AND d.person_id = p.id
  AND d.curriculum = e.curriculum AND d.resource_id = r.resource_id
WHERE d.resource_id IS NULL AND {_NOW} ORDER BY p.id, r.id"""  # noqa: S608 - our own condition

_ROWS = Rows(id=BIG, person_id=BIG, token=BIG, slot_at=BIG, resource_id=TXT)
# Where platforms take a message for somebody alone; the web chat names those places its own way.
PRIVATE = "CASE WHEN w.platform = 'webchat' THEN 'dm:' || p.external_id ELSE p.external_id END"
"""What the private place of a person `p` in a workspace `w` is called."""
PLACES = f"""INSERT INTO places (workspace_id, external_id, is_dm, name)
SELECT DISTINCT w.id, {PRIVATE}, 1, '' FROM {{r}} JOIN people p ON p.id = r.person_id
JOIN workspaces w ON w.id = p.workspace_id WHERE true
ON CONFLICT (workspace_id, external_id) DO NOTHING"""  # noqa: S608 - our own text
_WRITE = f"""INSERT INTO deliveries (token, workspace_id, lane_id, shard, enrollment_id, place_id,
  person_id, kind, slot_at, part, resource_id, covered, variant, moves, state, ready_at, planned_at)
SELECT r.token, w.id, w.lane_id, l.shard, r.id, pl.id, p.id, 'nudge', r.slot_at, 0, r.resource_id,
  1, '{QUIET}', 0, 'ready', :real, :real
FROM {{r}} JOIN people p ON p.id = r.person_id JOIN workspaces w ON w.id = p.workspace_id
JOIN places pl ON pl.workspace_id = w.id AND pl.external_id = {PRIVATE} AND pl.is_dm = 1
JOIN lanes l ON l.id = w.lane_id WHERE w.state = 'active'
ON CONFLICT DO NOTHING"""  # noqa: S608 - our own text


_STILL = """SELECT d.id FROM {r} JOIN deliveries d ON d.id = r.id
JOIN enrollments e ON e.id = d.enrollment_id
JOIN group_members m ON m.enrollment_id = d.enrollment_id AND m.person_id = d.person_id
  AND m.state = 'joined' AND m.nudges = 1
LEFT JOIN progress x ON x.workspace_id = e.workspace_id AND x.person_id = d.person_id
  AND x.curriculum = e.curriculum AND x.resource_id = d.resource_id
WHERE x.resource_id IS NULL"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietMember:
    """A member who may be nudged, where their budget has room on the local day `on`."""

    enrollment_id: EnrollmentId
    person_id: PersonId
    nudge: Nudge
    on: date
    reminders: Reminders


def quiet_members(connection: Connection, changes: Sequence[Change]) -> list[QuietMember]:
    """Who of these groups has been quiet since the reading came, and said yes to being nudged."""
    about = {each.enrollment.id: each.nudge for each in changes if each.nudge is not None}
    batch = [_reading(each) for each in changes if each.nudge is not None]
    found = []
    for row in run(connection, _QUIET, rows=_READINGS, batch=batch):
        nudge = about[EnrollmentId(row.e_id)]
        found.append(
            QuietMember(
                enrollment_id=EnrollmentId(row.e_id),
                person_id=PersonId(row.person_id),
                nudge=nudge,
                on=local(nudge.now, row.zone).date(),
                reminders=reminders_of(row),
            )
        )
    return found


def still_quiet(connection: Connection, deliveries: Sequence[int]) -> frozenset[int]:
    """Which of these private messages may still go out: nobody finished, left or said no since."""
    return frozenset(row.id for row in ids(connection, _STILL, numbers=deliveries))


def write_nudges(connection: Connection, quiet: Sequence[QuietMember], *, real: datetime) -> None:
    """Plan a private message for each of these."""
    batch = [
        (
            each.enrollment_id,
            each.person_id,
            secrets.randbits(TOKEN_BITS),
            to_micros(each.nudge.slot_at),
            each.nudge.resource_id,
        )
        for each in quiet
    ]
    run(connection, PLACES, rows=_ROWS, batch=batch)
    run(connection, _WRITE, rows=_ROWS, batch=batch, real=to_micros(real))


def reminders_of(row: Any) -> Reminders:  # noqa: ANN401 - a row with the four columns
    """A person's reminders from their row; who has none has chosen nothing."""
    if row.every is None:
        return NEVER_ASKED
    return Reminders(
        every=Every(row.every),
        ignored=row.ignored,
        last_at=instant_or_none(row.last_at),
        seen_at=instant_or_none(row.seen_at),
    )


def _reading(change: Change) -> tuple[int, str, int, str]:
    nudge, zone = change.nudge, change.enrollment.pace.zone
    assert nudge is not None  # noqa: S101 - the caller saw that there is one
    today = local(nudge.now, zone).date().isoformat()
    since = to_micros(nudge.now - ACTIVE_FOR)
    return change.enrollment.id, nudge.resource_id, since, today
