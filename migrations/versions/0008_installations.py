"""Installations in many workspaces, and since when a workspace is without us."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("suspended_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "slack_installations",
        sa.Column("workspace_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *(_text(name) for name in ("name", "handle", "user_id", "bot_id", "scopes", "bot_token")),
        sa.Column("refresh_token", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        _number("version"),
        sa.Column("refreshing_until", sa.BigInteger(), nullable=False, server_default="0"),
        _number("installed_at"),
        _number("checked_at"),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_slack_installations"),
        _of_workspace("slack_installations"),
    )
    op.create_table(
        "installers",
        _number("workspace_id"),
        _text("external_id"),
        _number("greeted_at"),
        sa.PrimaryKeyConstraint("workspace_id", "external_id", name="pk_installers"),
        _of_workspace("installers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "install_states",
        _text("digest"),
        _number("expires_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_install_states"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_install_states_expires_at", "install_states", ["expires_at"])


def downgrade() -> None:
    for table in ("install_states", "installers", "slack_installations"):
        op.drop_table(table)
    with op.batch_alter_table("workspaces") as table:
        table.drop_column("suspended_at")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    """The rows go with the workspace."""
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id", ondelete="CASCADE"
    )
