"""Ledger rows with all that rendering, sending and looking up need, as domain values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, text

from bot.domain.delivery import (
    Claim,
    DeliveryKind,
    DeliveryState,
    Destination,
    Orphan,
    delivery_key,
)
from bot.domain.group_week import QUIET
from bot.domain.ids import DeliveryId, EnrollmentId, LaneId, ResourceId, Shard, WorkspaceId
from bot.domain.reminders import RECAP
from bot.domain.shutting import SHUT
from bot.ports import Claimed
from bot.storage import decode
from bot.storage.group_calls import with_calls
from bot.storage.group_weeks import read_weeks
from bot.storage.nudging import still_quiet
from bot.storage.recaps import read_recaps
from bot.storage.rows import ids
from bot.storage.types import from_micros, instant_or_none

_PLACE = "w.platform, w.external_id AS workspace, pl.external_id AS place, pl.is_dm"
_CLAIMED = f"""
SELECT {decode.ENROLLMENT}, {decode.attention_where("pl.is_dm = 1")},
  d.id, d.token, d.attempt, d.kind, d.slot_at, d.part, d.resource_id, d.covered, d.variant,
  d.lane_id, d.planned_at, s.due_at, {_PLACE}
FROM {{r}} JOIN deliveries d ON d.id = r.id
JOIN enrollments e ON e.id = d.enrollment_id JOIN positions q ON q.enrollment_id = e.id
JOIN people p ON p.id = coalesce(d.person_id, e.person_id)
JOIN places pl ON pl.id = d.place_id JOIN workspaces w ON w.id = d.workspace_id
LEFT JOIN schedules s ON s.enrollment_id = e.id AND s.kind = 'lesson' AND s.resource_id = ''
ORDER BY d.ready_at, d.id"""  # noqa: S608 - our own column names

_CHANNELS = """SELECT e.id, pl.name FROM {r} JOIN enrollments e ON e.id = r.id
JOIN places pl ON pl.id = e.place_id"""
_ORPHANS = f"""
SELECT d.id, d.token, d.attempt, d.state, d.sending_at, d.workspace_id, d.lane_id, d.shard,
  d.enrollment_id, coalesce(u.receipt, '') AS thread, {_PLACE}
FROM {{r}} JOIN deliveries d ON d.id = r.id LEFT JOIN deliveries u ON u.id = d.parent_id
JOIN places pl ON pl.id = d.place_id JOIN workspaces w ON w.id = d.workspace_id
ORDER BY d.id"""  # noqa: S608 - our own column names

_EXPIRED = """
SELECT id, state FROM deliveries WHERE state IN ('queued', 'sending')
  AND lease_until IS NOT NULL AND lease_until <= :expired_by
