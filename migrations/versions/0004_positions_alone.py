"""What moves stands in `positions` alone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("version", "remaining", "unfinished", "waits"):
        op.drop_column("enrollments", column)


def downgrade() -> None:
    for column, default in (("version", "1"), ("remaining", "0"), ("unfinished", "0"),
                            ("waits", "0")):  # fmt: skip
        kind = sa.Column(column, sa.BigInteger(), nullable=False, server_default=default)
        op.add_column("enrollments", kind)
