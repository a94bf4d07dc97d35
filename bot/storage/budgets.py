"""The attention budget in the database: read for planning, spent in the plan's own transaction.

Spending locks the recipients' rows first, so that two planners never spend the same budget: the
second finds it spent, and nothing of its change is written.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.budget import (
    NEVER_ASKED,
    Every,
    Recipient,
    RecipientKind,
    Spend,
    Standing,
    Urgency,
    granted,
)
from bot.domain.enrollment import Change
from bot.domain.ids import EnrollmentId
from bot.storage.changes import write_changes
from bot.storage.nudging import QuietMember, quiet_members, reminders_of, write_nudges
from bot.storage.rows import BIG, TXT, Rows, ids, run
from bot.storage.types import micros_or_none

_STANDING = """
SELECT e.id AS e_id, e.person_id, e.place_id, pl.is_dm, m.every, m.ignored, m.last_at, m.seen_at,
  CASE WHEN pl.is_dm = 1 THEN m.spent_on ELSE c.spent_on END AS spent_on
FROM {r} JOIN enrollments e ON e.id = r.id JOIN places pl ON pl.id = e.place_id
LEFT JOIN reminders m ON m.person_id = e.person_id
LEFT JOIN channel_budgets c ON c.place_id = e.place_id"""

_PERSON, _CHANNEL = RecipientKind.PERSON, RecipientKind.CHANNEL
_ENSURE = {
    _PERSON: "INSERT INTO reminders (person_id) SELECT p.id FROM {r} JOIN people p ON p.id = r.id "
    "WHERE true{lock} ON CONFLICT (person_id) DO NOTHING",
    _CHANNEL: "INSERT INTO channel_budgets (place_id) SELECT p.id FROM {r} "
    "JOIN places p ON p.id = r.id WHERE true{lock} ON CONFLICT (place_id) DO NOTHING",
}
_LOCK = {
    _PERSON: "SELECT b.person_id AS id, b.every, b.spent_on FROM {r} "
    "JOIN reminders b ON b.person_id = r.id ORDER BY b.person_id",
    _CHANNEL: "SELECT b.place_id AS id, 'weekly' AS every, b.spent_on FROM {r} "
    "JOIN channel_budgets b ON b.place_id = r.id ORDER BY b.place_id",
}
_SPENT = Rows(id=BIG, spent_on=BIG, every=TXT, ignored=BIG, last_at=BIG)
_SPEND = {
    _PERSON: "UPDATE reminders SET spent_on = r.spent_on, every = r.every, ignored = r.ignored, "
    "last_at = r.last_at FROM {r} WHERE reminders.person_id = r.id",
    _CHANNEL: "UPDATE channel_budgets SET spent_on = r.spent_on FROM {r} "
    "WHERE channel_budgets.place_id = r.id",
}


def read_standings(
    connection: Connection, enrollments: Sequence[int]
) -> dict[EnrollmentId, Standing]:
    """The budget of whoever each of these enrollments writes to."""
    rows = ids(connection, _STANDING, numbers=enrollments)
    return {EnrollmentId(row.e_id): _standing(row) for row in rows}


def write_within_budget(
    connection: Connection, changes: Sequence[Change], *, real: datetime
) -> frozenset[EnrollmentId]:
    """As `write_changes`, without the changes that spend what is spent already.

    A change that counts takes its message out of the budget; one that was made on an older
    version takes nothing.
    """
    nudges = quiet_members(connection, changes)
    spending = [(change.enrollment.id, change.spend) for change in changes if change.spend]
    spending += [(each.enrollment_id, _nudging(each)) for each in nudges]
    if not spending:
        return write_changes(connection, changes, real=real)
    spends = [spend for _, spend in spending]
    fits = granted(spends, _locked(connection, spends))
    first = len(spending) - len(nudges)  # without room for a nudge the group's change still counts
    refused = {number for i, (number, _) in enumerate(spending[:first]) if i not in fits}
    within = [change for change in changes if change.enrollment.id not in refused]
    won = write_changes(connection, within, real=real)
    counted = [spend for i, (number, spend) in enumerate(spending) if i in fits and number in won]
    sent = [each for i, each in enumerate(nudges, first) if i in fits and each.enrollment_id in won]
    write_nudges(connection, sent, real=real)
    for kind in RecipientKind:
        batch = [_row(spend) for spend in counted if spend.recipient.kind is kind]
        run(connection, _SPEND[kind], rows=_SPENT, batch=batch)
    return won


def _nudging(quiet: QuietMember) -> Spend:
    return Spend(
        recipient=Recipient(kind=_PERSON, id=quiet.person_id),
        on=quiet.on,
        urgency=Urgency.QUIET,
        before=quiet.reminders,
        after=quiet.reminders,
    )


def _standing(row: Any) -> Standing:  # noqa: ANN401 - a row of _STANDING
    kind = _PERSON if row.is_dm else _CHANNEL
    return Standing(
        recipient=Recipient(kind=kind, id=row.person_id if row.is_dm else row.place_id),
        reminders=reminders_of(row) if row.is_dm else NEVER_ASKED,
        spent_on=_day(row.spent_on),
    )


def _locked(
    connection: Connection, spends: Sequence[Spend]
) -> Mapping[Recipient, tuple[Every, date | None]]:
    """What the recipients' rows hold, locked until the transaction ends.

    Somebody who is being erased meanwhile has none.
    """
    shared = connection.dialect.name == "postgresql"
    locking, keep = (" FOR UPDATE OF b", " FOR KEY SHARE OF p") if shared else ("", "")
    kept: dict[Recipient, tuple[Every, date | None]] = {}
    for kind in RecipientKind:
        wanted = sorted({each.recipient.id for each in spends if each.recipient.kind is kind})
        ids(connection, _ENSURE[kind].replace("{lock}", keep), numbers=wanted)
        for row in ids(connection, _LOCK[kind] + locking, numbers=wanted):
            kept[Recipient(kind=kind, id=row.id)] = (Every(row.every), _day(row.spent_on))
    return kept


def _row(spend: Spend) -> tuple[int, int, str, int, int | None]:
    after = spend.after
    last_at = micros_or_none(after.last_at)
    return spend.recipient.id, spend.on.toordinal(), after.every.value, after.ignored, last_at


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
