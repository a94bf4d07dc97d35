"""What the admins of a workspace choose for everybody in it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace_choices",
        sa.Column("workspace_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("starters", sa.Text(), nullable=False, server_default=""),
        sa.Column("channels", sa.Text(), nullable=False, server_default=""),
        sa.Column("zone", sa.Text(), nullable=False, server_default=""),
        sa.Column("ping_role", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_workspace_choices"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name="fk_workspace_choices_workspace_id",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("workspace_choices")
