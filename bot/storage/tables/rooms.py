"""What waits for a channel: starts until the bot is let in, plans until it may write again."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base


class SavedFormRow(Base):
    """A filled form of one person for one channel; `at` is real time."""

    __tablename__ = "saved_forms"
    __table_args__ = (
        Index("ix_saved_forms_person_id", "person_id"),
        Index("ix_saved_forms_workspace_id", "workspace_id", "at"),
        {"sqlite_with_rowid": False},
    )
    place_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    verb: Mapped[str]
    arg: Mapped[str]
    event_id: Mapped[str]
    at: Mapped[datetime]


class ShutPlanRow(Base):
    """A plan that paused because its place is shut, until it goes on.

    Instants are real time; `asked_at` is when the platform was last asked about the place.
    """

    __tablename__ = "shut_plans"
    __table_args__ = (
        Index("ix_shut_plans_asked_at", "asked_at"),
        {"sqlite_with_rowid": False},
    )
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str]
    since: Mapped[datetime]
    asked_at: Mapped[int] = mapped_column(server_default="0")
