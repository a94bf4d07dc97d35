"""Writing changes: one set-based statement a table, for one command or for five hundred plans."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.enrollment import Change, Enrollment, Handled
from bot.domain.ids import EnrollmentId
from bot.storage.decode import calendar_text, join_ids
from bot.storage.group_copies import write_copies
from bot.storage.group_rounds import begin_rounds
from bot.storage.marks import mark_stale
from bot.storage.rows import BIG, TXT, Rows, ids, run
from bot.storage.threads import write_pieces
from bot.storage.types import micros_or_none, to_micros

TOKEN_BITS = 40
SEQ_STEP = 1000  # more than one change can handle readings of, so that order is kept

# Every writer takes the narrow row first, in order of id: so none waits for another in a circle.
_POSITIONS = Rows(id=BIG, version=BIG, waiting=BIG, remaining=BIG, unfinished=BIG, waits=BIG)
_MOVE = """
UPDATE positions SET version = r.version + 1, waiting = r.waiting, remaining = r.remaining,
  unfinished = r.unfinished, waits = r.waits
FROM {r} WHERE positions.enrollment_id = r.id AND positions.version = r.version
RETURNING enrollment_id"""
_OUTDATE = """UPDATE positions SET version = version + 1 FROM {r}
WHERE positions.enrollment_id = r.id"""

_ENROLLMENTS = Rows(
    id=BIG, state=TXT, policy=TXT, pace=TXT, calendar=TXT, revision=TXT, next_ids=TXT,
    expanded=TXT, finished_at=BIG,
)  # fmt: skip
_UPDATE = """
UPDATE enrollments SET state = r.state, policy = r.policy, pace = r.pace,
  calendar = r.calendar, revision = r.revision, next_ids = r.next_ids, expanded = r.expanded,
  finished_at = r.finished_at
FROM {r} WHERE enrollments.id = r.id"""

_HANDLED = Rows(enrollment_id=BIG, resource_id=TXT, how=TXT, seq=BIG)
_UPSERT_HANDLED = """
INSERT INTO handled (enrollment_id, resource_id, how, seq)
SELECT r.enrollment_id, r.resource_id, r.how, r.seq FROM {r} WHERE true
ON CONFLICT (enrollment_id, resource_id) DO UPDATE SET how = excluded.how"""
_FORGET_HANDLED = """
DELETE FROM handled WHERE (enrollment_id, resource_id) IN
  (SELECT r.enrollment_id, r.resource_id FROM {r})"""
_MARK_OLD = "UPDATE enrollments SET revision = '' FROM {r} WHERE enrollments.id = r.id"
_DUE_AGAIN = """
UPDATE schedules SET due_at = :now FROM {r} WHERE kind = 'lesson' AND due_at IS NULL
  AND schedules.enrollment_id = r.id AND EXISTS (SELECT 1 FROM enrollments e
    WHERE e.id = r.id AND e.state = 'active')"""
_PAIR = Rows(enrollment_id=BIG, resource_id=TXT)

_SCHEDULES = Rows(enrollment_id=BIG, kind=TXT, resource_id=TXT, due_at=BIG)
_UPSERT_SCHEDULE = """
INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
SELECT r.enrollment_id, r.kind, r.resource_id, r.due_at FROM {r} WHERE true
ON CONFLICT (enrollment_id, kind, resource_id) DO UPDATE SET due_at = excluded.due_at"""
_END_SNOOZE = """
DELETE FROM schedules WHERE kind = 'snooze' AND (enrollment_id, resource_id) IN
  (SELECT r.enrollment_id, r.resource_id FROM {r})"""

_DELIVERIES = Rows(
    enrollment_id=BIG, token=BIG, kind=TXT, slot_at=BIG, part=BIG, resource_id=TXT, covered=BIG,
    variant=TXT, moves=BIG, state=TXT, reason=TXT, place=BIG,
)  # fmt: skip
# What a command hands out may be asked for twice in one instant: it takes the next free part.
# Claims go by ready_at alone: microseconds apart, the messages of a plan keep their order.
_INSERT_DELIVERY = """
INSERT INTO deliveries (token, workspace_id, lane_id, shard, enrollment_id, place_id, kind,
  slot_at, part, resource_id, covered, variant, moves, state, reason, ready_at, planned_at)
