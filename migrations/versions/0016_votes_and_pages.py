"""What groups guessed before they read, and the keys to their pages."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "votings",
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("reveal_at", sa.BigInteger(), nullable=False),
        sa.Column("revealed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("enrollment_id", "resource_id", name="pk_votings"),
        _to("votings", "enrollment_id", "enrollments"),
        sqlite_with_rowid=False,
    )
    hidden = sa.text("revealed_at IS NULL")
    op.create_index(
        "ix_votings_reveal_at",
        "votings",
        ["reveal_at"],
        sqlite_where=hidden,
        postgresql_where=hidden,
    )
    op.create_table(
        "votes",
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("enrollment_id", "resource_id", "person_id", name="pk_votes"),
        _to("votes", "enrollment_id", "enrollments"),
        _to("votes", "person_id", "people"),
        _to("votes", "workspace_id", "workspaces"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_votes_person_id", "votes", ["person_id"])
    op.create_table(
        "page_keys",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_page_keys"),
        _to("page_keys", "workspace_id", "workspaces"),
        _to("page_keys", "person_id", "people"),
        _to("page_keys", "place_id", "places"),
        _to("page_keys", "enrollment_id", "enrollments"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_page_keys_person_id", "page_keys", ["person_id"])


def downgrade() -> None:
    op.drop_table("page_keys")
    op.drop_table("votes")
    op.drop_table("votings")


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")
