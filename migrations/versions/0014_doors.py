"""What the processes of a platform share about its doors."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refusals",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("step", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "step", name="pk_refusals"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "doors",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False, server_default=""),
        sa.Column("worked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("platform", "place", name="pk_doors"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shut_workspaces",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("probe_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", name="pk_shut_workspaces"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("shut_workspaces")
    op.drop_table("doors")
    op.drop_table("refusals")
