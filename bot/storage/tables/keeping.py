"""What people keep, what they asked about their data, and what operators allow."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, BigId


class NoteRow(Base):
    """A person's note about a reading; `number` is theirs alone."""

    __tablename__ = "notes"
    __table_args__ = ({"sqlite_with_rowid": False},)
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    curriculum: Mapped[str]
    resource_id: Mapped[str]
    kind: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]


class RatingRow(Base):
    """How good a person found a reading, from 1 to 5."""

    __tablename__ = "ratings"
    __table_args__ = ({"sqlite_with_rowid": False},)
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    curriculum: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    stars: Mapped[int]
    at: Mapped[datetime]


class DataRequest(Base):
    """An export that was made, or a wish to be forgotten that waits for its word (real time)."""

    __tablename__ = "data_requests"
    __table_args__ = (Index("ix_data_requests_person_id", "person_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str]
    word: Mapped[str]
    at: Mapped[datetime]


class Erasure(Base):
    """That somebody was erased: a keyed hash of who, so that a restored backup can be put right."""

    __tablename__ = "erasures"
    digest: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class LimitRow(Base):
    """A limit that holds in one workspace instead of the usual one."""

    __tablename__ = "limits"
    __table_args__ = ({"sqlite_with_rowid": False},)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
