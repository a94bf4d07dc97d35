"""Links that readers or a check found broken."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_reports",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("curriculum", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("person_id", "curriculum", "resource_id", name="pk_link_reports"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_link_reports_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_link_reports_curriculum_resource_id", "link_reports", ["curriculum", "resource_id"]
    )
    op.create_table(
        "reported_links",
        sa.Column("curriculum", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("broken", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("curriculum", "resource_id", name="pk_reported_links"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("reported_links")
    op.drop_table("link_reports")
