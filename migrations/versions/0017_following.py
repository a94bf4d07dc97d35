"""What is followed besides plans: weekly messages of groups, case studies, messages for one."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Due at once: the next planning finds out when each group's message really comes; of a plan that
# pauses it is found out when that goes on.
WEEKLY = """INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
SELECT e.id, 'digest', '', CASE WHEN e.state = 'active' THEN 0 END FROM enrollments e
WHERE e.is_group = 1 AND e.state IN ('active', 'paused')
ON CONFLICT (enrollment_id, kind, resource_id) DO NOTHING"""
UNDO = """DELETE FROM schedules WHERE kind = 'digest' AND enrollment_id IN
  (SELECT id FROM enrollments WHERE is_group = 1)"""
FOR_ONE = sa.text("person_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("person_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_deliveries_person_id",
        "deliveries",
        ["person_id"],
        sqlite_where=FOR_ONE,
        postgresql_where=FOR_ONE,
    )
    op.create_table(
        "case_weeks",
        sa.Column("enrollment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wish", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("enrollment_id", name="pk_case_weeks"),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name="fk_case_weeks_enrollment_id",
            ondelete="CASCADE",
        ),
    )
    op.execute(WEEKLY)


def downgrade() -> None:
    op.execute(UNDO)
    op.execute("DELETE FROM enrollments WHERE curriculum = '~cases'")
    op.drop_table("case_weeks")
    op.drop_index("ix_deliveries_person_id", table_name="deliveries")
    op.drop_column("deliveries", "person_id")
