"""Everybody's position into its own table. Going down, positions go back where they were."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO positions (enrollment_id, version, waiting, remaining, unfinished, waits) "
        "SELECT id, version, CASE WHEN next_ids = '' THEN 0 "
        "  ELSE 1 + length(next_ids) - length(replace(next_ids, ' ', '')) END, "
        "remaining, unfinished, waits FROM enrollments"
    )


def downgrade() -> None:
    """An empty revision has the next ids read anew from what was handled."""
    op.execute(
        "UPDATE enrollments SET version = positions.version, revision = '', "
        "remaining = positions.remaining, unfinished = positions.unfinished, "
        "waits = positions.waits FROM positions WHERE positions.enrollment_id = enrollments.id"
    )
    op.execute("DELETE FROM positions")
