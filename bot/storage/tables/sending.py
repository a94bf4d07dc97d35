"""The ledger of messages, and the calls that were handled."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import EMPTY, ONCE, Base, BigId

READY = text("state = 'ready'")
CLAIMED = text("state IN ('queued', 'sending')")
IN_THREAD = text("parent_id IS NOT NULL")
FOR_ONE = text("person_id IS NOT NULL")
STALE = text("version > shown")


class DeliveryRow(Base):
    """The ledger: one row a message, unique by what it stands for.

    A row with a parent stands in the thread of that message; its variant says what it is there.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "place_id", "kind", "slot_at", "part"),
        Index(
            "ix_deliveries_ready",
            "workspace_id",
            "ready_at",
            sqlite_where=READY,
            info={"dialect": "sqlite"},
        ).ddl_if(dialect="sqlite"),
        Index(
            "ix_deliveries_ready_by_shard",
            "shard",
            "workspace_id",
            "ready_at",
            postgresql_where=READY,
            info={"dialect": "postgresql"},
        ).ddl_if(dialect="postgresql"),
        Index(
            "ix_deliveries_person_id",
            "person_id",
            sqlite_where=FOR_ONE,
            postgresql_where=FOR_ONE,
        ),
        Index("ix_deliveries_lease", "lease_until", sqlite_where=CLAIMED, postgresql_where=CLAIMED),
        Index(
            "uq_deliveries_thread",
            "parent_id",
            "variant",
            unique=True,
            sqlite_where=IN_THREAD,
            postgresql_where=IN_THREAD,
        ),
        ONCE,
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token: Mapped[int]
    workspace_id: Mapped[int]
    lane_id: Mapped[int]
    shard: Mapped[int]
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE")
    )
    place_id: Mapped[int]
    kind: Mapped[str]
    slot_at: Mapped[datetime]
    part: Mapped[int]
    resource_id: Mapped[str]
    covered: Mapped[int]
    variant: Mapped[str]
    moves: Mapped[int]
    state: Mapped[str]
    ready_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(server_default="0")
    planned_at: Mapped[datetime]
    sending_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    receipt: Mapped[str] = mapped_column(server_default=EMPTY)
    reason: Mapped[str] = mapped_column(server_default=EMPTY)
    calls: Mapped[str] = mapped_column(server_default=EMPTY)
    parent_id: Mapped[int | None]
    person_id: Mapped[int | None]


class EditRow(Base):
    """A sent message whose look follows the database; `version` above `shown` is not shown yet.

    `failed` counts the edits in a row of which nobody knows what became.
    """

    __tablename__ = "edits"
    __table_args__ = (
        Index("ix_edits_stale", "shard", "not_before", sqlite_where=STALE, postgresql_where=STALE),
        {"sqlite_with_rowid": False},
    )
    delivery_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True
    )
    lane_id: Mapped[int]
    shard: Mapped[int]
    version: Mapped[int] = mapped_column(server_default="1")
    shown: Mapped[int] = mapped_column(server_default="0")
    failed: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[datetime]


class InboundEvent(Base):
    """Calls already handled, so that a repeat changes nothing."""

    __tablename__ = "inbound_events"
    __table_args__ = (
        Index("ix_inbound_events_seen_at", "seen_at"),
        {"sqlite_with_rowid": False},
    )
    platform: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
