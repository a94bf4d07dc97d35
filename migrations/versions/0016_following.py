"""What is followed besides plans: groups get their weekly message."""

from alembic import op

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None

# Due at once: the next planning finds out when each group's message really comes.
WEEKLY = """INSERT INTO schedules (enrollment_id, kind, resource_id, due_at)
SELECT e.id, 'digest', '', 0 FROM enrollments e WHERE e.is_group = 1 AND e.state = 'active'
ON CONFLICT (enrollment_id, kind, resource_id) DO NOTHING"""
UNDO = """DELETE FROM schedules WHERE kind = 'digest' AND enrollment_id IN
  (SELECT id FROM enrollments WHERE is_group = 1)"""


def upgrade() -> None:
    op.execute(WEEKLY)


def downgrade() -> None:
    op.execute(UNDO)
