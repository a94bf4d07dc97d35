"""What groups guessed before they read."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base

HIDDEN = text("revealed_at IS NULL")


class VotingRow(Base):
    """A reading that a group guesses about, and when the answer comes (study time)."""

    __tablename__ = "votings"
    __table_args__ = (
        Index("ix_votings_reveal_at", "reveal_at", sqlite_where=HIDDEN, postgresql_where=HIDDEN),
        {"sqlite_with_rowid": False},
    )
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    reveal_at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]


class VoteRow(Base):
    """One person's guess; `choice` counts options from 0."""

    __tablename__ = "votes"
    __table_args__ = (
        Index("ix_votes_person_id", "person_id"),
        {"sqlite_with_rowid": False},
    )
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    choice: Mapped[int]
    at: Mapped[datetime]
