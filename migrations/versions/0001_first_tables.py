"""The first tables: places, plans, the ledger, and the web chat's history."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
READY = sa.text("state = 'ready'")
CLAIMED = sa.text("state IN ('queued', 'sending')")
DUE = sa.text("due_at IS NOT NULL")
LIVE = sa.text("state IN ('active', 'paused')")


def upgrade() -> None:
    _small_tables()
    _people_tables()
    _plan_tables()
    _ledger()


def downgrade() -> None:
    for table in (
        "chat_messages",
        "inbound_events",
        "deliveries",
        "progress",
        "handled",
        "schedules",
        "enrollments",
        "people",
        "places",
        "workspaces",
        "lanes",
        "curricula",
        "meta",
    ):
        op.drop_table(table)


def _text(name: str, *, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _number(name: str, *, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def _maybe_number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def _id() -> sa.Column[int]:
    return sa.Column("id", BIG_ID, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _to(table: str, column: str, target: str, *, cascade: bool = True) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=f"fk_{table}_{column}",
        ondelete="CASCADE" if cascade else None,
    )


def _small_tables() -> None:
    op.create_table("meta", _text("key"), _text("value"), _key("meta", "key"))
    op.create_table(
        "curricula",
        _text("id"),
        _text("revision"),
        _number("published_at"),
        _key("curricula", "id"),
    )
    op.create_table(
        "lanes",
        _id(),
        _text("platform"),
        _text("scope"),
        _number("shard"),
        _number("not_before", default="0"),
        _key("lanes", "id"),
        _unique("lanes", "platform", "scope"),
    )
    op.create_table(
        "chat_messages",
        _id(),
        _text("place"),
        _text("author"),
        _text("key"),
        _number("at"),
        _text("payload"),
        _number("revision", default="0"),
        _key("chat_messages", "id"),
        _unique("chat_messages", "key"),
    )
    op.create_index("ix_chat_messages_place_id", "chat_messages", ["place", "id"])
    op.create_table(
        "inbound_events",
        _text("platform"),
        _text("event_id"),
        _number("seen_at"),
        _key("inbound_events", "platform", "event_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbound_events_seen_at", "inbound_events", ["seen_at"])


def _people_tables() -> None:
    op.create_table(
        "workspaces",
        _id(),
        _text("platform"),
        _text("external_id"),
        _number("lane_id"),
        _text("state", default="active"),
        _number("created_at"),
        _key("workspaces", "id"),
        _unique("workspaces", "platform", "external_id"),
        _to("workspaces", "lane_id", "lanes", cascade=False),
    )
    op.create_table(
        "places",
        _id(),
        _number("workspace_id"),
        _text("external_id"),
        _number("is_dm"),
        _text("name"),
        _key("places", "id"),
        _unique("places", "workspace_id", "external_id"),
        _to("places", "workspace_id", "workspaces"),
    )
    op.create_table(
        "people",
        _id(),
        _number("workspace_id"),
        _text("external_id"),
        _text("name"),
        _text("zone"),
        _text("quiet", default=""),
        _text("away_until", default=""),
        _number("created_at"),
        _key("people", "id"),
        _unique("people", "workspace_id", "external_id"),
        _to("people", "workspace_id", "workspaces"),
    )


def _plan_tables() -> None:
    op.create_table(
        "enrollments",
        _id(),
        _number("workspace_id"),
        _number("place_id"),
        _number("person_id"),
        _text("curriculum"),
        _text("plan"),
        _text("state"),
        _text("policy"),
        _text("pace"),
        _text("calendar", default=""),
        _text("revision"),
        _text("next_ids"),
        _number("remaining"),
        _number("unfinished"),
        _text("expanded", default=""),
        _number("waits", default="0"),
        _number("version", default="1"),
        _number("started_at"),
        _maybe_number("finished_at"),
        _key("enrollments", "id"),
        _to("enrollments", "workspace_id", "workspaces"),
        _to("enrollments", "place_id", "places"),
        _to("enrollments", "person_id", "people"),
    )
    op.create_index(
        "uq_enrollments_live",
        "enrollments",
        ["place_id", "curriculum", "plan"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("ix_enrollments_person_id", "enrollments", ["person_id"])
    op.create_index("ix_enrollments_workspace_id", "enrollments", ["workspace_id"])
    op.create_table(
        "schedules",
        _number("enrollment_id"),
        _text("kind"),
        _text("resource_id", default=""),
        _maybe_number("due_at"),
        _key("schedules", "enrollment_id", "kind", "resource_id"),
        _to("schedules", "enrollment_id", "enrollments"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_schedules_due", "schedules", ["due_at"], sqlite_where=DUE, postgresql_where=DUE
    )
    op.create_table(
        "handled",
        _number("enrollment_id"),
        _text("resource_id"),
        _text("how"),
        _number("seq"),
        _key("handled", "enrollment_id", "resource_id"),
        _to("handled", "enrollment_id", "enrollments"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "progress",
        _number("workspace_id"),
        _number("person_id"),
        _text("curriculum"),
        _text("resource_id"),
        _number("done_at"),
        _key("progress", "workspace_id", "person_id", "curriculum", "resource_id"),
        _to("progress", "workspace_id", "workspaces"),
        _to("progress", "person_id", "people"),
        sqlite_with_rowid=False,
    )


def _ledger() -> None:
    op.create_table(
        "deliveries",
        _id(),
        _number("token"),
        _number("workspace_id"),
        _number("lane_id"),
        _number("shard"),
        _number("enrollment_id"),
        _number("place_id"),
        _text("kind"),
        _number("slot_at"),
        _number("part"),
        _text("resource_id"),
        _number("covered"),
        _text("variant"),
        _number("moves"),
        _text("state"),
        _number("ready_at"),
        _maybe_number("lease_until"),
        _number("attempt", default="0"),
        _number("planned_at"),
        _maybe_number("sending_at"),
        _maybe_number("settled_at"),
        _text("receipt", default=""),
        _text("reason", default=""),
        _key("deliveries", "id"),
        _unique("deliveries", "enrollment_id", "place_id", "kind", "slot_at", "part"),
        _to("deliveries", "enrollment_id", "enrollments"),
    )
    op.create_index(
        "ix_deliveries_lease",
        "deliveries",
        ["lease_until"],
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(
            "ix_deliveries_ready", "deliveries", ["workspace_id", "ready_at"], sqlite_where=READY
        )
        return
    op.create_index(
        "ix_deliveries_ready_by_shard",
        "deliveries",
        ["shard", "workspace_id", "ready_at"],
        postgresql_where=READY,
    )
    # The ledger churns: the default threshold of a fifth of the table would let dead rows slow
    # every claim, so vacuum by number of rows.
    op.execute(
        "ALTER TABLE deliveries SET (autovacuum_vacuum_scale_factor = 0, "
        "autovacuum_vacuum_threshold = 50000, fillfactor = 85)"
    )
