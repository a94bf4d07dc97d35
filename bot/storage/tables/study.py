"""Plans that are followed: what is due when, what was handled, what was finished."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import EMPTY, ONCE, Base, BigId

DUE = text("due_at IS NOT NULL")
LIVE = text("state IN ('active', 'paused')")


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
        ONCE,
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
    expanded: Mapped[str] = mapped_column(server_default=EMPTY)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    is_group: Mapped[int] = mapped_column(server_default="0")


class PositionRow(Base):
    """What of an enrollment moves with each reading, narrow because thousands move at once.

    `waiting` says how many of the enrollment's next ids, counted from their end, still wait.
    """

    __tablename__ = "positions"
    __table_args__ = ({"sqlite_with_rowid": False},)
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(server_default="1")
    waiting: Mapped[int]
    remaining: Mapped[int]
    unfinished: Mapped[int]
    waits: Mapped[int] = mapped_column(server_default="0")


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