ORDER BY lease_until LIMIT :limit"""
_REQUEUE = """UPDATE deliveries SET state = 'ready', lease_until = NULL FROM {r}
WHERE deliveries.id = r.id AND state = 'queued'"""
_EXTEND = """UPDATE deliveries SET lease_until = :lease FROM {r}
WHERE deliveries.id = r.id AND state = 'sending'"""
_FOREVER = 2**62
_IS_GROUP = decode.WIDTH - 1
_DELIVERY, _KIND, _VARIANT = (decode.BOTH_WIDTH + place for place in (0, 3, 8))
_KINDS = {each.value: each for each in DeliveryKind}

log = structlog.get_logger(__name__)


def claimed(connection: Connection, numbers: Sequence[int], *, now: datetime) -> list[Claimed]:
    """The claimed rows of these ids, in the order in which they became ready.

    `now` (study time) is when what they tell has to be true.

    One that cannot be read is left out: its lease passes, and it stops no other.
    """
    found: list[Claimed] = []
    rows = ids(connection, _CLAIMED, numbers=numbers)
    back = [row for row in rows if _looks_back(row)]
    recaps = read_recaps(connection, [row[0] for row in back if not row[_IS_GROUP]])
    weeks = read_weeks(connection, [row[0] for row in back if row[_IS_GROUP]], now=now)
    quiet = [row[_DELIVERY] for row in back if row[_VARIANT] == QUIET]
    over = frozenset(quiet) - still_quiet(connection, quiet)
    channels = _channels(connection, rows)
    for row in rows:
        try:
            claim = _claimed(row)
            number = claim.enrollment.id
            if _looks_back(row) and claim.claim.id not in over:
                claim = replace(claim, recap=recaps.get(number), week=weeks.get(number))
            if number in channels:
                claim = replace(claim, channel=channels[number])
            found.append(claim)
        except (ValueError, KeyError):
            log.exception("delivery_unreadable", delivery_id=row[decode.BOTH_WIDTH])
    return with_calls(connection, found)


def take_orphans(
    connection: Connection, *, expired_by: int | None, lease: int, limit: int
) -> list[Orphan]:
    """Rows whose lease has passed: the queued go back, the sending are leased for a look-up.

    `expired_by` None takes every claimed row. Instants in microseconds of real time.
    """
    locked = " FOR UPDATE SKIP LOCKED" if connection.dialect.name == "postgresql" else ""
    until = _FOREVER if expired_by is None else expired_by
    rows = connection.execute(
        text(_EXPIRED + locked), {"expired_by": until, "limit": limit}
    ).fetchall()
    ids(connection, _REQUEUE, numbers=[row.id for row in rows if row.state == "queued"])
    sending = [row.id for row in rows if row.state == "sending"]
    ids(connection, _EXTEND, numbers=sending, lease=lease)
    return [_orphan(row) for row in ids(connection, _ORPHANS, numbers=sending)]


def _channels(connection: Connection, rows: Sequence[Sequence[Any]]) -> dict[int, str]:
    """What the channel of a plan is called, by the plan, where a row tells that it is shut."""
    shut = [row[0] for row in rows if row[_VARIANT] in SHUT]
    return {row.id: row.name for row in ids(connection, _CHANNELS, numbers=shut)}


def _looks_back(row: Sequence[Any]) -> bool:
    return bool(row[_KIND] == DeliveryKind.DIGEST or row[_VARIANT] in {RECAP, QUIET})


def _claimed(row: Sequence[Any]) -> Claimed:
    """A row of _CLAIMED, by position: a drain reads thousands."""
    (
        number, token, attempt, kind, slot_at, part, resource_id, covered, variant, lane_id,
        planned_at, due_at, platform, workspace, place, is_dm,
    ) = row[decode.BOTH_WIDTH :]  # fmt: skip
    enrollment = decode.enrollment(row)
    return Claimed(
        claim=Claim(id=DeliveryId(number), attempt=attempt),
        key=delivery_key(DeliveryId(number), token),
        kind=_KINDS[kind],
        slot_at=from_micros(slot_at),
        part=part,
        resource_id=ResourceId(resource_id) if resource_id else None,
        covered=covered,
        variant=variant,
        workspace_id=enrollment.workspace_id,
        lane_id=LaneId(lane_id),
        to=Destination(platform=platform, workspace=workspace, place=place, is_dm=bool(is_dm)),
        enrollment=enrollment,
        attention=decode.attention(row),
        next_due_at=instant_or_none(due_at),
        planned_at=from_micros(planned_at),
    )


def _orphan(row: Any) -> Orphan:  # noqa: ANN401 - a row of _ORPHANS
    return Orphan(
        claim=Claim(id=DeliveryId(row.id), attempt=row.attempt),
        key=delivery_key(DeliveryId(row.id), row.token),
        state=DeliveryState(row.state),
        to=replace(decode.destination(row), thread=row.thread),
        sending_at=instant_or_none(row.sending_at),
        workspace_id=WorkspaceId(row.workspace_id),
        lane_id=LaneId(row.lane_id),
        shard=Shard(row.shard),
        enrollment_id=EnrollmentId(row.enrollment_id),
    )