SELECT r.token, e.workspace_id, w.lane_id, l.shard, e.id, e.place_id, r.kind, r.slot_at,
  CASE WHEN r.kind = 'asked' THEN (SELECT count(*) FROM deliveries d
    WHERE d.enrollment_id = e.id AND d.place_id = e.place_id AND d.kind = 'asked'
      AND d.slot_at = r.slot_at) ELSE r.part END,
  r.resource_id, r.covered, r.variant, r.moves, r.state, r.reason, :real - 64 + r.place, :real
FROM {r} JOIN enrollments e ON e.id = r.enrollment_id
JOIN workspaces w ON w.id = e.workspace_id JOIN lanes l ON l.id = w.lane_id
WHERE w.state = 'active' ORDER BY r.place
ON CONFLICT DO NOTHING"""

_PROGRESS = Rows(enrollment_id=BIG, person_id=BIG, resource_id=TXT, done_at=BIG)
_UPSERT_PROGRESS = """
INSERT INTO progress (workspace_id, person_id, curriculum, resource_id, done_at)
SELECT e.workspace_id, r.person_id, e.curriculum, r.resource_id, r.done_at
FROM {r} JOIN enrollments e ON e.id = r.enrollment_id WHERE true
ON CONFLICT (workspace_id, person_id, curriculum, resource_id) DO NOTHING"""

# What a member asked to be brought in private stays when a lead lets the group go on, or rest.
_DROP = """
UPDATE deliveries SET state = 'dropped', reason = :reason, settled_at = :real
WHERE enrollment_id = :enrollment AND state IN ('ready', 'queued')
  AND (:resource = '' OR (resource_id = :resource AND kind <> 'opener'))
  AND (person_id IS NULL OR NOT ((kind = 'snooze' AND (:resource <> '' OR :reason = 'paused'))
    OR (variant = 'copy' AND :resource <> '')))
RETURNING resource_id, moves"""


def write_changes(
    connection: Connection, changes: Sequence[Change], *, real: datetime
) -> frozenset[EnrollmentId]:
    """Write the changes whose enrollment still has the version they were made on.

    `real` (real time) is from when the new deliveries are ready. Returns whose changes count.
    """
    won = _update_enrollments(connection, changes)
    counted = [change for change in changes if change.enrollment.id in won]
    _write_handled(connection, counted)
    _write_schedules(connection, counted)
    _write_progress(connection, counted)
    for change in counted:
        if change.drop is not None:
            _drop(connection, change, real=real)
    insert_deliveries(
        connection,
        [(change.enrollment.id, change.deliveries) for change in counted],
        real=real,
    )
    for change in counted:
        if change.threaded is not None:
            write_pieces(connection, change.enrollment.id, threaded=change.threaded, real=real)
    redraws = {each for change in counted for each in change.redraws}
    mark_stale(connection, redraws, real=real)
    together = [(c.enrollment.id, c.deliveries) for c in counted if c.enrollment.is_group]
    begin_rounds(connection, together)
    write_copies(connection, together, real=real)
    return won


def insert_deliveries(
    connection: Connection,
    planned: Iterable[tuple[EnrollmentId, Collection[Any]]],
    *,
    real: datetime,
) -> None:
    """Add ledger rows, each plan's in their order; one that stands there already stays as it is."""
    batch = [
        (
            enrollment_id,
            secrets.randbits(TOKEN_BITS),
            new.kind.value,
            to_micros(new.slot_at),
            new.part,
            new.resource_id or "",
            new.covered,
            new.variant,
            int(new.moves),
            "dropped" if new.dropped else "ready",
            new.dropped.value if new.dropped else "",
            place,
        )
        for enrollment_id, deliveries in planned
        for place, new in enumerate(deliveries)
    ]
    run(connection, _INSERT_DELIVERY, rows=_DELIVERIES, batch=batch, real=to_micros(real))


