"""People's reminders, and the budget of what the bot starts by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("every", sa.Text(), nullable=False, server_default="weekly"),
        sa.Column("ignored", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("spent_on", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("person_id", name="pk_reminders"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_reminders_person_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "channel_budgets",
        sa.Column("place_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("spent_on", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("place_id", name="pk_channel_budgets"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name="fk_channel_budgets_place_id", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("channel_budgets")
    op.drop_table("reminders")
