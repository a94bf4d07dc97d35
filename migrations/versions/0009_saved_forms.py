"""Starts that wait until the bot is let into a channel, and plans whose channel is shut."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_forms",
        sa.Column("place_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("arg", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "person_id", name="pk_saved_forms"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name="fk_saved_forms_place_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_saved_forms_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name="fk_saved_forms_workspace_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_saved_forms_person_id", "saved_forms", ["person_id"])
    op.create_index("ix_saved_forms_workspace_id", "saved_forms", ["workspace_id", "at"])
    op.create_table(
        "shut_plans",
        sa.Column("enrollment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("enrollment_id", name="pk_shut_plans"),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name="fk_shut_plans_enrollment_id",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("shut_plans")
    op.drop_index("ix_saved_forms_workspace_id", "saved_forms")
    op.drop_index("ix_saved_forms_person_id", "saved_forms")
    op.drop_table("saved_forms")
