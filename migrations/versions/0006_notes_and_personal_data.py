"""Notes, ratings, requests about one's data, erasures and limits; ids that are used once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
USED_ONCE = ("places", "people", "enrollments", "deliveries")


def upgrade() -> None:
    _ids(once=True)
    op.create_table(
        "notes",
        _number("person_id"),
        _number("number"),
        _number("workspace_id"),
        _text("curriculum"),
        _text("resource_id"),
        _text("kind"),
        _text("body"),
        _number("at"),
        *_of_somebody("notes", "person_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ratings",
        _number("person_id"),
        _text("curriculum"),
        _text("resource_id"),
        _number("workspace_id"),
        _number("stars"),
        _number("at"),
        *_of_somebody("ratings", "person_id", "curriculum", "resource_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "data_requests",
        sa.Column("id", BIG_ID, nullable=False),
        _number("workspace_id"),
        _number("person_id"),
        _text("kind"),
        _text("word"),
        _number("at"),
        *_of_somebody("data_requests", "id"),
    )
    op.create_index("ix_data_requests_person_id", "data_requests", ["person_id"])
    op.create_table("erasures", _text("digest"), _number("at"), _key("erasures", "digest"))
    op.create_table(
        "limits",
        _number("workspace_id"),
        _text("name"),
        _number("value"),
        _key("limits", "workspace_id", "name"),
        _to("limits", "workspace_id", "workspaces"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("limits", "erasures", "data_requests", "ratings", "notes"):
        op.drop_table(table)
    _ids(once=False)


def _ids(*, once: bool) -> None:
    """Let ids of SQLite never come again, as those of PostgreSQL never do."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in USED_ONCE:
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": once}
        ):
            pass


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )


def _of_somebody(table: str, *key: str) -> tuple[sa.Constraint, ...]:
    """The key of a person's rows, which go with the person and with the workspace."""
    return (
        _key(table, *key),
        _to(table, "person_id", "people"),
        _to(table, "workspace_id", "workspaces"),
    )
