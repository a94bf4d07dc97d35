"""Messages in the threads of others, and sent messages to draw anew."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IN_THREAD = sa.text("parent_id IS NOT NULL")
STALE = sa.text("version > shown")


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("parent_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "uq_deliveries_thread",
        "deliveries",
        ["parent_id", "variant"],
        unique=True,
        sqlite_where=IN_THREAD,
        postgresql_where=IN_THREAD,
    )
    op.add_column("chat_messages", sa.Column("under_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "edits",
        sa.Column("delivery_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane_id", sa.BigInteger(), nullable=False),
        sa.Column("shard", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"),
        sa.Column("shown", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_edits"),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_edits_delivery_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_edits_stale",
        "edits",
        ["shard", "not_before"],
        sqlite_where=STALE,
        postgresql_where=STALE,
    )


def downgrade() -> None:
    op.drop_table("edits")
    op.drop_column("chat_messages", "under_id")
    op.drop_index("uq_deliveries_thread", table_name="deliveries")
    op.drop_column("deliveries", "parent_id")
