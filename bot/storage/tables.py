"""The tables. Constraints live here and have names; migrations make exactly this schema."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.storage.types import UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on both: SQLite's INTEGER PRIMARY KEY is its row id."""

READY = text("state = 'ready'")
CLAIMED = text("state IN ('queued', 'sending')")
DUE = text("due_at IS NOT NULL")
EMPTY = text("''")
LIVE = text("state IN ('active', 'paused')")


class Base(DeclarativeBase):
    """Base of all tables: named constraints, UTC instants."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        str: Text(),
        int: BigInteger(),
    }


class Meta(Base):
    """Small facts of this database: ledger epoch, study offset, hold, session key."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class PublishedCurriculum(Base):
    """The revision of each curriculum that processes plan with."""

    __tablename__ = "curricula"
    id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[str]
    published_at: Mapped[datetime]


class Lane(Base):
    """The unit of rate limiting: a platform's workspace, or a bot where the limit is its own."""

    __tablename__ = "lanes"
    __table_args__ = (UniqueConstraint("platform", "scope"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    platform: Mapped[str]
    scope: Mapped[str]
    shard: Mapped[int]
    not_before: Mapped[int] = mapped_column(server_default="0")


class Workspace(Base):
    """The boundary of tenancy."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    platform: Mapped[str]
    external_id: Mapped[str]
    lane_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("lanes.id"))
    state: Mapped[str] = mapped_column(server_default="active")
    created_at: Mapped[datetime]


class Place(Base):
    """A direct message or a channel."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    external_id: Mapped[str]
    is_dm: Mapped[int]
    name: Mapped[str]


class Person(Base):
    """Somebody in a workspace, with when they want to hear nothing."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    external_id: Mapped[str]
    name: Mapped[str]
    zone: Mapped[str]
    quiet: Mapped[str] = mapped_column(server_default=EMPTY)
    away_until: Mapped[str] = mapped_column(server_default=EMPTY)
    created_at: Mapped[datetime]


class EnrollmentRow(Base):
    """One place following one plan at one pace."""

    __tablename__ = "enrollments"
    __table_args__ = (
        Index(
            "uq_enrollments_live",
            "place_id",
            "curriculum",
            "plan",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_enrollments_person_id", "person_id"),
        Index("ix_enrollments_workspace_id", "workspace_id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    place_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("places.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"))
    curriculum: Mapped[str]
    plan: Mapped[str]
    state: Mapped[str]
    policy: Mapped[str]
    pace: Mapped[str]
    calendar: Mapped[str] = mapped_column(server_default=EMPTY)
    revision: Mapped[str]
    next_ids: Mapped[str]
    remaining: Mapped[int]
    unfinished: Mapped[int]
    expanded: Mapped[str] = mapped_column(server_default=EMPTY)
    waits: Mapped[int] = mapped_column(server_default="0")
    version: Mapped[int] = mapped_column(server_default="1")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ScheduleRow(Base):
    """What is due when (study time); `due_at` is NULL while it rests."""

    __tablename__ = "schedules"
    __table_args__ = (
        Index("ix_schedules_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        {"sqlite_with_rowid": False},
    )
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(primary_key=True, server_default=EMPTY)
    due_at: Mapped[datetime | None]


class HandledRow(Base):
    """How a resource left the queue; `seq` keeps the order in which it happened."""

    __tablename__ = "handled"
    __table_args__ = ({"sqlite_with_rowid": False},)
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    how: Mapped[str]
    seq: Mapped[int]


class ProgressRow(Base):
    """What a person finished, independent of any enrollment."""

    __tablename__ = "progress"
    __table_args__ = ({"sqlite_with_rowid": False},)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    curriculum: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]


class DeliveryRow(Base):
    """The ledger: one row a message, unique by what it stands for."""

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
        Index("ix_deliveries_lease", "lease_until", sqlite_where=CLAIMED, postgresql_where=CLAIMED),
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


class ChatMessageRow(Base):
    """The web chat's history; `key` keeps a repeated send from showing twice."""

    __tablename__ = "chat_messages"
    __table_args__ = (UniqueConstraint("key"), Index("ix_chat_messages_place_id", "place", "id"))
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place: Mapped[str]
    author: Mapped[str]
    key: Mapped[str]
    at: Mapped[datetime]
    payload: Mapped[str]
    revision: Mapped[int] = mapped_column(server_default="0")
