"""Writing to study groups, each in its caller's transaction and under the plan's lock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.domain.group import Group, LineKind, Member, MemberState, Round
from bot.domain.grouping import GroupChange
from bot.domain.ids import EnrollmentId, ResourceId
from bot.ports import Party
from bot.storage.feeds import end_of_member
from bot.storage.types import micros_or_none, to_micros

_SAVE_GROUP = text("""UPDATE study_groups SET state = :state, starts_on = :starts_on,
  cohort = :cohort, discussion = :discussion, reminder = :reminder WHERE enrollment_id = :id""")
# Somebody who is being erased at this moment gets no row any more.
_SAVE_MEMBER = text("""INSERT INTO group_members (enrollment_id, person_id, workspace_id, state,
  role, joined_at, seen_at, from_round, tell, nudges, on_board, away_until, turn)
SELECT :id, p.id, p.workspace_id, :state, :role, :joined_at, :seen_at, :from_round, :tell,
  :nudges, :on_board, :away_until, :turn
FROM people p WHERE p.id = :person AND p.workspace_id = :workspace
ON CONFLICT (enrollment_id, person_id) DO UPDATE SET state = excluded.state, role = excluded.role,
  joined_at = excluded.joined_at, seen_at = excluded.seen_at, from_round = excluded.from_round,
  tell = excluded.tell, nudges = excluded.nudges, on_board = excluded.on_board,
  away_until = excluded.away_until, turn = excluded.turn""")
_ROUND = """UPDATE group_rounds SET lead_id = :lead, lead_state = :lead_state,
  answer_by = :answer_by, moved_on_at = :moved_on_at, extended_at = :extended_at
WHERE enrollment_id = :id AND resource_id = :resource"""
_SAVE_ROUND = text(_ROUND)
_APPOINT = text(
    _ROUND
    + " AND lead_state = :was AND coalesce(lead_id, 0) = :was_lead AND answer_by IS NOT NULL"
    + " RETURNING resource_id"
)
_ASKED = text("""UPDATE group_members SET turn = :number
WHERE enrollment_id = :id AND person_id = :person AND turn < :number""")
_FINISHED = text("""INSERT INTO progress (workspace_id, person_id, curriculum, resource_id, done_at)
SELECT e.workspace_id, :person, e.curriculum, :resource, :at FROM enrollments e
WHERE e.id = :id AND e.workspace_id = :workspace
ON CONFLICT (workspace_id, person_id, curriculum, resource_id) DO NOTHING
RETURNING resource_id""")
_KEEP_LINE = text("""INSERT INTO group_lines (enrollment_id, resource_id, person_id, kind,
  workspace_id, body, at)
SELECT m.enrollment_id, :resource, m.person_id, :kind, m.workspace_id, :body, :at
FROM group_members m WHERE m.enrollment_id = :id AND m.person_id = :person
  AND m.workspace_id = :workspace AND m.state = 'joined'
ON CONFLICT (enrollment_id, resource_id, person_id, kind) DO UPDATE SET body = excluded.body,
  at = excluded.at
RETURNING person_id""")


def write_group(
    connection: Connection, party: Party, *, number: EnrollmentId, change: GroupChange
) -> None:
    """Write what a change gives of the group, its members and a reading."""
    if change.group is not None:
        connection.execute(_SAVE_GROUP, _of_group(change.group))
    for member in change.members:
        save_member(connection, party, number=number, member=member)
    if change.round is not None:
        connection.execute(_SAVE_ROUND, _of_round(number, change.round))


def save_member(
    connection: Connection, party: Party, *, number: EnrollmentId, member: Member
) -> None:
    """Add or replace a member of a group; whoever left has no calendar of it any more."""
    values = {
        "id": number,
        "person": member.person_id,
        "workspace": party.workspace_id,
        "state": member.state.value,
        "role": member.role.value,
        "joined_at": to_micros(member.joined_at),
        "seen_at": to_micros(member.seen_at),
        "from_round": member.from_round,
        "tell": member.tell.value,
        "nudges": int(member.nudges),
        "on_board": int(member.on_board),
        "away_until": member.away_until.isoformat() if member.away_until else "",
        "turn": member.turn,
    }
    connection.execute(_SAVE_MEMBER, values)
    if member.state is MemberState.LEFT:
        end_of_member(connection, party, number=number, person=member.person_id)


def appoint(connection: Connection, number: EnrollmentId, *, before: Round, after: Round) -> bool:
    """Write who is asked to lead unless somebody answered in between; it was then their turn."""
    was = {"was": before.lead_state.value, "was_lead": before.lead_id or 0}
    if connection.execute(_APPOINT, _of_round(number, after) | was).first() is None:
        return False
    asked = {"id": number, "person": after.lead_id, "number": after.number}
    connection.execute(_ASKED, asked)
    return True


def finish_reading(
    connection: Connection,
    party: Party,
    *,
    number: EnrollmentId,
    resource: ResourceId,
    at: datetime,
) -> bool:
    """Write that somebody has read it; False where they had before."""
    values = {
        "id": number,
        "person": party.person_id,
        "workspace": party.workspace_id,
        "resource": resource,
        "at": to_micros(at),
    }
    return connection.execute(_FINISHED, values).first() is not None


def keep_lines(
    connection: Connection,
    party: Party,
    *,
    number: EnrollmentId,
    resource: ResourceId,
    lines: Mapping[LineKind, str],
    at: datetime,
) -> bool:
    """Keep a member's lines; False where they are no member."""
    values = {
        "id": number,
        "person": party.person_id,
        "workspace": party.workspace_id,
        "resource": resource,
        "at": to_micros(at),
    }
    kept = [
        connection.execute(_KEEP_LINE, values | {"kind": kind.value, "body": body}).first()
        for kind, body in lines.items()
    ]
    return all(row is not None for row in kept)


def _of_group(group: Group) -> dict[str, Any]:
    return {
        "id": group.enrollment_id,
        "state": group.state.value,
        "starts_on": group.starts_on.isoformat() if group.starts_on else "",
        "cohort": group.cohort,
        "discussion": group.discussion.encode() if group.discussion else "",
        "reminder": group.reminder.value,
    }


def _of_round(number: EnrollmentId, round_: Round) -> dict[str, Any]:
    return {
        "id": number,
        "resource": round_.resource_id,
        "lead": round_.lead_id,
        "lead_state": round_.lead_state.value,
        "answer_by": micros_or_none(round_.answer_by),
        "moved_on_at": micros_or_none(round_.moved_on_at),
        "extended_at": micros_or_none(round_.extended_at),
    }
