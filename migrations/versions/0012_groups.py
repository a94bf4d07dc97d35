"""Study groups: members, the readings they were sent, their discussion leads and their lines."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# What runs in a channel already becomes a running group of whoever started it. Its earlier
# readings ask nobody to lead.
GROUPS = """INSERT INTO study_groups (enrollment_id, workspace_id, state, starts_on)
SELECT e.id, e.workspace_id, 'running', '' FROM enrollments e WHERE e.is_group = 1"""
LEADS = """INSERT INTO group_members (enrollment_id, person_id, workspace_id, state, role,
  joined_at, seen_at, from_round)
SELECT e.id, e.person_id, e.workspace_id, 'joined', 'lead', e.started_at, e.started_at, 1
FROM enrollments e WHERE e.is_group = 1"""
ROUNDS = """INSERT INTO group_rounds (enrollment_id, resource_id, workspace_id, number, sent_at,
  lead_state)
SELECT e.id, h.resource_id, e.workspace_id,
  row_number() OVER (PARTITION BY e.id ORDER BY h.seq, h.resource_id),
  coalesce((SELECT min(d.slot_at) FROM deliveries d WHERE d.enrollment_id = e.id
    AND d.resource_id = h.resource_id AND d.state = 'sent'), e.started_at), 'nobody'
FROM enrollments e JOIN handled h ON h.enrollment_id = e.id
WHERE e.is_group = 1 AND h.how IN ('sent', 'done')"""


def upgrade() -> None:
    op.add_column(
        "enrollments", sa.Column("is_group", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE enrollments SET is_group = 1 "
        "WHERE place_id IN (SELECT id FROM places WHERE is_dm = 0)"
    )
    _groups()
    _members()
    _rounds()
    _lines()
    for statement in (GROUPS, LEADS, ROUNDS):
        op.execute(statement)


def downgrade() -> None:
    for table in ("group_lines", "group_rounds", "group_members", "study_groups"):
        op.drop_table(table)
    op.drop_column("enrollments", "is_group")


def _groups() -> None:
    op.create_table(
        "study_groups",
        sa.Column("enrollment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _number("workspace_id"),
        _text("state"),
        _text("starts_on"),
        _text("cohort", default=""),
        _text("discussion", default=""),
        _text("reminder", default="on"),
        *_of_group("study_groups", "enrollment_id"),
    )
    op.create_index("ix_study_groups_workspace_id", "study_groups", ["workspace_id"])


def _members() -> None:
    op.create_table(
        "group_members",
        _number("enrollment_id"),
        _number("person_id"),
        _number("workspace_id"),
        _text("state"),
        _text("role", default="member"),
        _number("joined_at"),
        _number("seen_at"),
        _number("from_round"),
        _text("tell", default="nothing"),
        _number("nudges", default="0"),
        _number("on_board", default="0"),
        _text("away_until", default=""),
        _number("turn", default="0"),
        *_of_group("group_members", "enrollment_id", "person_id"),
        _to("group_members", "person_id", "people"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_group_members_person_id", "group_members", ["person_id"])


def _rounds() -> None:
    op.create_table(
        "group_rounds",
        _number("enrollment_id"),
        _text("resource_id"),
        _number("workspace_id"),
        _number("number"),
        _number("sent_at"),
        sa.Column("lead_id", sa.BigInteger(), nullable=True),
        _text("lead_state", default="open"),
        sa.Column("answer_by", sa.BigInteger(), nullable=True),
        sa.Column("moved_on_at", sa.BigInteger(), nullable=True),
        sa.Column("extended_at", sa.BigInteger(), nullable=True),
        *_of_group("group_rounds", "enrollment_id", "resource_id"),
        sa.UniqueConstraint("enrollment_id", "number", name="uq_group_rounds_enrollment_id_number"),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["people.id"], name="fk_group_rounds_lead_id", ondelete="SET NULL"
        ),
        sqlite_with_rowid=False,
    )
    asked = sa.text("answer_by IS NOT NULL")
    op.create_index(
        "ix_group_rounds_answer_by",
        "group_rounds",
        ["answer_by"],
        sqlite_where=asked,
        postgresql_where=asked,
    )
    op.create_index("ix_group_rounds_lead_id", "group_rounds", ["lead_id"])


def _lines() -> None:
    op.create_table(
        "group_lines",
        _number("enrollment_id"),
        _text("resource_id"),
        _number("person_id"),
        _text("kind"),
        _number("workspace_id"),
        _text("body"),
        _number("at"),
        *_of_group("group_lines", "enrollment_id", "resource_id", "person_id", "kind"),
        _to("group_lines", "person_id", "people"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_group_lines_person_id", "group_lines", ["person_id"])


def _number(name: str, *, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def _text(name: str, *, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _of_group(table: str, *key: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        _to(table, "enrollment_id", "enrollments"),
        _to(table, "workspace_id", "workspaces"),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")
