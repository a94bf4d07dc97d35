"""What processes share besides doors: who looks at their page, when shut places were asked of."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_looks",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_home_looks"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_home_looks_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name="fk_home_looks_workspace_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_home_looks_workspace_id", "home_looks", ["workspace_id"])
    op.create_index("ix_home_looks_looked_at", "home_looks", ["looked_at"])
    op.add_column(
        "shut_plans", sa.Column("asked_at", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.create_index("ix_shut_plans_asked_at", "shut_plans", ["asked_at"])


def downgrade() -> None:
    op.drop_index("ix_shut_plans_asked_at", table_name="shut_plans")
    op.drop_column("shut_plans", "asked_at")
    op.drop_table("home_looks")