def give_back(connection: Connection, pairs: Sequence[tuple[int, str]], *, now: datetime) -> None:
    """Readings that were planned but not sent are next again.

    The enrollment's kept ids are marked old, and a plan that had nothing left is due again.
    """
    run(connection, _FORGET_HANDLED, rows=_PAIR, batch=pairs)
    once = sorted({enrollment_id for enrollment_id, _ in pairs})
    outdate(connection, once)
    ids(connection, _MARK_OLD, numbers=once)
    ids(connection, _DUE_AGAIN, numbers=once, now=to_micros(now))


def outdate(connection: Connection, enrollments: Iterable[int]) -> None:
    """Changes that were made on what these enrollments are now do not count any more."""
    ids(connection, _OUTDATE, numbers=sorted(enrollments))


def _update_enrollments(
    connection: Connection, changes: Sequence[Change]
) -> frozenset[EnrollmentId]:
    """Write those that still have their version; one that only moves leaves its wide row alone."""
    ordered = sorted(changes, key=lambda change: change.enrollment.id)
    moved = [_moved(each.enrollment) for each in ordered]
    rows = run(connection, _MOVE, rows=_POSITIONS, batch=moved)
    won = frozenset(EnrollmentId(row[0]) for row in rows)
    rest = [
        _whole(each.enrollment)
        for each in ordered
        if not each.only_moves and each.enrollment.id in won
    ]
    run(connection, _UPDATE, rows=_ENROLLMENTS, batch=rest)
    return won


def _moved(after: Enrollment) -> tuple[int, ...]:
    waiting = len(after.next_ids)
    return after.id, after.version, waiting, after.left, after.unfinished, after.waits


def _whole(after: Enrollment) -> tuple[object, ...]:
    return (
        after.id,
        after.state.value,
        after.policy.value,
        after.pace.encode(),
        calendar_text(after.calendar),
        after.revision,
        join_ids(after.next_ids),
        join_ids(after.expanded),
        micros_or_none(after.finished_at),
    )


def _write_handled(connection: Connection, changes: Sequence[Change]) -> None:
    kept: list[tuple[int, str, Handled, int]] = []
    forgotten: list[tuple[int, str]] = []
    for change in changes:
        base = change.enrollment.version * SEQ_STEP
        for index, (resource_id, how) in enumerate(change.handled.items()):
            if how is None:
                forgotten.append((change.enrollment.id, resource_id))
            else:
                kept.append((change.enrollment.id, resource_id, how, base + index))
    run(connection, _UPSERT_HANDLED, rows=_HANDLED, batch=kept)
    run(connection, _FORGET_HANDLED, rows=_PAIR, batch=forgotten)


def _write_schedules(connection: Connection, changes: Sequence[Change]) -> None:
    batch = {
        (change.enrollment.id, each.kind.value, each.resource_id or ""): micros_or_none(each.due_at)
        for change in changes
        for each in change.schedules
    }
    ended = [(c.enrollment.id, resource_id) for c in changes for resource_id in c.end_snoozes]
    run(
        connection,
        _UPSERT_SCHEDULE,
        rows=_SCHEDULES,
        batch=[(*place, due_at) for place, due_at in batch.items()],
    )
    run(connection, _END_SNOOZE, rows=_PAIR, batch=ended)


def _write_progress(connection: Connection, changes: Sequence[Change]) -> None:
    batch = [
        (change.enrollment.id, each.person_id, each.resource_id, to_micros(each.at))
        for change in changes
        for each in change.finished
    ]
    run(connection, _UPSERT_PROGRESS, rows=_PROGRESS, batch=batch)


def _drop(connection: Connection, change: Change, *, real: datetime) -> None:
    """End the waiting deliveries; what had moved the position comes again, unless left out."""
    values = {
        "reason": change.drop,
        "real": to_micros(real),
        "enrollment": change.enrollment.id,
        "resource": change.drop_resource or "",
    }
    dropped = connection.execute(text(_DROP), values).fetchall()
    if change.drop_resource is None:
        back = [(change.enrollment.id, row.resource_id) for row in dropped if row.moves]
        give_back(connection, back, now=real)
